"""Which codec of the runtime writes a request body or reads a response, as source text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..ir.api import Encoding, Header, MediaType
from ..openapi.media_type_names import JSON_TYPE, essence, is_json, is_range, is_sequence, is_xml
from ..schema.classes import Schema, own_properties, resolved
from ..text.python_source import literal
from .type_expressions import TypeWriter
from .xml_schemas import reduced_for_xml, xml_references

FORM_TYPE = "application/x-www-form-urlencoded"
OCTETS = "application/octet-stream"
_YAML = frozenset({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml"})
"""Sent, a structured value is JSON, which YAML 1.2 includes; received, it stays text."""
_TABLES_AND_PAGES = frozenset({"text/csv", "text/tab-separated-values", "text/html"})
"""Texts whose values, whatever their schema says, are not JSON."""
_TEXTUAL = frozenset(
    {
        *("ecmascript", "graphql", "javascript", "jose", "jwt", "mbox", "pem-certificate-chain", "pem-file"),
        *("rtf", "sh", "sparql-query", "sparql-update", "sql", "toml", "trig", "n-triples"),
    }
)
_BINARY_FORMS = ("cbor", "msgpack", "messagepack", "protobuf", "avro", "bson", "parquet", "flatbuffers", "thrift")
_RANGES = frozenset({"*/*", "application/*", "*", ""})


@dataclass(frozen=True, slots=True)
class Codec:
    """A codec: the expression that makes it, and the type of the values it takes or gives."""

    expression: str
    type: str


def ordered(contents: Sequence[MediaType]) -> tuple[MediaType, ...]:
    """Return contents with JSON first: the order of the keys of a document has no meaning.

    Next to JSON, the same in YAML, in a binary form such as CBOR, or under the name of plain text has nothing to add:
    it is neither asked for nor sent. A range of media types comes last: what is concrete can be sent as it is.
    """
    of_json = [media.schema for media in contents if is_json(media.content_type)]
    if of_json:
        contents = [media for media in contents if not _says_the_same(media, of_json)]
    return tuple(sorted(contents, key=_preference))


def _preference(media: MediaType) -> tuple[bool, bool, str]:
    return essence(media.content_type) != JSON_TYPE, is_range(media.content_type), media.content_type


def _says_the_same(media: MediaType, of_json: Sequence[Schema | None]) -> bool:
    name = essence(media.content_type)
    if _is_opaque(name) or name in _YAML:
        return True
    is_text = name == "text/plain" and isinstance(media.schema, Mapping)
    return is_text and media.schema in of_json and not _is_binary(media.schema)


def codec(writer: TypeWriter, media: MediaType, *, received: bool) -> Codec:
    """Return the codec of one content of a request body, or of a response where `received`."""
    name = essence(media.content_type)
    schema = media.schema if media.schema is not None else True
    if name == "text/event-stream" and received:
        return _event_stream(writer, media)
    if _is_binary(schema):
        return _binary(media, received=received)
    if is_sequence(name) and name != "text/event-stream":
        return _json_lines(writer, media, received=received)
    typed = writer.expression(schema, received=received)
    if is_json(name):
        return Codec(_call("JSON", [typed], media.content_type, JSON_TYPE), typed)
    if name == FORM_TYPE:
        return Codec(_call("Form", [typed, *_encodings(media)], media.content_type, FORM_TYPE), typed)
    if name.startswith("multipart/"):
        return Codec(
            _call(
                "Multipart",
                [typed, *_encodings(_with_media_types(media, writer))],
                media.content_type,
                "multipart/form-data",
            ),
            typed,
        )
    if is_xml(name) and typed not in ("str", "Any", "bytes", "Upload"):
        return Codec(_call("XML", [typed, *_xml(schema)], media.content_type, "application/xml"), typed)
    if name in _YAML and not received and _is_structured(schema, writer):
        return Codec(_call("JSON", [typed], media.content_type, JSON_TYPE), typed)
    textual = name in _YAML or (_is_textual(name) and typed not in ("bytes", "Upload"))
    if textual or name.startswith("text/") or is_xml(name):
        untyped = textual or name in _TABLES_AND_PAGES or typed in ("Any", "bytes", "Upload")
        untyped = untyped or (received and _is_structured(schema, writer))
        text = "str" if untyped else typed
        return Codec(_call("Text", [] if text == "str" else [text], media.content_type, "text/plain"), text)
    described = name in _RANGES and schema is not True
    if described or (not received and _is_structured(schema, writer) and _may_be_json(name)):
        return Codec(_call("JSON", [typed], media.content_type, JSON_TYPE), typed)
    if typed in ("Base64", "Base64Url"):
        return Codec(_call("Text", [typed], media.content_type, "text/plain"), typed)
    return _binary(media, received=received)


def _binary(media: MediaType, *, received: bool) -> Codec:
    """Return the codec of octets."""
    # A file says its media type itself, where the document leaves it open.
    sent = "BinaryContent | File" if is_range(media.content_type) else "BinaryContent"
    return Codec(_call("Binary", [], media.content_type, OCTETS), "bytes" if received else sent)


def _is_textual(name: str) -> bool:
    """Say whether an application type is text: of another syntax than JSON, so that it has no other type than `str`."""
    subtype = name.partition("/")[2]
    return name.startswith("application/") and bool(
        {subtype.removeprefix("x-").removeprefix("vnd."), subtype.rpartition("+")[2]} & _TEXTUAL
    )


_ARCHIVES_AND_DOCUMENTS = frozenset(
    {"octet-stream", "pdf", "zip", "gzip", "x-gzip", "x-tar", "x-7z-compressed", "wasm"}
)


def _may_be_json(name: str) -> bool:
    """Say whether structured values can be sent as JSON under a name of the author's choice: `application/vnd.acme`."""
    main, _, subtype = name.partition("/")
    return main == "application" and subtype not in _ARCHIVES_AND_DOCUMENTS and not _is_opaque(name)


def _is_opaque(name: str) -> bool:
    """Say whether a type has structured values in a binary form that is not written here: they stay bytes."""
    return any(word in name for word in _BINARY_FORMS)


def _event_stream(writer: TypeWriter, media: MediaType) -> Codec:
    """Server-sent events: `itemSchema` describes the event, `schema` the JSON in its data."""
    if media.item_schema is not None and media.item_schema is not True:
        item = writer.expression(media.item_schema, received=True)
        extra = ["envelope=True", *(["json_data=True"] if _data_is_json(writer, media.item_schema) else [])]
        return Codec(_call("EventStream", [item, *extra], media.content_type, "text/event-stream"), item)
    item = writer.expression(_item(media), received=True)
    if item in ("Any", "str"):
        return Codec(_call("EventStream", [], media.content_type, "text/event-stream"), "ServerSentEvent")
    return Codec(_call("EventStream", [item], media.content_type, "text/event-stream"), item)


def _json_lines(writer: TypeWriter, media: MediaType, *, received: bool) -> Codec:
    item = writer.expression(_item(media), received=received)
    whole = media.item_schema is None and item == "str" and not _is_array(media.schema)
    if whole:  # the document says that the whole body is text: each line of it is JSON all the same
        item = "Any"
    taken = item if received else f"{'str | bytes | ' if whole else ''}Iterable[{item}] | AsyncIterable[{item}]"
    return Codec(_call("JSONLines", [item], media.content_type, "application/jsonl"), taken)


def _is_array(schema: Schema | None) -> bool:
    return isinstance(schema, Mapping) and schema.get("type") == "array"


def _item(media: MediaType) -> Schema:
    """Return the schema of an item of a sequence: `itemSchema`, the items of an array, or the schema as it is."""
    if media.item_schema is not None:
        return media.item_schema
    schema = media.schema if media.schema is not None else True
    if isinstance(schema, Mapping) and _is_array(schema):
        items: Schema = schema.get("items", True)
        return items
    return schema


def _data_is_json(writer: TypeWriter, schema: Schema) -> bool:
    """Say whether the `data` of an event is JSON text by its schema, which is then that of the JSON."""
    schema = resolved(schema, writer.api.schemas)
    if isinstance(schema, bool):
        return False
    data = resolved(schema.get("properties", {}).get("data", True), writer.api.schemas)
    return isinstance(data, Mapping) and (
        data.get("type") in ("object", "array", "integer", "number", "boolean") or "properties" in data
    )


def _is_structured(schema: Schema, writer: TypeWriter) -> bool:
    """Say whether a schema describes an object or an array: then it is JSON, whatever its media type is called."""
    target = resolved(schema, writer.api.schemas)
    return isinstance(target, Mapping) and (
        target.get("type") in ("object", "array") or bool({"properties", "allOf", "oneOf", "anyOf"} & target.keys())
    )


def _is_binary(schema: Schema | None) -> bool:
    return isinstance(schema, Mapping) and schema.get("format") == "binary" and schema.get("type") == "string"


def _call(name: str, arguments: Sequence[str], content_type: str, default: str) -> str:
    extra = [] if content_type == default else [f"content_type={literal(content_type)}"]
    return f"{name}({', '.join([*arguments, *extra])})"


def _with_media_types(media: MediaType, writer: TypeWriter) -> MediaType:
    """Add what the properties say of their own media types (OpenAPI 3.1, 4.8.15.1; `contentMediaType`)."""
    schema = resolved(media.schema if media.schema is not None else True, writer.api.schemas)
    encoding = dict(media.encoding)
    for name, part in own_properties(schema).items() if isinstance(schema, Mapping) else ():
        kind = _part_type(resolved(_items(resolved(part, writer.api.schemas)), writer.api.schemas))
        own = encoding.get(name, Encoding())
        if kind and own.content_type is None and own.style is None and own.explode is None:
            encoding[name] = replace(own, content_type=kind)
    return replace(media, encoding=encoding)


def _items(schema: Schema) -> Schema:
    """Return the schema of each part that a property becomes."""
    return schema.get("items", True) if isinstance(schema, Mapping) and schema.get("type") == "array" else schema


def _part_type(schema: Schema) -> str | None:
    if isinstance(schema, bool):
        return None
    given = schema.get("contentMediaType")
    return str(given) if given else OCTETS if schema.get("format") in ("byte", "base64url") else None


def _encodings(media: MediaType) -> list[str]:
    entries = [f"{literal(name)}: {text}" for name, one in sorted(media.encoding.items()) if (text := _encoding(one))]
    return [f"encoding={{{', '.join(entries)}}}"] if entries else []


def _encoding(encoding: Encoding) -> str:
    arguments: list[str] = []
    if encoding.content_type is not None:
        arguments.append(f"content_type={literal(encoding.content_type)}")
    if encoding.style is not None:
        arguments.append(f"style={literal(encoding.style)}")
    if encoding.explode is not None:
        arguments.append(f"explode={encoding.explode}")
    if encoding.allow_reserved:
        arguments.append("allow_reserved=True")
    headers = {header.name: value for header in encoding.headers if (value := _fixed(header)) is not None}
    if headers:
        arguments.append(f"headers={literal(headers)}")
    return f"Encoding({', '.join(arguments)})" if arguments else ""


def _fixed(header: Header) -> str | None:
    """Return the value of a part's header where the document leaves no choice."""
    if isinstance(header.schema, bool):
        return None
    values = header.schema.get("enum", [])
    value = header.schema.get("const", values[0] if len(values) == 1 else header.schema.get("default"))
    return value if isinstance(value, str) else None


def _xml(schema: Schema) -> list[str]:
    """Return the arguments that tell the XML codec what models do not know: names, attributes, wrapping."""
    if isinstance(schema, bool):
        return []
    reduced = reduced_for_xml(schema)
    return [literal(reduced), "schemas=XML_SCHEMAS"] if xml_references(reduced) else [literal(reduced)]

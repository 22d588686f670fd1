"""Chooses the codec of the runtime that writes a request body or reads a response, as source text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..ir.api import Api, Encoding, Header, MediaType
from ..ir.schemas import ANYTHING, Array, Class, Enumeration, Map, Scalar, Schema, Union, resolved
from ..openapi.media_type_names import JSON_TYPE, essence, is_json, is_range, is_sequential, is_xml
from ..text.python_source import literal
from .expression import ANY, Expression, Source, call, display, name, subscript, union
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
_STR, _BYTES, _UPLOAD = name("str"), name("bytes"), name("Upload")
_RANGES = frozenset({"*/*", "application/*", "*", ""})


class CodecExpression(Struct, frozen=True):
    """A codec: the class of the runtime, the type of its values, and the expression that constructs it."""

    function: str
    type: Expression
    write: Callable[[], Expression]
    """Returns the expression: signatures need the type only."""

    @property
    def expression(self) -> Expression:
        """The expression that constructs the codec."""
        return self.write()


def ordered(contents: Sequence[MediaType]) -> tuple[MediaType, ...]:
    """Return contents with JSON first: the order of a document's keys has no meaning.

    Next to JSON, the same content as YAML, in a binary form such as CBOR, or as plain text adds nothing: it is neither
    requested nor sent. A range of media types comes last: concrete types can be sent as they are.
    """
    of_json = [media.schema for media in contents if is_json(media.content_type)]
    if of_json:
        contents = [media for media in contents if not _says_the_same(media, of_json)]
    return tuple(sorted(contents, key=_preference))


def _preference(media: MediaType) -> tuple[bool, bool, str]:
    return essence(media.content_type) != JSON_TYPE, is_range(media.content_type), media.content_type


def _says_the_same(media: MediaType, of_json: Sequence[Schema | None]) -> bool:
    kind = essence(media.content_type)
    if _is_opaque(kind) or kind in _YAML:
        return True
    is_text = kind == "text/plain" and media.schema is not None and not isinstance(media.schema.json, bool)
    return is_text and media.schema in of_json and not _is_binary(media.schema)


def streams(api: Api, writer: TypeWriter) -> bool:
    """Return whether a success of an operation can be streamed: as a sequence of items, or as bytes."""
    contents = (media for operation in api.operations for one in operation.successes for media in one.contents)
    return any(
        is_sequential(media.content_type)
        or (not is_json(media.content_type) and codec(writer, media, received=True).function == "Binary")
        for media in contents
    )


def codec(writer: TypeWriter, media: MediaType, *, received: bool) -> CodecExpression:
    """Return the codec of one content of a request body, or of a response if `received`."""
    kind = essence(media.content_type)
    schema = media.schema or ANYTHING
    if kind == "text/event-stream" and received:
        return _event_stream(writer, media)
    if _is_binary(schema):
        return _binary(media, received=received)
    if is_sequential(kind) and kind != "text/event-stream":
        return _json_lines(writer, media, received=received)
    typed = writer.expression(schema, received=received)
    opaque = typed in (ANY, _BYTES, _UPLOAD)
    if is_json(kind):
        return _codec("JSON", media, JSON_TYPE, typed)
    if kind == FORM_TYPE:
        return _codec("Form", media, FORM_TYPE, typed, **_encodings(media))
    if kind.startswith("multipart/"):
        encodings = _encodings(_with_media_types(media, writer))
        return _codec("Multipart", media, "multipart/form-data", typed, **encodings)
    if is_xml(kind) and typed != _STR and not opaque:
        return CodecExpression("XML", typed, lambda: _xml(typed, schema, media.content_type))
    if kind in _YAML and not received and _is_structured(schema, writer):
        return _codec("JSON", media, JSON_TYPE, typed)
    textual = kind in _YAML or (_is_textual(kind) and typed not in (_BYTES, _UPLOAD))
    if textual or kind.startswith("text/") or is_xml(kind):
        untyped = textual or kind in _TABLES_AND_PAGES or opaque or typed == _STR
        untyped = untyped or (received and _is_structured(schema, writer))
        return _codec("Text", media, "text/plain", None if untyped else typed, _STR if untyped else typed)
    described = kind in _RANGES and schema.json is not True
    if described or (not received and _is_structured(schema, writer) and _may_be_json(kind)):
        return _codec("JSON", media, JSON_TYPE, typed)
    if typed.text in ("Base64", "Base64Url"):
        return _codec("Text", media, "text/plain", typed)
    return _binary(media, received=received)


def _binary(media: MediaType, *, received: bool) -> CodecExpression:
    """Return the codec of octets."""
    # The file gives its media type if the document leaves it open.
    sent = [name("BinaryContent"), *([name("File")] if is_range(media.content_type) else [])]
    return _codec("Binary", media, OCTETS, None, _BYTES if received else union(sent))


def _codec(
    function: str,
    media: MediaType,
    default: str,
    typed: Expression | None,
    taken: Expression | None = None,
    /,
    **options: Source,
) -> CodecExpression:
    """Return a codec called with a type, or without one; it names its content type unless that is the `default`.

    `taken` is the type of the values if it differs from the declared type.
    """
    if media.content_type != default:
        options["content_type"] = literal(media.content_type)
    arguments = [typed] if typed else []
    return CodecExpression(function, taken or typed or ANY, lambda: call(function, arguments, **options))


def _is_textual(name: str) -> bool:
    """Return whether an application type is text in another syntax than JSON, so that its only type is `str`."""
    subtype = name.partition("/")[2]
    return name.startswith("application/") and bool(
        {subtype.removeprefix("x-").removeprefix("vnd."), subtype.rpartition("+")[2]} & _TEXTUAL
    )


_ARCHIVES_AND_DOCUMENTS = frozenset(
    {"octet-stream", "pdf", "zip", "gzip", "x-gzip", "x-tar", "x-7z-compressed", "wasm"}
)


def _may_be_json(name: str) -> bool:
    """Return whether structured values can be sent as JSON under a custom media type such as `application/vnd.acme`."""
    main, _, subtype = name.partition("/")
    return main == "application" and subtype not in _ARCHIVES_AND_DOCUMENTS and not _is_opaque(name)


def _is_opaque(name: str) -> bool:
    """Return whether a media type has structured values in a binary form that the runtime does not write: they stay
    bytes.
    """
    return any(word in name for word in _BINARY_FORMS)


def _event_stream(writer: TypeWriter, media: MediaType) -> CodecExpression:
    """Return the codec of server-sent events: `itemSchema` describes the event, `schema` the JSON in its data."""
    default = "text/event-stream"
    if media.item_schema is not None and media.item_schema.json is not True:
        item = writer.expression(media.item_schema, received=True)
        options = {"json_data": "True"} if _data_is_json(writer, media.item_schema) else {}
        return _codec("EventStream", media, default, item, envelope="True", **options)
    item = writer.expression(_item(media), received=True)
    if item in (ANY, _STR):
        return _codec("EventStream", media, default, None, name("ServerSentEvent"))
    return _codec("EventStream", media, default, item)


def _json_lines(writer: TypeWriter, media: MediaType, *, received: bool) -> CodecExpression:
    item = writer.expression(_item(media), received=received)
    whole = media.item_schema is None and item == _STR and not _is_array(media.schema)
    if whole:  # the document says that the whole body is text: each line of it is JSON all the same
        item = ANY
    lines = [subscript("Iterable", item), subscript("AsyncIterable", item)]
    taken = item if received else union([_STR, _BYTES, *lines] if whole else lines)
    return _codec("JSONLines", media, "application/jsonl", item, taken)


def _is_array(schema: Schema | None) -> bool:
    return isinstance(schema, Array) and not schema.nullable


def _item(media: MediaType) -> Schema:
    """Return the schema of a sequence's items: `itemSchema`, the items of an array, or the schema itself."""
    if media.item_schema is not None:
        return media.item_schema
    return _items(media.schema or ANYTHING)


def _data_is_json(writer: TypeWriter, schema: Schema) -> bool:
    """Return whether the `data` of an event is JSON text by its schema, which then describes the JSON."""
    event = resolved(schema, writer.api.schemas)
    data = event.properties.get("data") if isinstance(event, Class) else None
    match resolved(data, writer.api.schemas) if data is not None else None:
        case Class() | Array(nullable=False) | Map(nullable=False):
            return True
        case Scalar() as scalar:
            return scalar.type in ("integer", "number", "boolean") and not scalar.nullable
        case _:
            return False


def _is_structured(schema: Schema, writer: TypeWriter) -> bool:
    """Return whether a schema describes an object or an array: then it is JSON, whatever its media type."""
    match resolved(schema, writer.api.schemas):
        case Class() | Union() | Array(nullable=False) | Map(nullable=False):
            return True
        case target:
            return "allOf" in target.asserted.keywords


def _is_binary(schema: Schema | None) -> bool:
    return isinstance(schema, Scalar) and (schema.type, schema.format) == ("string", "binary") and not schema.nullable


def _with_media_types(media: MediaType, writer: TypeWriter) -> MediaType:
    """Return the content with the media types that properties declare (OpenAPI 3.1, 4.8.15.1; `contentMediaType`)."""
    schema = resolved(media.schema or ANYTHING, writer.api.schemas)
    encoding = dict(media.encoding)
    for key, part in schema.properties.items() if isinstance(schema, Class) else ():
        kind = _part_type(resolved(_items(resolved(part, writer.api.schemas)), writer.api.schemas))
        own = encoding.get(key, Encoding())
        if kind and own.content_type is None and own.style is None and own.explode is None:
            encoding[key] = replace(own, content_type=kind)
    return replace(media, encoding=encoding)


def _items(schema: Schema) -> Schema:
    """Return the schema of each part that a property becomes."""
    return schema.items if isinstance(schema, Array) and not schema.nullable else schema


def _part_type(schema: Schema) -> str | None:
    return schema.notes.media_type or (OCTETS if schema.format in ("byte", "base64url") else None)


def _encodings(media: MediaType) -> dict[str, Expression]:
    entries = {part: found for part, one in sorted(media.encoding.items()) if (found := _encoding(one))}
    return {"encoding": display(entries)} if entries else {}


def _encoding(encoding: Encoding) -> Expression | None:
    options: dict[str, Source] = {}
    if encoding.content_type is not None:
        options["content_type"] = literal(encoding.content_type)
    if encoding.style is not None:
        options["style"] = literal(encoding.style)
    if encoding.explode is not None:
        options["explode"] = literal(encoding.explode)
    if encoding.allow_reserved:
        options["allow_reserved"] = "True"
    headers = {header.name: fixed for header in encoding.headers if (fixed := _fixed(header)) is not None}
    if headers:
        options["headers"] = literal(headers)
    return call("Encoding", **options) if options else None


def _fixed(header: Header) -> str | None:
    """Return the value of a part's header if the document allows only one."""
    values = header.schema.values if isinstance(header.schema, Enumeration) else ()
    value = values[0] if len(values) == 1 else header.schema.notes.default
    return value if isinstance(value, str) else None


def _xml(typed: Expression, schema: Schema, content_type: str) -> Expression:
    """Return the XML codec, with facts that models do not have: names, attributes, wrapping."""
    reduced = reduced_for_xml(schema)
    arguments: list[Source] = [typed, *([] if isinstance(schema.json, bool) else [literal(reduced)])]
    options: dict[str, Source] = {"schemas": name("XML_SCHEMAS")} if xml_references(reduced) else {}
    if content_type != "application/xml":
        options["content_type"] = literal(content_type)
    return call("XML", arguments, **options)

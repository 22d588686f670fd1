"""Which codec of the runtime writes a request body or reads a response, as source text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .ir import Encoding, MediaType, Response
from .python import literal
from .types import TypeWriter, union

JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Codec:
    """A codec: the expression that makes it, and the type of the values it takes or gives."""

    expression: str
    type: str


def essence(content_type: str) -> str:
    """Return a media type without parameters, in lower case (RFC 9110, 8.3.1)."""
    return content_type.split(";", 1)[0].strip().lower()


def is_json(content_type: str) -> bool:
    """Say whether a media type is JSON or has its structured syntax suffix (RFC 6839)."""
    name = essence(content_type)
    return name in (JSON_TYPE, "text/json") or name.endswith("+json")


def body_codec(writer: TypeWriter, media: MediaType) -> Codec:
    """Return the codec of one content of a request body."""
    return _codec(writer, media, received=False)


def response_codec(writer: TypeWriter, response: Response) -> str:
    """Return the source of what `Operation` is told of a response: a codec, a tuple of them, or None."""
    codecs = [_codec(writer, media, received=True).expression for media in response.contents]
    if not codecs:
        return "None"
    return codecs[0] if len(codecs) == 1 else f"({', '.join(codecs)})"


def response_type(writer: TypeWriter, response: Response) -> str:
    """Return the type of what a response gives, `None` where it has no content."""
    return union(_codec(writer, media, received=True).type for media in response.contents) or "None"


def _codec(writer: TypeWriter, media: MediaType, *, received: bool) -> Codec:
    name = essence(media.content_type)
    schema = media.schema if media.schema is not None else True
    typed = writer.expression(schema, received=received)
    if is_json(name):
        return Codec(_call("JSON", [typed], media.content_type, JSON_TYPE), typed)
    if name == "application/x-www-form-urlencoded":
        return Codec(_call("Form", [typed, *_encodings(media)], media.content_type, name), typed)
    if name.startswith("multipart/"):
        return Codec(_call("Multipart", [typed, *_encodings(media)], media.content_type, "multipart/form-data"), typed)
    if name.startswith("text/"):
        return Codec(_call("Text", [], media.content_type, "text/plain"), "str")
    return Codec(_call("Binary", [], media.content_type, "application/octet-stream"), "bytes")


def _call(name: str, arguments: Sequence[str], content_type: str, default: str) -> str:
    extra = [] if content_type == default else [f"content_type={literal(content_type)}"]
    return f"{name}({', '.join([*arguments, *extra])})"


def _encodings(media: MediaType) -> list[str]:
    if not media.encoding:
        return []
    entries = [f"{literal(name)}: {_encoding(one)}" for name, one in sorted(media.encoding.items())]
    return [f"encoding={{{', '.join(entries)}}}"]


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
    return f"Encoding({', '.join(arguments)})"

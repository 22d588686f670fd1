"""`multipart/*` bodies: forms with files, which are read while they are sent (RFC 7578, RFC 2046)."""

from __future__ import annotations

import mimetypes
import os
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast, get_args
from urllib.parse import unquote

from ..errors import RequestError
from .codecs import Encoded, TypedCodec
from .forms import Encoding, properties
from .json_values import JSONValue, compact, is_model, text
from .parameters import Style, checked, form_pairs, header
from .uploads import BinaryContent, File, StreamBody, as_file

_NO_ENCODING = Encoding()


class Multipart(TypedCodec):
    """`multipart/form-data`, and other multipart types: a part for each property, and for each item of an array.

    Text parts have no content type of their own, objects are JSON, files are octet streams unless their name or
    `encoding` says otherwise (OpenAPI 3.2, 4.15.1). Files are read while they are sent.
    """

    __slots__ = ("encoding",)

    concrete = "multipart/form-data"
    symmetric = True

    def __init__(
        self,
        type_: Any,
        *,
        encoding: Mapping[str, Encoding] | None = None,
        content_type: str = "multipart/form-data",
    ) -> None:
        super().__init__(type_, content_type)
        self.encoding = encoding or {}

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Return the parts; the content type contains the boundary between them."""
        sent = self.media_type(content_type)
        boundary = secrets.token_hex(16)
        form = "form-data" in sent
        pieces: list[BinaryContent] = []
        for part in self._parts(self.valid(value)):
            pieces += [f"--{boundary}\r\n{part.head(form)}\r\n".encode(), part.content, b"\r\n"]
        pieces.append(f"--{boundary}--\r\n".encode())
        sent = f"{sent}; boundary={boundary}"
        if all(isinstance(piece, bytes) for piece in pieces):
            return sent, b"".join(cast(list[bytes], pieces))
        return sent, StreamBody(pieces)

    def _parts(self, value: Any) -> Iterator[_Part]:
        files = dict(_files(value))
        written = properties(self.written(_without(value, files)))
        present = written.keys() | files.keys()
        for name in dict.fromkeys([*(name for name, _ in _attributes(value) if name in present), *written]):
            encoding = self.encoding.get(name, _NO_ENCODING)
            if name in files and _unwritten(written.get(name)):
                for file in files[name]:
                    yield _file_part(name, file, encoding)
            else:
                yield from _value_parts(name, written[name], encoding)

    def decode(self, content: bytes, content_type: str) -> Any:
        """Return the parts of a response by name: JSON parts as values, text as text, everything else as bytes."""
        from .headers import typed
        from .multipart_reader import parts

        found: dict[str, list[Any]] = {}
        for index, part in enumerate(parts(content, content_type)):
            name = str(index) if part.name is None else part.name
            found.setdefault(name, []).append(_read_part(part.content_type, part.content))
        return typed(self.reader, {name: items if items[1:] else items[0] for name, items in found.items()})


class _Part:
    """One part: the lines before its content, and the content."""

    __slots__ = ("_content_type", "_filename", "_headers", "_name", "content")

    def __init__(
        self,
        name: str,
        content: BinaryContent,
        content_type: str | None,
        headers: Mapping[str, str],
        filename: str | None = None,
    ) -> None:
        self._name = name
        self.content = content
        self._content_type = content_type
        self._headers = headers
        self._filename = filename

    def head(self, form: bool) -> str:
        """Return the header lines of the part."""
        lines: list[str] = []
        if form:
            disposition = f'form-data; name="{_quoted(self._name)}"'
            if self._filename is not None:
                disposition += f'; filename="{_quoted(self._filename)}"'
            lines.append(f"Content-Disposition: {disposition}")
        elif self._filename is not None:
            lines.append(f'Content-Disposition: attachment; filename="{_quoted(self._filename)}"')
        if self._content_type is not None:
            lines.append(f"Content-Type: {checked(self._content_type, 'the content type of a part')}")
        lines += [f"{name}: {header(name, value)}" for name, value in self._headers.items()]
        return "".join(f"{line}\r\n" for line in lines)


def _quoted(value: str) -> str:
    """Return a name for a header as HTML forms write it: characters that would break the line or quotes
    percent-encoded.
    """
    if "\0" in value:
        raise RequestError("the name of a part, or of its file, must not contain a NUL")
    return value.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _files(value: Any) -> Iterator[tuple[str, list[File]]]:
    """Yield the properties that are files, or arrays of files, under their wire names."""
    for name, item in _attributes(value):
        if (file := as_file(item)) is not None:
            yield name, [file]
        elif isinstance(item, list | tuple) and item:
            files = [as_file(each) for each in cast(Iterable[object], item)]
            if None not in files:
                yield name, [each for each in files if each is not None]


def _without(value: Any, files: Collection[str]) -> Any:
    """Return the value without files whose declared type does not define how bytes are written."""
    if isinstance(value, Mapping):
        return {key: item for key, item in cast(Mapping[str, Any], value).items() if key not in files}
    if not files or not is_model(value):
        return value
    rest = value.model_copy()
    for name, field in type(value).model_fields.items():
        if (field.serialization_alias or field.alias or name) in files and _is_untyped(field.annotation):
            rest.model_fields_set.discard(name)
    for name in files:
        (rest.model_extra or {}).pop(name, None)
    return rest


def _is_untyped(annotation: Any) -> bool:
    return annotation is Any or any(map(_is_untyped, get_args(annotation)))


def _attributes(value: Any) -> Iterator[tuple[str, object]]:
    if is_model(value):
        fields = type(value).model_fields
        for name in fields:
            if name in value.model_fields_set:
                yield fields[name].serialization_alias or fields[name].alias or name, getattr(value, name)
        yield from (value.model_extra or {}).items()
    elif isinstance(value, Mapping):
        yield from cast(Mapping[str, object], value).items()


def _unwritten(value: JSONValue) -> bool:
    """Return whether the wire form lacks a file; bytes declared as base64 have a wire form."""
    return all(item is None for item in value) if isinstance(value, list) else value is None


def _file_part(name: str, file: File, encoding: Encoding) -> _Part:
    content = file.content.encode() if isinstance(file.content, str) else file.content
    if isinstance(content, bytearray | memoryview):
        content = bytes(content)
    filename = file.name or _filename(content)
    kind = file.content_type or _declared_type(encoding, filename)
    if kind is None and encoding.content_type and "*/*" not in encoding.content_type:
        leaves = f"the type of the file `{name}` is left open by the API ({encoding.content_type})"
        raise RequestError(f"{leaves}: give it as `File(…, content_type=…)`")
    kind = kind or "application/octet-stream"
    return _Part(name, content, kind, {**encoding.headers, **file.headers}, filename)


def _filename(content: object) -> str:
    if isinstance(content, os.PathLike):
        return Path(cast("os.PathLike[str]", content)).name
    name: object = getattr(content, "name", None)
    return Path(name).name if isinstance(name, str) else "upload"


def _declared_type(encoding: Encoding, filename: str) -> str | None:
    """Return the media type of a file: by its name if the description leaves a choice, else the declared one."""
    declared = [kind.strip() for kind in (encoding.content_type or "").split(",") if kind.strip()]
    guessed = mimetypes.guess_type(filename)[0]
    if not declared:
        return guessed
    if guessed is not None and any(_within(guessed, kind) for kind in declared):
        return guessed
    return next((kind for kind in declared if "*" not in kind), None)


def _within(kind: str, media_range: str) -> bool:
    return media_range in (kind, "*/*") or (media_range.endswith("/*") and kind.startswith(media_range[:-1]))


def _value_parts(name: str, value: JSONValue, encoding: Encoding) -> Iterator[_Part]:
    """Yield the parts of a property that is no file."""
    kind = encoding.content_type
    if value is None and (kind is None or "json" not in kind):
        return  # a form has no null
    if encoding.styled and kind is None:
        style = Style(encoding.style or "form", explode=encoding.explode)
        for pair in form_pairs(name, value, style):
            key, _, written = pair.partition("=")
            yield _Part(unquote(key), unquote(written).encode(), None, encoding.headers)
    elif isinstance(value, list) and (kind is None or "json" not in kind):
        for item in value:
            if item is not None:
                yield _value_part(name, item, encoding)
    else:
        yield _value_part(name, value, encoding)


def _value_part(name: str, value: JSONValue, encoding: Encoding) -> _Part:
    kind = encoding.content_type
    if kind is not None and "," in kind:
        kind = kind.split(",")[0].strip()
    if kind is not None and "*" in kind:  # a range is no type to send
        kind = None
    if isinstance(value, dict | list) and kind is None:
        kind = "application/json"
    is_json = kind is not None and kind.endswith(("/json", "+json"))
    if isinstance(value, dict | list) and not is_json:
        raise RequestError(f"the part `{name}` cannot be sent: an object is written as JSON, and {kind} is declared")
    written = compact(value) if is_json else text(value)
    return _Part(name, written.encode(), kind, encoding.headers)


def _read_part(content_type: str, content: bytes) -> Any:
    from .headers import json_value

    if content_type.endswith(("/json", "+json")):
        return json_value(content)
    return content.decode("utf-8", errors="replace") if content_type.startswith("text/") else content

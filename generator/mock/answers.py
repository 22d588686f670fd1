"""Chooses the answer: a declared response, with an example or a generated value (`Prefer`, RFC 7240)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeAlias, cast

from msgspec import Struct, field
from msgspec.structs import replace

from ..openapi.media_type_names import is_sequential, is_xml
from .incoming import RequestDifference, Route
from .pages import Turn
from .polls import FinalStates
from .values import JSONValue, NoSampleError, Sampler, Schema

Tree: TypeAlias = Mapping[str, Any]

_PROBLEM = "application/problem+json"
_MOST_LOGGED = 3
_EMPTY = frozenset({204, 205, 304})
_PREFERENCE = re.compile(r'(?P<name>[^=,;"]+)(?:=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<token>[^,;]*)))?')
_ESCAPED = re.compile(r"\\(.)")


class MockAnswer(Struct, frozen=True):
    """An HTTP response."""

    status: int
    content: bytes = b""
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    note: str = ""
    """A note for the log: why this answer differs from what the description suggests."""


class Preference(Struct, frozen=True):
    """What a request asks for in its `Prefer` header: `code=429`, `example=scheduled`, `dynamic=true`."""

    code: str | None = None
    example: str | None = None
    dynamic: bool = False


class PublishedAnswer(Struct, frozen=True):
    """A response that the provider publishes as an example."""

    status: str
    label: str
    value: Any
    content_type: str | None


def preference(header: str) -> Preference:
    """Return the preferences in a `Prefer` header; unknown ones are ignored (RFC 7240, 2).

    A value with a comma, a semicolon or a quotation mark is in quotation marks (RFC 9110, 5.6.4).
    """
    found: dict[str, str] = {}
    for one in _PREFERENCE.finditer(header):
        quoted, token = one["quoted"], one["token"]
        value = _ESCAPED.sub(r"\1", quoted) if quoted is not None else (token or "").strip()
        found.setdefault(one["name"].strip().lower(), _as_utf_8(value))
    return Preference(found.get("code"), found.get("example"), found.get("dynamic", "false").lower() == "true")


def _as_utf_8(text: str) -> str:
    """Return a text of a header, which is read as Latin-1, as its sender wrote it."""
    try:
        return text.encode("latin-1").decode()
    except ValueError:
        return text


def problem_document(
    status: int, title: str, differences: Sequence[RequestDifference] = (), headers: Mapping[str, str] | None = None
) -> MockAnswer:
    """Return a problem document (RFC 9457); the log names the first differences, too."""
    errors = [{"in": one.place, "name": one.name, "message": one.message} for one in differences]
    body = {"type": "about:blank", "title": title, "status": status, **({"errors": errors} if errors else {})}
    shown = [" ".join(filter(None, (one.place, one.name, one.message))) for one in differences[:_MOST_LOGGED]]
    more = [f"{len(differences) - _MOST_LOGGED} more"] if len(differences) > _MOST_LOGGED else []
    content = json.dumps(body, indent=1).encode()
    return MockAnswer(status, content, _PROBLEM, headers or {}, "; ".join([*shown, *more]))


def answer(
    route: Route,
    published: Sequence[PublishedAnswer],
    sampler: Sampler,
    wanted: Preference,
    accept: str = "",
    *,
    turn: Turn | FinalStates | None = None,
) -> MockAnswer:
    """Return the answer to a valid request; `turn` says which page it asks for, or in which states a wait ends.

    An example that is asked for by name comes back as it is published. Otherwise the first one is given that the schema
    accepts, and a made-up value if there is none.
    """
    responses: Tree = route.operation.get("responses", {})
    key = _key(responses, published, wanted)
    if key is None:
        known = responses if wanted.code is not None else [one.label for one in published]
        what = f"response {wanted.code}" if wanted.code is not None else f"example {wanted.example}"
        return problem_document(404, f"there is no {what}; there is {', '.join(known) or 'none'}")
    status = _status(key, wanted.code)
    response: Tree = responses.get(key, {})
    headers = _headers(response, sampler)
    turn = turn if wanted.example is None and key[:1] not in "45" else None
    headers = turn.headers(headers) if turn is not None else headers
    contents: Tree = response.get("content", {})
    if not contents or status in _EMPTY:
        return MockAnswer(status, headers=headers)
    accepted = _accepted(contents, accept)
    candidates = () if wanted.dynamic else [*_published(published, key, wanted.example, (accepted, *contents))]
    if wanted.example is not None and not candidates and not wanted.dynamic:
        labels = ", ".join(one.label for one in published if one.status == key) or "none"
        return problem_document(404, f"no example {wanted.example!r} of {key}; there is {labels}")
    content_type = (candidates[0].content_type if candidates else None) or accepted
    medium = _Medium(content_type, contents[content_type], sampler)
    if wanted.example is not None and candidates:
        value, note = medium.as_sent(candidates[0].value), ""
    else:
        value, note = _chosen(medium, candidates)
    made = _written(status, value if turn is None else turn.body(value, medium.schema, sampler), medium, headers)
    return replace(made, note=note) if note else made


def _published(
    published: Sequence[PublishedAnswer], key: str, label: str | None, content_types: Sequence[str]
) -> Iterator[PublishedAnswer]:
    """Yield the examples of a response with a label, those of its first content type first.

    Without a label, only the first content type is looked at.
    """
    for content_type in content_types if label is not None else content_types[:1]:
        for one in published:
            if one.status == key and label in (None, one.label) and one.content_type in (None, content_type):
                yield one


def _chosen(medium: _Medium, candidates: Sequence[PublishedAnswer]) -> tuple[JSONValue, str]:
    """Return the first published value that the schema accepts, or a made-up one, and a note for the log."""
    for one in candidates:
        value = medium.as_sent(one.value)
        if isinstance(value, _Text) or not medium.is_json or medium.accepts(value):
            return value, ""
    note = f"{candidates[0].label} does not fit its schema: made up instead" if candidates else ""
    try:
        return medium.made_up(), note
    except NoSampleError:
        return medium.sampler.nearest(medium.schema), "no value fits the schema: this is one like it"


def error_answer(route: Route, differences: Sequence[RequestDifference]) -> MockAnswer:
    """Return the answer to an invalid request: 422 with all differences."""
    return problem_document(422, f"the request is not what {route.method} {route.path} takes", differences)


def _key(responses: Tree, published: Iterable[PublishedAnswer], wanted: Preference) -> str | None:
    """Return the key of the response to give: the requested one, that of the requested example, else the
    first success.
    """
    if wanted.code is not None:
        code = wanted.code
        return next((key for key in (code, f"{code[:1]}XX", "default") if key in responses), None)
    if wanted.example is not None:
        return next((one.status for one in published if one.label == wanted.example), None)
    order = sorted(responses, key=lambda key: (not key.startswith("2"), key == "default", key))
    return order[0] if order else None


def _status(key: str, code: str | None) -> int:
    text = code if code is not None and code.isdecimal() else key
    digits = text.upper().replace("X", "0")
    number = int(digits) if digits.isdecimal() else 200
    return number if number in range(100, 600) else 500


def _accepted(contents: Tree, accept: str) -> str:
    """Return the declared content type that a request accepts; JSON first if several are accepted."""
    ordered = sorted(contents, key=lambda one: not one.lower().partition(";")[0].endswith(("/json", "+json")))
    for part in accept.split(","):
        kind = part.partition(";")[0].strip().lower()
        for one in ordered:
            if kind and "*" not in kind and one.lower().partition(";")[0].strip() == kind:
                return one
    return ordered[0]


class _Text(str):
    """JSON as a provider has written it down."""


class _Medium(Struct, frozen=True):
    """One content of a response."""

    content_type: str
    media: Tree
    sampler: Sampler

    @property
    def schema(self) -> Schema:
        return cast("Schema", self.media.get("schema", True))

    @property
    def kind(self) -> str:
        """The media type without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def is_json(self) -> bool:
        return self.kind.endswith(("/json", "+json")) or "*" in self.kind

    def accepts(self, value: JSONValue) -> bool:
        return self.sampler.fits(self.schema, value)

    def made_up(self) -> JSONValue:
        """Return a value: for a media type without `schema`, one item of a sequential one (OpenAPI 3.2, 4.14)."""
        if self.schema is True and "itemSchema" in self.media:
            return [self.sampler.value(self.media["itemSchema"])]
        return self.sampler.value(self.schema)

    def as_sent(self, value: JSONValue) -> JSONValue:
        """Return a published value; the text of a JSON document, which is no string by its schema, as `_Text`."""
        if isinstance(value, str) and self.is_json and not self.accepts(value):
            with suppress(ValueError, RecursionError):
                if self.accepts(json.loads(value)):
                    return _Text(value)
        return value


def _written(status: int, value: Any, medium: _Medium, headers: Mapping[str, str]) -> MockAnswer:
    content_type, kind = medium.content_type, medium.kind
    sent = "application/octet-stream" if "*" in content_type else content_type
    if medium.is_json:
        text = value if isinstance(value, _Text) else json.dumps(value)
        return MockAnswer(status, text.encode(), "application/json" if "*" in kind else sent, headers)
    if is_sequential(kind) and not isinstance(value, str):
        return MockAnswer(status, _sequence(kind, value, medium.media).encode(), sent, headers)
    if is_xml(kind) and not isinstance(value, str):
        # The codec imports the whole runtime: most mocks send no XML.
        from ..runtime.errors import RequestError
        from ..runtime.wire.xml import XML

        codec = XML(Any, medium.media.get("schema"), schemas=cast("Mapping[str, Any]", medium.sampler.schemas))
        with suppress(RequestError):
            content = codec.encode(value)[1]
            return MockAnswer(status, content if isinstance(content, bytes) else b"", sent, headers)
    text = value if isinstance(value, str) else json.dumps(value)
    return MockAnswer(status, text.encode(), sent, headers)


def _sequence(kind: str, value: Any, media: Tree) -> str:
    """Return the items of a sequential media type as they are sent; a value that is no list is the only item."""
    items: list[Any] = [*value] if isinstance(value, list) else [value]
    if kind == "text/event-stream":
        return "".join(_event(one, described="itemSchema" in media) for one in items)
    start = "\x1e" if kind.endswith("json-seq") else ""
    return "".join(f"{start}{json.dumps(one)}\n" for one in items)


def _event(item: Any, *, described: bool) -> str:
    """Return one event: its fields where the document describes these, else the item as its data."""
    if not (described and isinstance(item, Mapping) and "data" in item):
        return f"data: {json.dumps(item)}\n\n"
    fields = cast("Mapping[str, Any]", item)
    lines = [f"{name}: {fields[name]}\n" for name in ("event", "id", "retry") if name in fields]
    data = fields["data"] if isinstance(fields["data"], str) else json.dumps(fields["data"])
    return "".join([*lines, *(f"data: {line}\n" for line in data.splitlines() or [""])]) + "\n"


def _headers(response: Tree, sampler: Sampler) -> dict[str, str]:
    """Return the required headers of a response, with values that fit."""
    found: dict[str, str] = {}
    for name, header in response.get("headers", {}).items():
        described: Tree = cast("Tree", header) if isinstance(header, Mapping) else {}
        if not described.get("required") or name.lower() == "content-type":
            continue
        try:
            value = sampler.value(described.get("schema", True), name)
        except NoSampleError:
            continue
        found[name] = value if isinstance(value, str) and value.isascii() else json.dumps(value)
    return found

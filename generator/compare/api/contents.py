"""Compares request bodies, and the media types of bodies and responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...emit.codecs import ordered
from ...ir.api import Body, Encoding, MediaType
from ...ir.schemas import Schema
from ...openapi.media_type_names import essence, is_xml
from ...schema.classes import JsonSchema
from ..changes import Direction, Level
from ..context import Subjects, Value, anchor_of
from ..operation_pairs import OperationPair
from ..rules.kind import Position
from ..schemas.value_kinds import bare
from ..source_positions import Anchor


@dataclass(frozen=True, slots=True)
class Holder:
    """A body or a response, which holds contents."""

    subjects: Subjects
    both: OperationPair
    position: Position
    words: str
    """Its name in messages."""
    symbols: tuple[str, str]
    anchors: tuple[Anchor | None, Anchor | None]

    @property
    def rules(self) -> str:
        """The beginning of the ids of its rules."""
        return "request-body" if self.position is Position.REQUEST_BODY else "response"


def compare_bodies(both: OperationPair, subjects: Subjects) -> None:
    """Compare the request body of an operation; the body of a webhook is received."""
    old, new = both.old.body, both.new.body
    calls = subjects.calls(both)
    arguments = [subjects.old.names.body.get(both.old.key, ""), subjects.new.names.body.get(both.new.key, "")]
    position = Position.RESPONSE_BODY if both.pair.webhook else Position.REQUEST_BODY
    words = "what comes" if both.pair.webhook else f"`{arguments[1] or arguments[0]}`"
    symbols = [
        f"{call}({argument})" if call and argument else "" for call, argument in zip(calls, arguments, strict=True)
    ]
    anchors = anchor_of(both.old, "requestBody"), anchor_of(both.new, "requestBody")
    holder = Holder(subjects, both, position, words, (symbols[0], symbols[1]), anchors)
    if old is None and new is not None:
        _body_added(new, holder)
    elif old is not None and new is None:
        _add(holder, "request-body-removed", f"it takes no `{arguments[0]}` any more: calls that give it fail")
    elif old is not None and new is not None:
        _bodies(old, new, holder)
        if arguments[0] != arguments[1]:
            text = f"the argument `{arguments[1]}` was called `{arguments[0]}`: calls that give it by name fail"
            _add(holder, "argument-renamed", text, texts=(arguments[0], arguments[1]))


def _body_added(body: Body, holder: Holder) -> None:
    if body.required:
        status = holder.subjects.collector.status([holder.both.pair.index])
        text = f"it now asks for {holder.words}: calls without it fail{status}"
        _add(holder, "request-body-added-required", text)
    else:
        _add(holder, "request-body-added-optional", f"it now takes {holder.words}")


def _bodies(old: Body, new: Body, holder: Holder) -> None:
    _required(old, new, holder)
    if old.description != new.description:
        texts = old.description[:_LONGEST], new.description[:_LONGEST]
        _add(holder, "body-description-changed", f"the description of {holder.words} changed", ("description",), texts)
    compare_contents(old.contents, new.contents, holder)
    _default(old, new, holder)


_LONGEST = 400


def _required(old: Body, new: Body, holder: Holder) -> None:
    """Report whether a body became required or optional, in the description or in the client's method."""
    sides = [
        places.value(anchor, "required") is True
        for places, anchor in zip(holder.subjects.collector.places, holder.anchors, strict=True)
    ]
    asked = (sides[0], sides[1]) if holder.both.pair.webhook else (old.required, new.required)
    if sides[0] == sides[1] and asked[0] == asked[1]:
        return
    now = asked[1] if asked[0] != asked[1] else sides[1]
    texts = ("optional", "required") if now else ("required", "optional")
    rule = "request-body-became-required" if now else "request-body-became-optional"
    level, direction = None, None
    if holder.both.pair.webhook:
        level, direction = (Level.SAFE if now else Level.RISKY), Direction.RESPONSE
        text = "it now always comes with a body" if now else "it may now come without a body"
    elif asked[0] == asked[1]:
        level = Level.DOCS
        text = f"{holder.words} is now said to be required; the client always asked for it"
        if not now:
            text = f"{holder.words} is no longer said to be required; the client asks for it all the same"
    else:
        status = holder.subjects.collector.status([holder.both.pair.index])
        text = f"{holder.words} is now required: calls without it fail{status}"
        if not now:
            text = f"{holder.words} may now be left out"
    _add(holder, rule, text, ("required",), texts, level=level, direction=direction)


def _default(old: Body, new: Body, holder: Holder) -> None:
    """Report if calls that do not choose a media type now send another one."""
    if holder.position is not Position.REQUEST_BODY:
        return
    before, after = (_first(one.contents) for one in (old, new))
    if before != after and after in {one.content_type for one in old.contents}:
        return
    if before != after and before in {one.content_type for one in new.contents}:
        text = f"{holder.words} is sent as `{after}` where no other is chosen (before: `{before}`)"
        _add(holder, "request-body-default-media-type-changed", text, ("content",), (before, after))


def _first(contents: Sequence[MediaType]) -> str:
    return next((one.content_type for one in ordered(contents)), "")


def compare_contents(old: Sequence[MediaType], new: Sequence[MediaType], holder: Holder) -> None:
    """Compare the media types of a body or a response, and the schema of each."""
    before, after = ({one.content_type: one for one in contents} for contents in (old, new))
    renamed = _renamed(before, after)
    alone = len(before) == len(after) == 1
    for name in sorted(before.keys() - after.keys()):
        if name in renamed:
            if not alone or _spelled(name) != _spelled(renamed[name]):
                _rename(name, renamed[name], holder)
            _media_types(before[name], after[renamed[name]], holder)
        else:
            text = f"{holder.words} can no longer be `{name}`"
            broken = "calls that send it fail" if holder.rules == "request-body" else "code that reads it breaks"
            _add(
                holder,
                f"{holder.rules}-media-type-removed",
                f"{text}: {broken}",
                ("content", name),
                (name, ""),
            )
    for name in sorted(after.keys() - before.keys()):
        if name not in renamed.values():
            text = f"{holder.words} may now be `{name}`"
            _add(holder, f"{holder.rules}-media-type-added", text, ("content", name), ("", name))
    for name in sorted(before.keys() & after.keys()):
        _media_types(before[name], after[name], holder)


def _renamed(old: Mapping[str, MediaType], new: Mapping[str, MediaType]) -> dict[str, str]:
    """Return old → new media type for those whose parameters alone changed."""
    found: dict[str, str] = {}
    for before in sorted(old.keys() - new.keys()):
        same = [name for name in sorted(new.keys() - old.keys()) if essence(name) == essence(before)]
        if len(same) == 1 and same[0] not in found.values():
            found[before] = same[0]
    return found


def _spelled(content_type: str) -> tuple[str, ...]:
    """Return the meaning of a media type regardless of its spelling (RFC 9110, 8.3.1), for comparison."""
    parameters = [one.partition("=") for one in content_type.split(";")[1:]]
    written = [
        (name.strip().lower(), value.strip().strip('"').lower() if name.strip().lower() == "charset" else value.strip())
        for name, _, value in parameters
    ]
    return (essence(content_type), *(f"{name}={value}" for name, value in sorted(written) if name))


def _rename(before: str, after: str, holder: Holder) -> None:
    if holder.rules == "response":
        text = f"{holder.words} comes as `{after}` (before: `{before}`)"
        _add(holder, "response-media-type-name-changed", text, ("content",), (before, after))
        return
    text = f"{holder.words} can no longer be `{before}`, only `{after}`: calls that send it may fail"
    _add(holder, "request-body-media-type-removed", text, ("content",), (before, after), level=Level.RISKY)


def _media_types(old: MediaType, new: MediaType, holder: Holder) -> None:
    for keyword, name, before, after in (
        ("schema", "schema", _json(old.schema), _json(new.schema)),
        ("itemSchema", "item-schema", _json(old.item_schema), _json(new.item_schema)),
    ):
        if _no_schema(before, old) and _no_schema(after, new):
            continue
        steps = (("content", old.content_type, keyword), ("content", new.content_type, keyword))
        if before is None or after is None:
            _existence(name, after is not None, old.content_type, holder)
            continue
        _schemas((before, after), steps, holder)
    _encodings(old, new, holder)


def _json(schema: Schema | None) -> JsonSchema | None:
    return schema.json if schema is not None else None


def _no_schema(schema: JsonSchema | None, content: MediaType) -> bool:
    """Return whether a media type has no schema, or only says that it is bytes although it can be nothing else."""
    bytes_alone = {"type": "string", "format": "binary"}
    return schema is None or (_holds_bytes(content.content_type) and bool(bare(schema) == bytes_alone))


def _holds_bytes(content_type: str) -> bool:
    """Return whether content can only be bytes: neither text nor a type with parts."""
    kind, _, name = essence(content_type).partition("/")
    if kind in ("image", "audio", "video"):
        return not is_xml(content_type)
    return kind == "application" and name in ("octet-stream", "pdf", "zip", "gzip", "x-tar", "vnd.ms-excel")


def _existence(name: str, added: bool, content_type: str, holder: Holder) -> None:
    start = "request-body" if holder.rules == "request-body" else "response-body"
    rule = f"{start}-media-type-{name}-{'added' if added else 'removed'}"
    what = "the items of " if name == "item-schema" else ""
    text = f"{what}{holder.words} of `{content_type}` {'now have' if what else 'now has'} a schema"
    if not added:
        text = text.replace("now ", "").replace("have a", "have no").replace("has a", "has no")
    _add(
        holder,
        rule,
        text,
        ("content", content_type),
        ("" if added else "a schema", "a schema" if added else ""),
    )


def _schemas(
    schemas: tuple[JsonSchema, JsonSchema],
    steps: tuple[tuple[str, ...], tuple[str, ...]],
    holder: Holder,
) -> None:
    old, new = (
        Value(schema, symbol, anchor and anchor.down(*path))
        for schema, symbol, anchor, path in zip(schemas, holder.symbols, holder.anchors, steps, strict=True)
    )
    holder.subjects.schemas(holder.both, holder.position, (old, new), holder.words)


def _encodings(old: MediaType, new: MediaType, holder: Holder) -> None:
    if holder.position is not Position.REQUEST_BODY:
        return
    for name in sorted(old.encoding.keys() | new.encoding.keys()):
        before, after = old.encoding.get(name), new.encoding.get(name)
        if before != after:
            text = f"the part `{name}` of {holder.words} is written in another way"
            step = ("content", new.content_type, "encoding", name)
            _add(holder, "request-body-encoding-changed", text, step, (_written_as(before), _written_as(after)))


def _written_as(encoding: Encoding | None) -> str:
    """Return the keywords of an Encoding Object, as `style: pipeDelimited, explode: false`; empty if there are none."""
    if encoding is None:
        return ""
    keywords = {
        "contentType": encoding.content_type,
        "headers": ", ".join(one.name for one in encoding.headers) or None,
        "style": encoding.style,
        "explode": encoding.explode,
        "allowReserved": encoding.allow_reserved,
    }
    given = {name: value for name, value in keywords.items() if value is not None}
    return ", ".join(
        f"{name}: {value if isinstance(value, str) else str(value).lower()}" for name, value in given.items()
    )


def _add(
    holder: Holder,
    rule: str,
    text: str,
    path: tuple[str, ...] = (),
    texts: tuple[str, str] = ("", ""),
    *,
    level: Level | None = None,
    direction: Direction | None = None,
) -> None:
    holder.subjects.collector.add(
        rule,
        text,
        symbols=holder.symbols,
        pairs=(holder.both.pair.index,),
        old=holder.anchors[0] and holder.anchors[0].down(*path),
        new=holder.anchors[1] and holder.anchors[1].down(*path),
        before=texts[0],
        after=texts[1],
        level=level,
        direction=direction,
    )

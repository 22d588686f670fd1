"""Compares request bodies, and the media types of bodies and responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..codecs import ordered
from ..ir import Body, MediaType, Schema
from ..media_types import essence
from .changes import Level
from .kinds import Position
from .pairs import Both
from .places import Anchor
from .subjects import Subjects, Value, anchor_of


@dataclass(frozen=True, slots=True)
class Holder:
    """What has contents: a body, or a response."""

    subjects: Subjects
    both: Both
    position: Position
    words: str
    """How messages call it."""
    symbols: tuple[str, str]
    anchors: tuple[Anchor | None, Anchor | None]

    @property
    def rules(self) -> str:
        """What the ids of its rules begin with."""
        return "request-body" if self.position is Position.REQUEST_BODY else "response"


def compare_bodies(both: Both, subjects: Subjects) -> None:
    """Compare the request body of an operation; that of a webhook is received."""
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
            _add(holder, "argument-renamed", text, told=(arguments[0], arguments[1]))


def _body_added(body: Body, holder: Holder) -> None:
    if body.required:
        status = holder.subjects.drafts.status([holder.both.pair.index])
        text = f"it now asks for {holder.words}: calls without it fail{status}"
        _add(holder, "request-body-added-required", text)
    else:
        _add(holder, "request-body-added-optional", f"it now takes {holder.words}")


def _bodies(old: Body, new: Body, holder: Holder) -> None:
    required = [_says_required(one, holder, side) for side, one in enumerate((old, new))]
    if required[0] != required[1]:
        rule = "request-body-became-required" if required[1] else "request-body-became-optional"
        status = holder.subjects.drafts.status([holder.both.pair.index])
        text = f"{holder.words} is now required: calls without it fail{status}"
        told = tuple("required" if one else "optional" for one in required)
        if not required[1]:
            text = f"{holder.words} may now be left out"
        _add(holder, rule, text, ("required",), (told[0], told[1]))
    if old.description != new.description:
        told = old.description[:_LONGEST], new.description[:_LONGEST]
        _add(holder, "body-description-changed", f"{holder.words} is described anew", ("description",), told)
    compare_contents(old.contents, new.contents, holder)
    _default(old, new, holder)


_LONGEST = 400


def _says_required(body: Body, holder: Holder, side: int) -> bool:
    """Say whether a body is required: what the description says counts, also where the client always asked for it."""
    said = holder.subjects.drafts.places[side].value(holder.anchors[side], "required")
    return said if isinstance(said, bool) else body.required


def _default(old: Body, new: Body, holder: Holder) -> None:
    """Tell where calls that do not choose send something else now."""
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
    """Compare the media types of a body or a response, and what each holds."""
    before, after = ({one.content_type: one for one in contents} for contents in (old, new))
    renamed = _renamed(before, after)
    for name in sorted(before.keys() - after.keys()):
        if name in renamed:
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
    """Return which media type only has other parameters now."""
    found: dict[str, str] = {}
    for before in sorted(old.keys() - new.keys()):
        same = [name for name in sorted(new.keys() - old.keys()) if essence(name) == essence(before)]
        if len(same) == 1 and same[0] not in found.values():
            found[before] = same[0]
    return found


def _rename(before: str, after: str, holder: Holder) -> None:
    if holder.rules == "response":
        text = f"{holder.words} comes as `{after}` (before: `{before}`)"
        _add(holder, "response-media-type-name-changed", text, ("content",), (before, after))
        return
    text = f"{holder.words} can no longer be `{before}`, only `{after}`: calls that send it may fail"
    _add(holder, "request-body-media-type-removed", text, ("content",), (before, after), level=Level.RISKY)


def _media_types(old: MediaType, new: MediaType, holder: Holder) -> None:
    for keyword, name, before, after in (
        ("schema", "schema", old.schema, new.schema),
        ("itemSchema", "item-schema", old.item_schema, new.item_schema),
    ):
        if before is None and after is None:
            continue
        steps = (("content", old.content_type, keyword), ("content", new.content_type, keyword))
        if before is None or after is None:
            _existence(name, after is not None, old.content_type, holder)
            continue
        _schemas((before, after), steps, holder)
    _encodings(old, new, holder)


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
    schemas: tuple[Schema, Schema],
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
            told = repr(before) if before else "", repr(after) if after else ""
            step = ("content", new.content_type, "encoding", name)
            _add(holder, "request-body-encoding-changed", text, step, told)


def _add(
    holder: Holder,
    rule: str,
    text: str,
    path: tuple[str, ...] = (),
    told: tuple[str, str] = ("", ""),
    *,
    level: Level | None = None,
) -> None:
    holder.subjects.drafts.add(
        rule,
        text,
        symbols=holder.symbols,
        pairs=(holder.both.pair.index,),
        old=holder.anchors[0] and holder.anchors[0].down(*path),
        new=holder.anchors[1] and holder.anchors[1].down(*path),
        before=told[0],
        after=told[1],
        level=level,
    )

"""Compares the responses of an operation: statuses, headers, contents."""

from __future__ import annotations

from collections.abc import Mapping

from ...emit.operation_view import result_type
from ...emit.type_expressions import TypeWriter
from ...ir.api import Header, Operation, Response
from ...naming.names import Names
from ..changes import Level
from ..context import Subjects, Value, anchor_of
from ..operation_pairs import OperationPair
from ..rules.kind import Position
from ..source_positions import Anchor
from .contents import Holder, compare_contents

_LONGEST = 400


def compare_responses(both: OperationPair, subjects: Subjects) -> None:
    """Compare the responses of an operation; responses to a webhook are sent."""
    old, new = ({one.status: one for one in side.responses} for side in (both.old, both.new))
    for status in sorted(old.keys() | new.keys()):
        before, after = old.get(status), new.get(status)
        if before is not None and after is not None:
            _compare(before, after, both, subjects)
        else:
            _status(status, both, subjects, added=after is not None)
    if not both.pair.webhook and (old.keys() != new.keys() or _media_types(both.old) != _media_types(both.new)):
        _result(both, subjects)


def _media_types(operation: Operation) -> list[list[str]]:
    return [[media.content_type for media in one.contents] for one in operation.responses if _is_success(one.status)]


def _is_success(status: str) -> bool:
    return status.startswith("2") or status == "default"


def _error(names: Names, status: str) -> str:
    return f"errors.{names.errors[status]}" if status in names.errors else ""


def _status(status: str, both: OperationPair, subjects: Subjects, *, added: bool) -> None:
    success = status.startswith(("1", "2"))
    names = subjects.new.names if added else subjects.old.names
    error = "" if success else _error(names, status)
    rule = f"response-{'success' if success else 'non-success'}-status-{'added' if added else 'removed'}"
    said = "any other status" if status == "default" else status
    text = f"it may now answer with {said}" if added else f"it no longer answers with {said}"
    if error:
        text = f"{text} (`{error}`)"
    level = None
    if not added and success and _is_replaced(status, both):
        text, level = f"{text}, which had no body: code that compares the status breaks", Level.RISKY
    elif not added and success:
        text = f"{text}: code that expects it breaks"
    elif not added and not both.pair.webhook and status not in subjects.new.names.errors:
        text, level = f"{text}, and no other operation does: the class is gone", Level.RISKY
    call = subjects.calls(both)[1 if added else 0]
    subjects.collector.add(
        rule,
        text,
        symbols=(error, call) if error else (call,),
        pairs=(both.pair.index,),
        old=anchor_of(both.old, "responses", *([] if added else [status])),
        new=anchor_of(both.new, "responses", *([status] if added else [])),
        before="" if added else status,
        after=status if added else "",
        level=level,
    )


def _is_replaced(status: str, both: OperationPair) -> bool:
    """Return whether a success without a body is gone and another came: older clients return None as before."""
    old, new = ({one.status: one for one in side.responses} for side in (both.old, both.new))
    return not old[status].contents and any(_is_success(one) for one in new.keys() - old.keys())


def _result(both: OperationPair, subjects: Subjects) -> None:
    """Report if a method returns more types than before although no schema changed."""
    before, after = (
        result_type(TypeWriter(side.api, side.names, constrained=False), operation, streams=False)
        for side, operation in ((subjects.old, both.old), (subjects.new, both.new))
    )
    was, now = ({member.text for member in one.members or (one,)} for one in (before, after))
    if not was < now:
        return
    subjects.collector.add(
        "result-type-changed",
        f"it may now return `{' | '.join(sorted(now - was))}`, too: code that takes `{before}` for granted "
        "does not type-check",
        symbols=subjects.calls(both),
        pairs=(both.pair.index,),
        old=anchor_of(both.old, "responses"),
        new=anchor_of(both.new, "responses"),
        before=before.text,
        after=after.text,
    )


def _compare(old: Response, new: Response, both: OperationPair, subjects: Subjects) -> None:
    webhook = both.pair.webhook
    errors = _error(subjects.old.names, old.status), _error(subjects.new.names, new.status)
    calls = subjects.calls(both)
    symbols = (
        errors[0] if errors[0] and not webhook else calls[0],
        errors[1] if errors[1] and not webhook else calls[1],
    )
    holder = Holder(
        subjects,
        both,
        Position.REQUEST_BODY if webhook else Position.RESPONSE_BODY,
        _words(old.status, webhook=webhook),
        symbols,
        (anchor_of(both.old, "responses", old.status), anchor_of(both.new, "responses", new.status)),
    )
    if old.description != new.description:
        subjects.collector.add(
            "response-description-changed",
            f"the description of {holder.words} changed",
            symbols=symbols,
            pairs=(both.pair.index,),
            old=_down(holder.anchors[0], "description"),
            new=_down(holder.anchors[1], "description"),
            before=old.description[:_LONGEST],
            after=new.description[:_LONGEST],
        )
    compare_contents(old.contents, new.contents, holder)
    _headers(old, new, holder)


def _words(status: str, *, webhook: bool) -> str:
    if webhook:
        return f"the answer {status}"
    return "the result" if status.startswith("2") else f"the body of {status}"


def _down(anchor: Anchor | None, *steps: str) -> Anchor | None:
    return anchor and anchor.down(*steps)


def _headers(old: Response, new: Response, holder: Holder) -> None:
    before: Mapping[str, Header] = {one.name.lower(): one for one in old.headers}
    after: Mapping[str, Header] = {one.name.lower(): one for one in new.headers}
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was is None and now is not None:
            text = f"{holder.words} has one more header `{now.name}`"
            _header("response-header-added", text, (None, now), holder)
        elif was is not None and now is None:
            rule = "required-response-header-removed" if was.required else "optional-response-header-removed"
            reads = "breaks" if was.required else "finds none"
            text = f"{holder.words} no longer has the header `{was.name}`: code that reads it {reads}"
            _header(rule, text, (was, None), holder)
        elif was is not None and now is not None and was != now:
            _both_headers(was, now, holder)
        elif was is not None and now is not None:
            _header_schemas(was, now, holder)


def _both_headers(old: Header, new: Header, holder: Holder) -> None:
    if old.required != new.required:
        rule = "response-header-became-required" if new.required else "response-header-became-optional"
        text = f"the header `{new.name}` of {holder.words} is now always sent"
        if not new.required:
            text = f"the header `{new.name}` of {holder.words} may now be missing: code has to expect that"
        _header(rule, text, (old, new), holder, "required")
    if (old.explode, old.content_type) != (new.explode, new.content_type):
        text = f"the header `{new.name}` of {holder.words} is written in another way"
        step = "explode" if old.explode != new.explode else "content"
        _header("response-header-serialization-changed", text, (old, new), holder, step)
    if old.description != new.description:
        text = f"the description of the header `{new.name}` of {holder.words} changed"
        _header("response-description-changed", text, (old, new), holder, "description")
    _header_schemas(old, new, holder)


def _header_schemas(old: Header, new: Header, holder: Holder) -> None:
    sides = zip((old, new), holder.symbols, holder.anchors, strict=True)
    values = [
        Value(one.schema.json, symbol, _down(anchor, "headers", one.name, "schema")) for one, symbol, anchor in sides
    ]
    position = Position.PARAMETER if holder.both.pair.webhook else Position.RESPONSE_HEADER
    words = f"the header `{new.name}` of {holder.words}"
    holder.subjects.schemas(holder.both, position, (values[0], values[1]), words)


def _header(
    rule: str,
    text: str,
    headers: tuple[Header | None, Header | None],
    holder: Holder,
    step: str = "",
) -> None:
    steps = [step] if step else []
    old, new = (
        _down(anchor, "headers", *([one.name, *steps] if one else []))
        for one, anchor in zip(headers, holder.anchors, strict=True)
    )
    before, after = (_shown_as(one, step) for one in headers)
    holder.subjects.collector.add(
        rule,
        text,
        symbols=holder.symbols,
        pairs=(holder.both.pair.index,),
        old=old,
        new=new,
        before=before,
        after=after,
    )


def _shown_as(header: Header | None, step: str) -> str:
    if header is None:
        return ""
    match step:
        case "required":
            return "required" if header.required else "optional"
        case "description":
            return header.description[:_LONGEST]
        case "explode" | "content":
            return header.content_type or ("simple, exploded" if header.explode else "simple")
        case _:
            return header.name

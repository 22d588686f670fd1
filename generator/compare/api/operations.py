"""Compares operations: which were removed, added, moved or renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...ir.api import Operation, Server, ServerVariable
from ...naming.names import Names
from ..changes import Level
from ..context import Subjects, anchor_of
from ..operation_pairs import OperationPair, Pair, without_names
from ..source_positions import Anchor
from .contents import compare_bodies
from .derived_methods import compare_derived
from .lifecycle import Lifecycle, compare_lifecycles
from .parameters import compare_parameters
from .responses import compare_responses


def compare_pair(pair: Pair, subjects: Subjects) -> None:
    """Compare one operation."""
    if pair.old is not None and pair.new is not None:
        _compare(OperationPair(pair, pair.old, pair.new), subjects)
    elif pair.old is not None:
        _removed(pair, pair.old, subjects)
    elif pair.new is not None:
        _added(pair, pair.new, subjects)


def _compare(both: OperationPair, subjects: Subjects) -> None:
    if both.pair.webhook:
        _webhook_moved(both, subjects)
    else:
        _moved(both, subjects)
        _named(both, subjects)
        compare_derived(both, subjects)
        _servers(both, subjects)
    _described(both, subjects)
    compare_lifecycles(both, subjects)
    compare_parameters(both, subjects)
    compare_bodies(both, subjects)
    compare_responses(both, subjects)


def _removed(pair: Pair, operation: Operation, subjects: Subjects) -> None:
    endpoint = f"{operation.method.upper()} {operation.path}"
    place = anchor_of(operation)
    if pair.webhook:
        subjects.collector.add(
            "webhook-removed", "it does not come any more", pairs=(pair.index,), old=place, before=endpoint
        )
        return
    paths = {other.path for other in subjects.new.api.operations}
    start = "api-removed" if operation.path in paths else "api-path-removed"
    life = Lifecycle.of(operation, subjects.collector.places[0], place)
    rule, text = f"{start}-without-deprecation", "it is gone, and was not deprecated before"
    if life.deprecated and life.sunset and subjects.today and subjects.today < life.sunset:
        rule, text = f"{start}-before-sunset", f"it is gone, before {life.sunset} when it was to go"
    elif life.deprecated:
        when = f" until {life.sunset}" if life.sunset else ""
        rule, text = f"{start}-with-deprecation", f"it is gone; it was deprecated{when}"
    names = subjects.old.names.operations[operation.key]
    subjects.collector.add(
        rule,
        text,
        symbols=(names.call,),
        pairs=(pair.index,),
        old=place,
        new=_parent(operation, subjects),
        before=endpoint,
    )


def _parent(operation: Operation, subjects: Subjects) -> Anchor:
    """Return the place where a removed operation would be: its path, or all paths."""
    return subjects.collector.places[1].root("paths", operation.path)


def _added(pair: Pair, operation: Operation, subjects: Subjects) -> None:
    endpoint = f"{operation.method.upper()} {operation.path}"
    place = anchor_of(operation)
    if pair.webhook:
        subjects.collector.add("webhook-added", "it is new", pairs=(pair.index,), new=place, after=endpoint)
        return
    call = subjects.new.names.operations[operation.key].call
    subjects.collector.add(
        "endpoint-added", "it is new", symbols=(call,), pairs=(pair.index,), new=place, after=endpoint
    )


def _moved(both: OperationPair, subjects: Subjects) -> None:
    old, new = both.old, both.new
    before, after = f"{old.method.upper()} {old.path}", f"{new.method.upper()} {new.path}"
    if (old.method, without_names(old.path)) == (new.method, without_names(new.path)):
        return
    subjects.collector.add(
        "api-moved",
        f"it moved from `{before}` to `{after}`: clients that were generated before call the old one",
        symbols=subjects.calls(both),
        pairs=(both.pair.index,),
        old=anchor_of(old),
        new=anchor_of(new),
        before=before,
        after=after,
    )


def _webhook_moved(both: OperationPair, subjects: Subjects) -> None:
    if both.old.key == both.new.key:
        return
    before, after = (f"{one.method.upper()} {one.path}" for one in (both.old, both.new))
    subjects.collector.add(
        "webhook-renamed",
        f"it comes as `{after}` (before: `{before}`): code that takes the old one is not called",
        pairs=(both.pair.index,),
        old=anchor_of(both.old),
        new=anchor_of(both.new),
        before=before,
        after=after,
    )


def _named(both: OperationPair, subjects: Subjects) -> None:
    """Report the new name of an operation's method, and its cause."""
    old, new = both.old, both.new
    calls = subjects.calls(both)
    renamed = calls[0] != calls[1]
    reported = False
    if old.operation_id != new.operation_id:
        added = old.operation_id is None
        reported = _rename(
            both,
            subjects,
            "api-operation-id-added" if added else "api-operation-id-removed",
            (old.operation_id or "", new.operation_id or ""),
            "operationId",
        )
    if old.tags[:1] != new.tags[:1]:
        resources = [_resource(names, operation) for names, operation in _sides(both, subjects)]
        if resources[0] != resources[1] or not renamed:
            tags = (", ".join(old.tags), ", ".join(new.tags))
            reported |= _rename(both, subjects, "api-tag-removed", tags, "tags", parts=resources)
    _further_tags(both, subjects)
    if renamed and not reported:
        _rename(both, subjects, "method-renamed", calls, "", parts=calls)


def _sides(both: OperationPair, subjects: Subjects) -> tuple[tuple[Names, Operation], tuple[Names, Operation]]:
    return (subjects.old.names, both.old), (subjects.new.names, both.new)


def _resource(names: Names, operation: Operation) -> str:
    return names.operations[operation.key].resource or ""


def _rename(
    both: OperationPair, subjects: Subjects, rule: str, texts: tuple[str, str], step: str, *, parts: Sequence[str] = ()
) -> bool:
    """Report a change that affects the method's name; return whether it breaks calls."""
    calls = subjects.calls(both)
    names = parts or [names.operations[one.key].method for names, one in _sides(both, subjects)]
    same = names[0] == names[1]
    what = {"operationId": "the operationId is another one", "tags": "the first tag is another one"}.get(step, "")
    text = f"it was called `{calls[0]}`: calls of that name break"
    if same:
        text = f"{what}, the {'resource' if step == 'tags' else 'method'} stays `{names[1]}`"
    elif step == "tags" and all(names):
        # The text is the same for all operations of the tag, so that they become one change.
        text = (
            f"the resource `{names[0]}` is now `{names[1]}` (the tag {texts[0]!r} is now {texts[1]!r}): its calls break"
        )
    subjects.collector.add(
        rule,
        text,
        symbols=calls,
        pairs=(both.pair.index,),
        old=anchor_of(both.old, *([step] if step else [])),
        new=anchor_of(both.new, *([step] if step else [])),
        before=texts[0],
        after=texts[1],
        level=Level.SAFE if same else Level.BREAKING,
    )
    return not same


def _further_tags(both: OperationPair, subjects: Subjects) -> None:
    gone = [tag for tag in both.old.tags[1:] if tag not in both.new.tags]
    added = [tag for tag in both.new.tags[1:] if tag not in both.old.tags]
    for rule, tags, text in (
        ("api-tag-removed", gone, "it no longer has the tag"),
        ("api-tag-added", added, "it has a further tag"),
    ):
        if tags:
            subjects.collector.add(
                rule,
                f"{text} `{', '.join(tags)}`",
                symbols=subjects.calls(both)[1:],
                pairs=(both.pair.index,),
                old=anchor_of(both.old, "tags"),
                new=anchor_of(both.new, "tags"),
                before=", ".join(gone),
                after=", ".join(added),
                level=Level.SAFE,
            )


def _described(both: OperationPair, subjects: Subjects) -> None:
    for step, before, after in (
        ("summary", both.old.summary, both.new.summary),
        ("description", both.old.description, both.new.description),
    ):
        if before != after:
            subjects.collector.add(
                "operation-description-changed",
                f"its {step} changed",
                symbols=subjects.calls(both)[1:],
                pairs=(both.pair.index,),
                old=anchor_of(both.old, step),
                new=anchor_of(both.new, step),
                before=before[:_LONGEST],
                after=after[:_LONGEST],
            )


_LONGEST = 400


def _servers(both: OperationPair, subjects: Subjects) -> None:
    before, after = (_served(side.servers) for side in (both.old, both.new))
    if before == after or _same_server(before, after, subjects):
        return
    texts = [", ".join(f"`{url}`" for url, _ in servers) or "the servers of all" for servers in (before, after)]
    subjects.collector.add(
        "api-server-changed",
        f"it is now served at {texts[1]} (before: {texts[0]})",
        symbols=subjects.calls(both)[1:],
        pairs=(both.pair.index,),
        old=anchor_of(both.old, "servers"),
        new=anchor_of(both.new, "servers"),
        before=texts[0],
        after=texts[1],
    )


def _served(servers: Sequence[Server]) -> list[tuple[str, Mapping[str, ServerVariable]]]:
    return [(one.url, one.variables) for one in servers]


def _same_server(
    before: Sequence[tuple[str, Mapping[str, ServerVariable]]],
    after: Sequence[tuple[str, Mapping[str, ServerVariable]]],
    subjects: Subjects,
) -> bool:
    """Return whether an operation keeps its server: one only server may be given for the API or for the operation."""
    shared = [_served(side.api.servers) for side in (subjects.old, subjects.new)]
    if len(shared[0]) != 1 or len(shared[1]) != 1:
        return False
    return (list(before) or shared[0])[:1] == (list(after) or shared[1])[:1]

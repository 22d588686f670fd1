"""`explain PROVIDER SYMBOL`: where each part of an operation, a class or a field comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..diagnostics import Location, Report, did_you_mean, printable
from ..document.document import escape
from ..openapi.json_values import is_mapping, is_sequence
from ..pages.reading import OriginKind
from ..pages.spec.examples import payloads
from ..pages.spec.merging import Merged, merged
from .importing import folder as folders
from .importing.prepared import prepared
from .job import Job, read

if TYPE_CHECKING:
    from ..artifacts import Described
    from ..document.document import Document
    from ..ir.api import OperationKey
    from ..naming.names import Names
    from ..pages.reading import PagePayload
    from .importing.folder import State
    from .workspace import Workspace

_MOST = 5
_WORDS = {OriginKind.PAGE: "the page says so", OriginKind.SAMPLE: "a sample shows it", OriginKind.GUESS: "a guess"}


@dataclass(frozen=True, slots=True)
class _Target:
    """One thing that a symbol names."""

    name: str
    """Its description for people: "operation `calls.create`"."""
    pointer: str
    where: Location | None
    wire: tuple[str, ...] = ()
    """Its key in the names, to find the rule by which it was named."""
    field: str = ""
    """The wire name of a field."""


def explain(workspace: Workspace, provider: str, symbol: str, report: Report) -> list[dict[str, str]]:
    """Return what is known about a symbol, an object for each fact: `what`, `where`, `text`.

    Empty, with an error in the report, if nothing has this name.
    """
    from .. import pipeline

    subject = workspace.subject(provider, report)
    state = folders.state(workspace.specs / provider, report)
    inputs = read(Job(subject), report) if subject else None
    found = Report()
    described = pipeline.describe(inputs, found) if inputs else None
    report.extend(found if described is None else Report())
    if state is None or inputs is None or described is None:
        return []
    targets = list(_targets(described, symbol))
    if not targets:
        known = [one.call for one in described.names.operations.values()] + list(described.names.schemas.values())
        report.error("no-symbol", f"nothing is called {symbol!r}{did_you_mean(symbol, known)}", Location(provider))
        return []
    given = [prepared(one, state.path) for one in folders.kept(state, report)]
    made = merged([one.reading for one in given]) if given else Merged({}, ())
    return [part for target in targets for part in _parts(target, described, inputs.overlay, made, state)]


def write(found: list[dict[str, str]]) -> str:
    """Return the facts as text."""
    width = max((len(part["what"]) for part in found), default=0)
    lines: list[str] = []
    for part in found:
        place = f"  {part['where']}" if part["where"] else ""
        lines.append(printable(f"{part['what'].ljust(width)}  {part['text']}{place}".rstrip()))
    return "\n".join(lines)


def _targets(described: Described, symbol: str) -> Iterator[_Target]:
    """Yield the operations, classes and fields that a symbol names: in Python, or on the wire."""
    api, names = described.api, described.names
    for operation in api.operations:
        call = names.operations[operation.key].call
        named = (call, operation.operation_id or "", f"{operation.method.upper()} {operation.path}")
        derived = [names.derived_call(operation.key, one) for one in _following(names) if operation.key in one]
        if symbol in (*named, *derived):
            where = operation.where
            pointer = where.pointer if where else ""
            wire = tuple(one for one in (operation.operation_id, named[2]) if one)
            yield _Target(f"operation `{call}`", pointer, where, wire)
    for schema, name in names.schemas.items():
        where = api.schemas[schema].where
        if symbol in (name, schema):
            yield _Target(f"class `{name}`", where.pointer if where else "", where, (schema,))
        for (owner, field), attribute in names.properties.items():
            if owner == schema and symbol in (f"{name}.{attribute}", f"{name}.{field}", f"{schema}.{field}"):
                pointer = f"{where.pointer}/properties/{escape(field)}" if where else ""
                place = described.where(pointer) if pointer else None
                yield _Target(f"field `{name}.{attribute}`", pointer, place, (f"{schema}.{field}",), field)


def _following(names: Names) -> tuple[Mapping[OperationKey, str], ...]:
    """Return the methods that follow from operations."""
    return (names.iterators, names.waits)


def _parts(
    target: _Target, described: Described, overlay: Document | None, made: Merged, state: State
) -> Iterator[dict[str, str]]:
    place = described.where(target.pointer) if target.pointer else target.where
    yield _part(target.name, place, f"#{target.pointer}" if target.pointer else "")
    for one in described.names.explanations:
        if one.wire in target.wire:
            yield _part("  name", None, f"`{one.name}` for `{one.wire}`: {one.reason}")
    if overlay is not None:
        yield from _actions(target, described, overlay)
    yield from _evidence(target, made)
    yield from _samples(target, described.source.main.tree, made, state)


def _actions(target: _Target, described: Described, overlay: Document) -> Iterator[dict[str, str]]:
    """Yield the overlay actions that created or changed a part of the target."""
    inside = described.source.main
    found: set[str] = set()
    for pointer in _below(_at(inside.tree, target.pointer), target.pointer):
        where = inside.where(pointer)
        if where.file == overlay.file and where.pointer.startswith("/actions/"):
            found.add("/".join(where.pointer.split("/")[:3]))
    for action in sorted(found):
        entry = _at(overlay.tree, action)
        text = str(entry.get("description", "")) if is_mapping(entry) else ""
        yield _part("  overlay", overlay.where(action), " ".join(text.split())[:200])


def _evidence(target: _Target, made: Merged) -> Iterator[dict[str, str]]:
    """Yield the page, and the evidence that it gives."""
    if not made.readings or not target.pointer:
        return
    reading, origin = made.origin(target.pointer)
    if reading is not None and _at(made.document, target.pointer) is not None:
        note = f" ({origin.note})" if origin.note else ""
        yield _part("  page", Location(reading.page.name, origin.line, 1), f"{_WORDS[origin.kind]}{note}")
    for further, _, pointer in made.further:
        if target.pointer == pointer:
            line = further.origin(pointer).line
            yield _part("  page", Location(further.page.name, line, 1), "describes it as well")
    for conflict in made.conflicts:
        alone = f"{conflict.pointer}/{conflict.difference.second.rpartition('/')[2]}"
        if target.pointer in (conflict.pointer, alone):
            yield _part(
                "  drift", Location(conflict.second.page.name, conflict.second_line, 1), conflict.difference.text
            )


def _samples(target: _Target, tree: Mapping[str, Any], made: Merged, state: State) -> Iterator[dict[str, str]]:
    """Yield the payloads of the operation, or those in which a value of the class is, with the field."""
    count = 0
    known = payloads(made, state.examples) if made.readings else ()
    for payload in known:
        example, reading = payload.places[0]
        operation = f"/paths/{escape(example.path)}/{example.method}"
        fits = target.pointer == operation or any(
            _reaches(tree, root, payload.value, target) for root in _roots(tree, operation, example)
        )
        count += fits
        if fits and count <= _MOST:
            samples = len(payload.places)
            text = f"{payload.file}, read from {samples} sample{'' if samples == 1 else 's'}"
            yield _part("  sample", Location(reading.page.name, example.line, 1), text)
    if count > _MOST:
        yield _part("  sample", None, f"and {count - _MOST} more payloads")


def _roots(tree: Mapping[str, Any], operation: str, example: PagePayload) -> Iterator[str]:
    """Yield the pointers of the schemas of a payload: those of the request, or of the response with its status."""
    holders = [f"{operation}/requestBody"]
    if example.kind == "response":
        responses = _at(tree, f"{operation}/responses")
        known = [*responses] if is_mapping(responses) else []
        holders = [f"{operation}/responses/{one}" for one in known if example.status in (None, str(one))]
    for holder in holders:
        held = _at(tree, holder)
        ref: Any = held.get("$ref") if is_mapping(held) else None
        place = ref[1:] if isinstance(ref, str) and ref.startswith("#/") else holder
        content = _at(tree, f"{place}/content")
        yield from (f"{place}/content/{escape(media)}/schema" for media in (content if is_mapping(content) else ()))


def _reaches(tree: Mapping[str, Any], pointer: str, value: Any, target: _Target, depth: int = 0) -> bool:
    """Return whether a value, or one in it, is of the target's class and has its field."""
    schema = _at(tree, pointer)
    if not is_mapping(schema) or depth > _DEEPEST:
        return False
    whole = target.pointer.removesuffix(f"/properties/{escape(target.field)}") if target.field else target.pointer
    if pointer == whole and is_mapping(value) and (not target.field or target.field in value):
        return True
    ref = schema.get("$ref")
    below = [(ref[1:], value)] if isinstance(ref, str) and ref.startswith("#/") else []
    for keyword in ("allOf", "anyOf", "oneOf"):
        parts = schema.get(keyword)
        below += [(f"{pointer}/{keyword}/{at}", value) for at in range(len(parts) if is_sequence(parts) else 0)]
    if is_mapping(value):
        known = schema.get("properties")
        for name, member in value.items():
            has = is_mapping(known) and name in known
            below.append((f"{pointer}/properties/{escape(name)}" if has else f"{pointer}/additionalProperties", member))
    elif is_sequence(value):
        below += [(f"{pointer}/items", item) for item in value]
    return any(_reaches(tree, place, member, target, depth + 1) for place, member in below)


_DEEPEST = 40


def _below(value: Any, pointer: str, depth: int = 0) -> Iterator[str]:
    yield pointer
    if depth > _MOST:
        return
    members: Mapping[Any, Any] = value if is_mapping(value) else dict(enumerate(value)) if is_sequence(value) else {}
    for key, member in members.items():
        yield from _below(member, f"{pointer}/{escape(str(key))}", depth + 1)


def _at(tree: Mapping[str, Any], pointer: str) -> Any:
    from ..pages.conformance import at

    return at(tree, pointer)


def _part(what: str, where: Location | None, text: str) -> dict[str, str]:
    place = "" if where is None else str(where).partition(" #")[0]
    return {"what": what, "where": place, "text": text}

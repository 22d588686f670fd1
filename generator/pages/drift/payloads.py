"""Payloads against their schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from ...document.document import escape, split
from ...openapi.json_values import is_mapping, is_sequence
from ..conformance import PayloadDeviation, at, check, schema_of
from ..json_access import members
from ..reading import PagePayload
from .evidence import Action, Drift, DriftSubject, json_path

if TYPE_CHECKING:
    from ...diagnostics import Location
    from ..spec.examples import DistinctPayload


class DocumentExample(Protocol):
    """An example of a document, as `normalize.examples` has it."""

    @property
    def name(self) -> str:
        """Its name for `[[accept]]`."""
        ...

    @property
    def schema(self) -> str:
        """The pointer of its schema into the canonical document; empty if it has none."""
        ...

    @property
    def value(self) -> Any:
        """The payload."""
        ...

    @property
    def where(self) -> Location | None:
        """Its place in the description."""
        ...


_CODES = {
    "type": "drift-type",
    "required": "drift-required",
    "enum": "drift-enum",
    "format": "drift-format",
    "limit": "drift-limit",
    "variants": "drift-variants",
    "undeclared": "drift-undeclared",
    "empty-object": "drift-empty-object",
}
_MOST_NAMES = 12


def drifts(subject: DriftSubject) -> Iterator[Drift]:
    """Yield each deviation of a payload; one that several payloads have is one, with all places."""
    found: dict[tuple[str, str, str], Drift] = {}
    covered: set[str] = set()
    with_samples: list[str] = []
    for payload in subject.payloads:
        example = _example(subject, payload)
        schema = schema_of(subject.document, example) if example else None
        if example is not None and schema is None and example.kind == "response":
            yield _undeclared_response(subject, payload, example)
        if schema is None:
            continue
        with_samples.append(schema)
        for deviation in check(subject.document, schema, payload.value, covered):
            key = (deviation.code, deviation.schema, _field(deviation))
            drift = found.get(key) or _drift(subject, payload, deviation)
            if key in found and deviation.code == "empty-object":
                drift = _with_field(subject, drift, payload, deviation)
            places = tuple(dict.fromkeys((*drift.places, *subject.places(payload))))
            found[key] = replace(drift, places=places)
    yield from found.values()
    yield from _in_no_sample(subject, with_samples, covered)


def of_document(document: Mapping[str, Any], published: Iterable[DocumentExample]) -> Iterator[Drift]:
    """Yield each deviation of the examples that a canonical document itself has."""
    found: dict[tuple[str, str, str], Drift] = {}
    for one in published:
        for deviation in check(document, one.schema, one.value) if one.schema else ():
            text = f"{one.name} {deviation.at or '/'}: {deviation.text}"
            place = (one.where,) if one.where is not None else ()
            made = Drift(_CODES[deviation.code], deviation.schema, text, place, example=one.name, at=deviation.at)
            found.setdefault((deviation.code, one.name, _field(deviation)), made)
    yield from found.values()


def _example(subject: DriftSubject, payload: DistinctPayload) -> PagePayload | None:
    """Return where a payload belongs; None if its operation is gone."""
    if payload.places:
        example = payload.places[0][0]
        if example.kind == "response" and example.status is None:
            return replace(example, status=payload.file.split(".response.")[-1].split(".")[0])
        return example
    return of_file(subject.document, payload.file, payload.value)


def of_file(document: Mapping[str, Any], file: str, value: Any) -> PagePayload | None:
    """Return where the payload of a file belongs, by its name: `<operationId>.response.200.<label>.json`."""
    for path, item in members(document, "paths").items():
        for method, operation in members(item).items():
            name = operation.get("operationId") if is_mapping(operation) else None
            if isinstance(name, str) and file.startswith((f"{name}.request.", f"{name}.response.")):
                kind, _, rest = file[len(name) + 1 :].partition(".")
                return PagePayload(method, path, kind, value, 0, rest.split(".")[0] if kind == "response" else None)
    return None


def _field(deviation: PayloadDeviation) -> str:
    """Return what of the payload a deviation is about: the same for each item of an array, and each field of a map."""
    if deviation.code == "empty-object":
        return "/".join(split(deviation.at)[:-1])
    return "/".join("*" if token.isdecimal() else token for token in split(deviation.at))


def _drift(subject: DriftSubject, payload: DistinctPayload, deviation: PayloadDeviation) -> Drift:
    text = f"{payload.name} {deviation.at or '/'}: {deviation.text}"
    return Drift(
        _CODES[deviation.code],
        deviation.schema,
        text,
        action=_action(subject, payload, deviation),
        example=payload.name,
        at=deviation.at,
    )


def _with_field(subject: DriftSubject, drift: Drift, payload: DistinctPayload, deviation: PayloadDeviation) -> Drift:
    """Return the drift of an object that no property describes, with one more field of a sample."""
    name = split(deviation.at)[-1]
    action, more = drift.action, _action(subject, payload, deviation)
    if action is None or more is None or f"`{name}`" in drift.text:
        return drift
    update = _joined(action.update, more.update)
    return replace(drift, text=f"{drift.text}, `{name}`", action=replace(action, update=update))


def _joined(one: Any, other: Any) -> Any:
    if is_mapping(one) and is_mapping(other):
        return {**other, **one, **{key: _joined(one[key], other[key]) for key in one if key in other}}
    return one


def _action(subject: DriftSubject, payload: DistinctPayload, deviation: PayloadDeviation) -> Action | None:
    """Return the action that would resolve the difference, if one side is more likely to be outdated."""
    value: Any = payload.value
    for token in split(deviation.at):
        value = value[int(token)] if is_sequence(value) else value[token]
    name = split(deviation.at)[-1] if deviation.at else ""
    schema = at(subject.document, deviation.schema)
    if deviation.code in ("undeclared", "empty-object"):
        guess = "the type is read from a sample"
        if is_mapping(schema) and is_mapping(schema.get("properties")):
            return Action(json_path(f"{deviation.schema}/properties"), {name: shape(value)}, guess=guess)
        return Action(json_path(deviation.schema), {"properties": {name: shape(value)}}, guess=guess)
    if deviation.code == "enum" and is_mapping(schema) and is_sequence(schema.get("enum")):
        return Action(json_path(f"{deviation.schema}/enum"), value, guess="that the value is allowed")
    if deviation.code == "required":
        missing = deviation.text.split("`")[1]
        target = f"{json_path(deviation.schema)}.required[?@ == '{missing}']"
        return Action(target, remove=True, guess="that the field may be absent")
    return None


def shape(value: Any) -> dict[str, Any]:
    """Return the minimal schema of a value: its type, and for arrays the type of their items."""
    if is_mapping(value):
        return {"type": "object", "additionalProperties": True}
    if is_sequence(value):
        shapes = [shape(item) for item in value]
        return {"type": "array", "items": shapes[0] if shapes and all(one == shapes[0] for one in shapes) else {}}
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"type": "boolean"}
    return {"type": "integer" if isinstance(value, int) else "number" if isinstance(value, float) else "string"}


def _undeclared_response(subject: DriftSubject, payload: DistinctPayload, example: PagePayload) -> Drift:
    pointer = f"/paths/{escape(example.path)}/{example.method}/responses"
    responses = at(subject.document, pointer)
    if is_mapping(responses) and example.status in responses:
        text = f"{payload.name}: the response {example.status} has a sample and no schema"
        return Drift("drift-response", f"{pointer}/{example.status}", text, subject.places(payload), note=True)
    text = f"{payload.name}: the response {example.status} has a sample and is not declared"
    return Drift("drift-response", pointer, text, subject.places(payload))


def _in_no_sample(subject: DriftSubject, schemas: list[str], covered: set[str]) -> Iterator[Drift]:
    """Yield, for each schema of a sampled payload, the documented fields that no sample has."""
    seen: set[str] = set()
    waiting = list(schemas)
    while waiting:
        pointer = waiting.pop()
        schema = at(subject.document, pointer)
        while is_mapping(schema) and isinstance(schema.get("$ref"), str) and pointer not in seen:
            seen.add(pointer)
            pointer = str(schema["$ref"]).removeprefix("#")
            schema = at(subject.document, pointer)
        if not is_mapping(schema) or pointer in seen:
            continue
        seen.add(pointer)
        places = {name: f"{pointer}/properties/{escape(name)}" for name in members(schema, "properties")}
        missing = [name for name, place in places.items() if place not in covered]
        if missing and len(missing) < len(places):
            shown = ", ".join(f"`{name}`" for name in missing[:_MOST_NAMES])
            more = f" and {len(missing) - _MOST_NAMES} more" if len(missing) > _MOST_NAMES else ""
            yield Drift("drift-no-sample", pointer, f"in no sample: {shown}{more}", note=True)
        waiting += [place for place in places.values() if place in covered]
        waiting += [f"{pointer}/items"] if "items" in schema else []

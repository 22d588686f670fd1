"""Compares what descriptions promise: deprecation, the removal date (`x-sunset`), stability."""

from __future__ import annotations

from dataclasses import dataclass

from ...ir.api import Operation, Parameter
from ..changes import Level
from ..context import Subjects, anchor_of
from ..operation_pairs import OperationPair
from ..source_positions import Anchor, SourcePositions
from ..stability import STABILITY, STABILITY_LEVEL, SUNSET, day_of, level_of


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What a description promises about an operation or a parameter."""

    deprecated: bool
    sunset: str
    """The removal date as `2027-01-31`, empty if there is none."""
    stability: str

    @staticmethod
    def of(thing: Operation | Parameter, places: SourcePositions, anchor: Anchor | None) -> Lifecycle:
        """Return what a description promises about an operation or a parameter."""
        return Lifecycle(
            thing.deprecated,
            day_of(places.extension(anchor, SUNSET)),
            level_of(places.extension(anchor, STABILITY_LEVEL)),
        )


def is_unstable(operation: Operation, places: SourcePositions) -> bool:
    """Return whether a description promises no stability for an operation: a draft, an alpha version."""
    return level_of(places.extension(anchor_of(operation), STABILITY_LEVEL)) in ("draft", "alpha")


def compare_lifecycles(both: OperationPair, subjects: Subjects) -> None:
    """Compare what is promised about an operation."""
    places = subjects.collector.places
    anchors = anchor_of(both.old), anchor_of(both.new)
    old, new = (
        Lifecycle.of(one, place, anchor)
        for one, place, anchor in zip((both.old, both.new), places, anchors, strict=True)
    )
    if old == new:
        return
    rule = _rule(old, new)
    if rule:
        _report(both, subjects, rule, (old, new))
    if old.stability != new.stability:
        less = STABILITY.index(new.stability) < STABILITY.index(old.stability)
        subjects.collector.add(
            "api-stability-decreased" if less else "api-stability-increased",
            f"it is now `{new.stability}` (before: `{old.stability}`)"
            + (": it may change without notice" if less else ""),
            symbols=subjects.calls(both)[1:],
            pairs=(both.pair.index,),
            old=anchor_of(both.old, STABILITY_LEVEL),
            new=anchor_of(both.new, STABILITY_LEVEL),
            before=old.stability,
            after=new.stability,
        )


def _rule(old: Lifecycle, new: Lifecycle) -> str:
    if not old.deprecated and not new.deprecated:
        return ""
    if old.deprecated and not new.deprecated:
        return "endpoint-reactivated"
    if not old.deprecated:
        return "endpoint-deprecated-with-sunset" if new.sunset else "endpoint-deprecated"
    if old.sunset == new.sunset:
        return ""
    if not old.sunset:
        return "api-sunset-date-added"
    if not new.sunset:
        return "sunset-deleted"
    return "api-sunset-date-changed-too-small" if new.sunset < old.sunset else "api-sunset-date-changed"


def _report(both: OperationPair, subjects: Subjects, rule: str, lives: tuple[Lifecycle, Lifecycle]) -> None:
    old, new = lives
    text = {
        "endpoint-reactivated": "it is no longer deprecated",
        "endpoint-deprecated": "it is now deprecated: it may go, and nobody says when",
        "endpoint-deprecated-with-sunset": f"it is now deprecated, and will be removed on {new.sunset}",
        "api-sunset-date-added": f"it is deprecated, and will be removed on {new.sunset}",
        "sunset-deleted": f"it is deprecated, and the day of its removal is no longer stated (before: {old.sunset})",
        "api-sunset-date-changed-too-small": f"it will already be removed on {new.sunset} (before: {old.sunset})",
        "api-sunset-date-changed": f"it will only be removed on {new.sunset} (before: {old.sunset})",
    }[rule]
    step = SUNSET if "sunset" in rule else "deprecated"
    subjects.collector.add(
        rule,
        text,
        symbols=subjects.calls(both)[1:],
        pairs=(both.pair.index,),
        old=anchor_of(both.old, *([step] if old.deprecated else [])),
        new=anchor_of(both.new, step),
        before=old.sunset or ("deprecated" if old.deprecated else ""),
        after=new.sunset or ("deprecated" if new.deprecated else ""),
    )


def compare_parameter_lifecycles(
    both: OperationPair,
    subjects: Subjects,
    parameters: tuple[Parameter, Parameter],
    anchors: tuple[Anchor | None, Anchor | None],
) -> None:
    """Compare what is promised about a parameter."""
    old, new = (
        Lifecycle.of(one, place, anchor)
        for one, place, anchor in zip(parameters, subjects.collector.places, anchors, strict=True)
    )
    name = f"`{subjects.new.names.parameters.get((both.new.key, parameters[1].location, parameters[1].name), '')}`"
    rule, text = "", ""
    if old.deprecated != new.deprecated:
        rule = "request-parameter-deprecated" if new.deprecated else "request-parameter-reactivated"
        until = f", and will be removed on {new.sunset}" if new.sunset else ""
        text = f"{name} is now deprecated{until}" if new.deprecated else f"{name} is no longer deprecated"
    elif new.deprecated and old.sunset != new.sunset:
        earlier = bool(old.sunset) and bool(new.sunset) and new.sunset < old.sunset
        rule = "request-parameter-sunset-date-changed" + ("-too-small" if earlier else "")
        text = f"{name} will be removed on {new.sunset} (before: {old.sunset or 'no date'})"
        if not new.sunset:
            rule, text = "request-parameter-sunset-deleted", f"the day of removal is no longer stated for {name}"
    if rule:
        call = subjects.calls(both)[1]
        step = SUNSET if "sunset" in rule else "deprecated"
        subjects.collector.add(
            rule,
            text,
            symbols=(f"{call}({name.strip('`')})",) if call else (),
            pairs=(both.pair.index,),
            old=anchors[0] and anchors[0].down(*([step] if old.deprecated else [])),
            new=anchors[1] and anchors[1].down(step),
            before=old.sunset or ("deprecated" if old.deprecated else ""),
            after=new.sunset or ("deprecated" if new.deprecated else ""),
            level=Level.RISKY if rule == "request-parameter-sunset-date-changed" and not old.sunset else None,
        )

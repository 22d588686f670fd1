"""What a caller reads: sentences, names, places, renames, and one change for one cause."""

from __future__ import annotations

from typing import Any

import pytest

from generator.artifacts import Inputs
from generator.compare import Change, Comparison, Direction, Level, compare
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.loader import Source, load
from generator.pipeline import describe

from .operation_changes import BASE, edited
from .pairs import PACKAGE, compared, told


def _only(comparison: Comparison) -> Change:
    assert len(comparison.changes) == 1, told(comparison.changes)
    return comparison.changes[0]


def _line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def _changed(*edits: tuple[str, str], old: tuple[tuple[str, str], ...] = ()) -> Comparison:
    return compared(edited(old), edited(edits))


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            ("required: [to]", "required: [to, note]"),
            "`calls.create`: `NewCall.note` is now required: calls without it fail with 422",
        ),
        (
            ("required: [number]", "required: []"),
            "`calls.create`, `calls.get_leg`, 3 more: `Leg.number` may now be missing: code has to expect None",
        ),
        (
            ("        length: {type: integer}\n", ""),
            "`calls.create`, `calls.get_leg`, 3 more: `Leg.length` is gone: code that reads it breaks",
        ),
        (
            ("        to: {type: string}\n        note", "        to: {type: string, maxLength: 20}\n        note"),
            "`calls.create`: `NewCall.to` must now be at most `20` long: other values fail with 422",
        ),
    ],
)
def test_messages_use_the_names_of_a_caller(edit: tuple[str, str], message: str) -> None:
    """A change is reported as one sentence, with the operations that it affects."""
    assert _only(_changed(edit)).message == message


def test_a_shared_schema_is_one_change() -> None:
    """All operations that a schema reaches are listed, those that the server calls, too."""
    change = _only(_changed(("required: [number]", "required: []")))
    assert change.operations == (
        ("get", "/calls"),
        ("get", "/calls/{callId}/legs/{legId}"),
        ("post", "/calls"),
        ("post", "callEnded"),
        ("post", "onEvent {$request.body#/url} of POST /calls"),
    )
    assert change.symbols == ("Leg.number",)


def test_schemas_that_refer_to_each_other() -> None:
    """A cycle of references is walked once."""
    circle = (
        "        length: {type: integer}\n",
        "        call: {$ref: '#/components/schemas/Call'}\n        length: {type: integer}\n",
    )
    change = _only(
        compared(
            edited((circle,)), edited((circle, ("        length: {type: integer}", "        length: {type: number}")))
        )
    )
    assert (change.rule, change.symbols) == ("response-property-type-generalized", ("Leg.length",))


def test_places_are_exact() -> None:
    """Both sides say where: at the keyword, at the value, at the property."""
    old = edited((("note: {type: string}", "note: {type: string, enum: [a, b], maxLength: 9}"),))
    new = edited(
        (("note: {type: string}", "note:\n          type: string\n          enum: [a]\n          maxLength: 5"),)
    )
    changes = {change.rule: change for change in compared(old, new).changes}
    removed, shorter = changes["request-property-enum-value-removed"], changes["request-property-max-length-decreased"]
    assert removed.old is not None
    assert removed.old.pointer == "/components/schemas/NewCall/properties/note/enum/1"
    assert removed.new is not None
    assert removed.new.line == _line(new, "enum: [a]\n")
    assert shorter.old is not None
    assert old.splitlines()[shorter.old.line - 1][shorter.old.column - 1 :].startswith("maxLength: 9")
    assert shorter.new is not None
    assert new.splitlines()[shorter.new.line - 1].strip() == "maxLength: 5"
    assert (shorter.before, shorter.after) == ("9", "5")


def test_a_place_through_references_and_compositions() -> None:
    """What is inherited is found where it is described."""
    subclass = (
        "    Leg:\n      type: object\n",
        "    Base:\n      type: object\n      properties: {id: {type: string}}\n    Leg:\n      allOf: [{$ref: '#/components/schemas/Base'}]\n      type: object\n",
    )
    old, new = edited((subclass,)), edited(
        (subclass, ("properties: {id: {type: string}}", "properties: {id: {type: integer}}"))
    )
    change = _only(compared(old, new))
    assert change.symbols == ("Base.id",)
    assert change.new is not None
    assert change.new.pointer == "/components/schemas/Base/properties/id/type"


def test_an_addition_or_removal_has_a_place_on_one_side_only() -> None:
    """An added property has no place in the older document, a removed operation is missed in the newer one."""
    added = _only(
        _changed(("        note: {type: string}\n", "        note: {type: string}\n        on: {type: string}\n"))
    )
    assert added.old is None
    assert added.new is not None
    assert added.new.pointer.endswith("/NewCall/properties/on")


def test_the_places_of_an_overlay() -> None:
    """What an overlay corrects is compared, and its place is in the overlay."""
    report = Report()
    main = load(BASE.encode(), "openapi.yaml", report)
    text = (
        "overlay: 1.1.0\ninfo: {title: Fix, version: '1'}\nactions:\n"
        "  - target: $.components.schemas.NewCall\n    update: {required: [note]}\n"
    )
    overlay = load(text.encode(), "overlay.yaml", report)
    assert main is not None
    plain = describe(Inputs(Source(main), Settings(), PACKAGE), report)
    corrected = describe(Inputs(Source(main), Settings(), PACKAGE, overlay), report)
    assert plain is not None
    assert corrected is not None
    change = _only(compare(plain, corrected))
    assert change.rule == "request-property-became-required"
    assert change.new is not None
    assert change.new.file == "overlay.yaml"
    assert change.old is not None
    assert change.old.file == "openapi.yaml"


def test_descriptions_of_another_version() -> None:
    """The same API, written for OpenAPI 3.0 with `nullable`, did not change."""
    new = edited((("note: {type: string}", "note: {type: [string, 'null']}"),))
    old = edited(
        (("note: {type: string}", "note: {type: string, nullable: true}"), ("openapi: 3.1.0", "openapi: 3.0.3"))
    )
    assert compared(old, new).changes == ()


_SWAGGER = """\
swagger: "2.0"
info: {title: Acme, version: "1"}
paths:
  /calls:
    post:
      operationId: createCall
      tags: [calls]
      parameters:
        - {name: limit, in: query, type: integer, maximum: 9}
        - {name: body, in: body, required: true, schema: {$ref: "#/definitions/NewCall"}}
      responses:
        "200": {description: Made., schema: {$ref: "#/definitions/NewCall"}}
definitions:
  NewCall: {type: object, properties: {to: {type: string}}}
"""


def test_swagger() -> None:
    """OpenAPI 2.0 is compared as any other, and its places are its own."""
    new = _SWAGGER.replace("maximum: 9", "maximum: 5").replace("to: {type: string}", "to: {type: integer}")
    changes = {change.rule: change for change in compared(_SWAGGER, new).changes}
    limit, to = changes["request-parameter-max-decreased"], changes["request-property-type-changed"]
    assert limit.new is not None
    assert limit.new.pointer == "/paths/~1calls/post/parameters/0/maximum"
    assert to.new is not None
    assert to.new.pointer == "/definitions/NewCall/properties/to/type"
    assert to.direction is Direction.BOTH


def _with_leg(schema: str, *components: str) -> str:
    text = edited((('leg: {$ref: "#/components/schemas/Leg"}', f"leg: {schema}"),))
    return text + "".join(f"    {component}\n" for component in components)


_INLINE = "{type: object, properties: {a: {type: string}}}"


def test_a_schema_that_moved_is_the_same_where_its_class_is() -> None:
    """An inline schema that becomes a component of the name that its class had is no change."""
    moved = _with_leg("{$ref: '#/components/schemas/CallLeg'}", f"CallLeg: {_INLINE}")
    assert compared(_with_leg(_INLINE), moved).changes == ()


def test_a_schema_that_moved_and_has_another_class() -> None:
    """If the class has another name afterwards, it was renamed: in one change, whatever the wire name."""
    moved = _with_leg("{$ref: '#/components/schemas/Phone'}", f"Phone: {_INLINE}")
    change = _only(compared(_with_leg(_INLINE), moved))
    assert (change.rule, change.level) == ("model-renamed", Level.BREAKING)
    assert change.symbols == ("CallLeg", "Phone")


def test_classes_named_after_a_renamed_class_are_renamed_with_it() -> None:
    """A class that was renamed because its container was renamed is no change of its own."""
    inner = "Outer: {type: object, properties: {inner: {type: object, properties: {x: {type: string}}}}}"
    old = _with_leg("{$ref: '#/components/schemas/Outer'}", inner)
    new = _with_leg("{$ref: '#/components/schemas/Whole'}", inner.replace("Outer", "Whole"))
    change = _only(compared(old, new))
    assert change.symbols == ("Outer", "Whole", "OuterInner", "WholeInner")


def test_read_only_properties_are_not_required_of_callers() -> None:
    """A required property that is read-only breaks nobody who sends the schema."""
    new = edited(
        (
            ("required: [to]\n", "required: [to, id]\n"),
            (
                "        note: {type: string}\n",
                "        note: {type: string}\n        id: {type: string, readOnly: true}\n",
            ),
        )
    )
    assert [change.level for change in compared(BASE, new).changes] == [Level.SAFE]


@pytest.mark.parametrize(
    ("edit", "step"),
    [
        (("required: [to]", "required: [to, note]"), "major"),
        (("        - oauth: [read]\n", "        - oauth: [read]\n        - {}\n"), "minor"),
        (("description: The call.", "description: A call."), "patch"),
    ],
)
def test_the_step_of_the_version_follows_the_most_severe_change(edit: tuple[str, str], step: str) -> None:
    """It has the level of the most severe change."""
    assert _changed(edit).semver == step


def test_changes_are_sorted() -> None:
    """Most severe first, then by symbol, whatever order they were found in."""
    comparison = _changed(
        ("required: [to]", "required: [to, note]"),
        ("description: The call.", "description: A call."),
        ("        length: {type: integer}\n", ""),
    )
    keys: list[Any] = [(change.level.rank, change.symbols) for change in comparison.changes]
    assert keys == sorted(keys)
    assert comparison.provider == PACKAGE

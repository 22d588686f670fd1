"""Unions in the shapes that documents have, each with conforming responses; a judge decides on the right variant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

COMPONENTS: dict[str, Any] = yaml.safe_load("""
Done: {type: object, properties: {state: {type: string, enum: [done, cached]}, info: {type: string}}}
Failed: {type: object, properties: {state: {type: string, enum: [failed, cancelled]}, info: {type: string}}}
ByConstA: {type: object, properties: {kind: {const: a}, x: {type: string}}}
ByConstB: {type: object, properties: {kind: {const: b}, x: {type: string}}}
NeedsA: {type: object, required: [a], properties: {a: {type: string}, x: {type: string}}}
NeedsB: {type: object, required: [b], properties: {b: {type: string}, x: {type: string}}}
TextValue: {type: object, required: [value], properties: {value: {type: string}}}
NumberValue: {type: object, required: [value], properties: {value: {type: number}}}
ListValue: {type: object, required: [value], properties: {value: {type: array, items: {type: string}}}}
FlagValue: {type: object, required: [value], properties: {value: {type: boolean}}}
IdValue: {type: object, required: [value], properties: {value: {type: string, format: uuid}}}
TimeValue: {type: object, required: [value], properties: {value: {type: string, format: date-time}}}
DayValue: {type: object, required: [value], properties: {value: {type: string, format: date}}}
Small: {type: object, required: [n], properties: {n: {type: integer, maximum: 9}}}
Large: {type: object, required: [n], properties: {n: {type: integer, minimum: 10}}}
Short: {type: object, required: [s], properties: {s: {type: string, maxLength: 3}}}
Long: {type: object, required: [s], properties: {s: {type: string, minLength: 4}}}
Upper: {type: object, required: [s], properties: {s: {type: string, pattern: '^[A-Z]+$'}}}
Lower: {type: object, required: [s], properties: {s: {type: string, pattern: '^[a-z]+$'}}}
Closed: {type: object, additionalProperties: false, required: [id], properties: {id: {type: string}}}
Wide: {type: object, required: [id], properties: {id: {type: string}}, additionalProperties: {type: integer}}
ClosedToo: {type: object, additionalProperties: false, required: [id], properties: {id: {type: string}, more: {type: string}}}
NullNote: {type: object, required: [note], properties: {note: {type: [string, 'null']}}}
TextNote: {type: object, required: [note], properties: {note: {type: string, minLength: 1}}}
InnerDone: {type: object, required: [inner], properties: {inner: {$ref: '#/components/schemas/Done'}}}
InnerFailed: {type: object, required: [inner], properties: {inner: {$ref: '#/components/schemas/Failed'}}}
ItemsA: {type: object, required: [items], properties: {items: {type: array, minItems: 1, items: {$ref: '#/components/schemas/NeedsA'}}}}
ItemsB: {type: object, required: [items], properties: {items: {type: array, minItems: 1, items: {$ref: '#/components/schemas/NeedsB'}}}}
MapA: {type: object, required: [map], properties: {map: {type: object, minProperties: 1, additionalProperties: {$ref: '#/components/schemas/Small'}}}}
MapB: {type: object, required: [map], properties: {map: {type: object, minProperties: 1, additionalProperties: {$ref: '#/components/schemas/Large'}}}}
Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
Pets: {anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}
Car: {type: object, required: [kind], properties: {kind: {type: string}, wheels: {type: integer}}}
Boat: {type: object, required: [kind], properties: {kind: {type: string}, sails: {type: integer}}}
Vehicles: {anyOf: [{$ref: '#/components/schemas/Car'}, {$ref: '#/components/schemas/Boat'}], discriminator: {propertyName: kind, mapping: {car: '#/components/schemas/Car', boat: '#/components/schemas/Boat'}}}
Base: {type: object, required: [type], properties: {type: {type: string}}, discriminator: {propertyName: type, mapping: {one: '#/components/schemas/HeirOne', two: '#/components/schemas/HeirTwo'}}}
HeirOne: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {one: {type: integer}}}]}
HeirTwo: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {two: {type: integer}}}]}
EnumA: {type: string, enum: [a, b]}
EnumB: {type: string, enum: [c, d]}
States: {anyOf: [{$ref: '#/components/schemas/Done'}, {$ref: '#/components/schemas/Failed'}]}
""")


@dataclass(frozen=True, slots=True)
class Shape:
    """One union, and answers that conform to it."""

    name: str
    schema: Any
    answers: tuple[Any, ...]
    tags: tuple[tuple[str, str], ...] = ()
    """Value of the discriminator → the variant that it means, where the schemas alone do not tell it."""


def _refs(names: str) -> list[dict[str, str]]:
    return [{"$ref": f"#/components/schemas/{name}"} for name in names.split()]


def _one(names: str) -> dict[str, Any]:
    return {"oneOf": _refs(names)}


def _any(names: str) -> dict[str, Any]:
    return {"anyOf": _refs(names)}


UUID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
TIME = "2026-01-02T03:04:05Z"
DAY = "2026-01-02"
NULL: dict[str, Any] = {"type": "null"}
PET_TAGS = (("cat", "Cat"), ("dog", "Dog"))
VEHICLE_TAGS = (("car", "Car"), ("boat", "Boat"))


def _text(**keywords: Any) -> dict[str, Any]:
    return {"type": "string", **keywords}


def _list(items: Any, **keywords: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **keywords}


def _map(values: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": list(required)} if required else {})}


_PART = _object(id=_text())
_STATES = ({"state": "failed"}, {"state": "done"}, {"state": "cancelled", "info": "x"})
_KINDS = ({"kind": "b"}, {"kind": "a", "x": "y"})
_VALUES = ({"value": "5"}, {"value": 5}, {"value": 5.5}, {"value": ["5"]}, {"value": False})
_FORMATS = ({"value": UUID}, {"value": TIME}, {"value": DAY})
_PETS = ({"kind": "cat"}, {"kind": "dog"}, {"kind": "dog", "lives": 9})

SHAPES: tuple[Shape, ...] = (
    # Told apart by one property of objects.
    Shape("enum_any", _any("Done Failed"), _STATES),
    Shape("enum_one", _one("Done Failed"), _STATES),
    Shape("enum_reversed", _any("Failed Done"), _STATES),
    Shape("const_any", _any("ByConstA ByConstB"), _KINDS),
    Shape("const_one", _one("ByConstA ByConstB"), _KINDS),
    Shape("required", _any("NeedsA NeedsB"), ({"b": "1"}, {"a": "1"}, {"b": "1", "x": "y"})),
    Shape("required_one", _one("NeedsA NeedsB"), ({"b": "1"}, {"a": "1", "x": "y"})),
    Shape("type", _one("TextValue NumberValue ListValue FlagValue"), _VALUES),
    Shape("type_any", _any("FlagValue NumberValue ListValue TextValue"), _VALUES),
    Shape("format", _any("IdValue TimeValue DayValue"), _FORMATS),
    Shape("format_and_text", _any("TextValue TimeValue"), ({"value": "x"}, {"value": TIME})),
    Shape("format_before_text", _any("TimeValue TextValue"), ({"value": "x"}, {"value": TIME})),
    Shape("maximum", _one("Small Large"), ({"n": 50}, {"n": 5})),
    Shape("maximum_any", _any("Small Large"), ({"n": 50}, {"n": 5})),
    Shape("length", _one("Short Long"), ({"s": "abcdef"}, {"s": "ab"})),
    Shape("pattern", _any("Upper Lower"), ({"s": "abc"}, {"s": "ABC"})),
    Shape("closed", _any("Closed Wide"), ({"id": "a", "x": 1}, {"id": "a"})),
    Shape("closed_both", _any("Closed ClosedToo"), ({"id": "a", "more": "x"}, {"id": "a"})),
    Shape("null_inside", _any("TextNote NullNote"), ({"note": None}, {"note": "x"}, {"note": ""})),
    # Told apart by what is further inside.
    Shape("inner_enum", _any("InnerDone InnerFailed"), ({"inner": {"state": "failed"}}, {"inner": {"state": "done"}})),
    Shape("inner_items", _any("ItemsA ItemsB"), ({"items": [{"b": "1"}]}, {"items": [{"a": "1"}]})),
    Shape("inner_values", _any("MapA MapB"), ({"map": {"k": {"n": 50}}}, {"map": {"k": {"n": 5}}})),
    Shape("union_of_unions", _any("States NeedsA"), (*_STATES, {"a": "x", "state": "other"})),
    Shape("inline_variants", {"oneOf": [{"type": "object", "required": ["q"], "properties": {"q": _text()}}, *_refs("NeedsB")]}, ({"b": "1"}, {"q": "x"})),
    # Discriminators.
    Shape("tags", _any("Pets"), _PETS, PET_TAGS),
    Shape("tags_nested", _any("Pets Vehicles"), (*_PETS, {"kind": "boat"}, {"kind": "car", "wheels": 4}), PET_TAGS + VEHICLE_TAGS),
    Shape("tags_nested_reversed", _any("Vehicles Pets"), ({"kind": "boat"}, {"kind": "cat"}), PET_TAGS + VEHICLE_TAGS),
    Shape("tags_and_class", _any("Pets NeedsA"), (*_PETS, {"a": "1"}), PET_TAGS),
    Shape("tags_of_heirs", _refs("Base")[0], ({"type": "two", "two": 2}, {"type": "one"}), (("one", "HeirOne"), ("two", "HeirTwo"))),
    Shape("tags_of_heirs_in_union", _any("Base NeedsA"), ({"type": "two"}, {"a": "1"}), (("one", "HeirOne"), ("two", "HeirTwo"))),
    Shape("tags_in_all_of", {"allOf": [_refs("Pets")[0], {"description": "A pet."}]}, _PETS, PET_TAGS),
    Shape("tags_null", {"anyOf": [*_refs("Pets"), NULL]}, (*_PETS, None), PET_TAGS),
    Shape("tags_listed", _list(_refs("Pets")[0]), (list(_PETS), []), PET_TAGS),
    Shape("tags_mapped", _map(_refs("Pets")[0]), ({"k": _PETS[0], "l": _PETS[1]},), PET_TAGS),
    # Within lists, maps and other unions; with null.
    Shape("listed", _list(_any("Done Failed")), (list(_STATES),)),
    Shape("mapped", _map(_any("Done Failed")), ({"k": _STATES[0], "l": _STATES[1]},)),
    Shape("listed_in_map", _map(_list(_any("Small Large"))), ({"k": [{"n": 50}, {"n": 5}], "l": []},)),
    Shape("mapped_in_list", _list(_map(_any("Closed Wide"))), ([{"k": {"id": "a", "x": 1}}, {}],)),
    Shape("null_any", {"anyOf": [*_refs("Done Failed"), NULL]}, (*_STATES, None)),
    Shape("null_first", {"oneOf": [NULL, *_refs("Small Large")]}, ({"n": 50}, None)),
    Shape("null_list", {"anyOf": [_list(_any("Done Failed")), NULL]}, (list(_STATES), None)),
    Shape("null_items", _list({"anyOf": [*_refs("Small Large"), NULL]}), ([{"n": 50}, None, {"n": 1}],)),
    Shape("one_or_list", {"anyOf": [_refs("Failed")[0], _list(_refs("Failed")[0])]}, (_STATES[0], [_STATES[0]])),
    Shape("lists_of_classes", {"anyOf": [_list(_refs("NeedsA")[0]), _list(_refs("NeedsB")[0])]}, ([{"b": "1"}], [{"a": "1"}])),
    Shape("lists_of_enums", {"anyOf": [_list(_refs("Done")[0]), _list(_refs("Failed")[0])]}, ([{"state": "failed"}], [{"state": "done"}])),
    Shape("lists_of_formats", {"anyOf": [_list(_text(format="date")), _list(_text(format="date-time"))]}, ([TIME], [DAY])),
    Shape("lists_of_scalars", {"oneOf": [_list({"type": "integer"}), _list(_text())]}, (["5"], [5])),
    Shape("lists_by_length", {"anyOf": [_list(_refs("NeedsA")[0], maxItems=1), _list(_refs("Wide")[0], minItems=2)]}, ([{"a": "1"}], [{"id": "1"}, {"id": "2"}])),
    Shape("map_or_class", {"anyOf": [_refs("NeedsA")[0], _map({"type": "integer"})]}, ({"a": "1"}, {"k": 5})),
    Shape("maps", {"anyOf": [_map({"type": "integer"}), _map(_text())]}, ({"k": "5"}, {"k": 5})),
    Shape("map_of_lists", {"anyOf": [_map(_list({"type": "integer"})), _map(_refs("Failed")[0])]}, ({"k": [1]}, {"k": {"state": "failed"}})),
    # Scalars.
    Shape("formats", {"anyOf": [_text(format="uuid"), _text(format="date-time"), _text(format="date")]}, (UUID, TIME, DAY)),
    Shape("formats_one", {"oneOf": [_text(format="date"), _text(format="date-time")]}, (DAY, TIME)),
    Shape("format_or_text", {"anyOf": [_text(format="date-time"), _text()]}, (TIME, "soon")),
    Shape("enum_or_format", {"anyOf": [_text(enum=["now", "later"]), _text(format="date-time")]}, (TIME, "now")),
    Shape("enums", _any("EnumA EnumB"), ("a", "d")),
    Shape("enum_or_number", {"anyOf": [_text(enum=["auto"]), {"type": "integer"}]}, ("auto", 5)),
    Shape("integer_or_text", {"type": ["integer", "string"]}, (5, "5")),
    Shape("number_or_flag", {"anyOf": [{"type": "number"}, {"type": "boolean"}]}, (True, 1, 1.5)),
    Shape("flag_or_integer", {"oneOf": [{"type": "boolean"}, {"type": "integer"}]}, (True, 1, 0)),
    Shape("number_or_integer", {"anyOf": [{"type": "integer"}, {"type": "number"}]}, (1, 1.5)),
    Shape("bounded", {"oneOf": [{"type": "integer", "maximum": 9}, _text(minLength=2), {"type": "integer", "minimum": 100}]}, (5, "ab", 500)),
    Shape("text_or_class", {"anyOf": [_text(), *_refs("NeedsA")]}, ("x", {"a": "1"})),
    Shape("id_or_class", {"anyOf": [_text(format="uuid"), *_refs("IdValue")]}, (UUID, {"value": UUID})),
    Shape("time_or_number", {"anyOf": [_text(format="date-time"), {"type": "number"}]}, (TIME, 5, 5.5)),
    Shape("null_time", {"anyOf": [_text(format="date-time"), NULL]}, (TIME, None)),
    Shape("null_enum", {"oneOf": [*_refs("EnumA"), {"enum": [""]}, {"enum": [None]}]}, ("a", "", None)),
    # Unions within `allOf`, properties next to unions, and the rarer keywords.
    Shape("tags_and_properties", {"allOf": [_refs("Pets")[0], _PART]}, ({"kind": "dog", "id": "1"}, {"kind": "cat"}), PET_TAGS),
    Shape("tags_in_list_of_null", {"oneOf": [NULL, _list(_any("Pets Vehicles"))]}, ([{"kind": "boat"}], None), PET_TAGS + VEHICLE_TAGS),
    Shape("numbers_listed", {"oneOf": [_object(c={"enum": [1, 2]}), _object(c={"enum": [3, 4]})]}, ({"c": 3}, {"c": 1})),
    Shape("flags", {"oneOf": [_object("ok", ok={"const": True}), _object("ok", ok={"const": False})]}, ({"ok": False}, {"ok": True})),
    Shape("closed_properties", {"oneOf": [{**_object(a=_text()), "additionalProperties": False}, {**_object(b=_text()), "additionalProperties": False}]}, ({"b": "x"}, {"a": "x"})),
    Shape("properties", {"anyOf": [_object(a=_text()), _object(b=_text())]}, ({"b": "x"}, {"a": "x"})),
    Shape("required_below", {**_object(t=_text()), "oneOf": [_object("x", x=_text()), _object("y", y=_text())]}, ({"t": "1", "y": "2"}, {"x": "1"})),
    Shape("not_required", {"anyOf": [{**_object(a=_text()), "not": {"required": ["b"]}}, _object("b", a=_text(), b=_text())]}, ({"a": "1", "b": "2"}, {"a": "1"})),
    Shape("stamps", {"oneOf": [{"type": "integer", "format": "unixtime"}, _text(format="date-time")]}, (5, TIME)),
    Shape("decimals", {"anyOf": [_text(format="decimal"), {"type": "number"}]}, ("5.50", 5.5)),
    Shape("durations", {"anyOf": [_text(format="duration"), _text(format="date")]}, (DAY, "P1D")),
    Shape("tuples", {"anyOf": [{"type": "array", "prefixItems": [{"type": "integer"}, _text()], "minItems": 2, "maxItems": 2}, _list(_text())]}, ([1, "a"], ["a", "b"])),
)  # fmt: skip

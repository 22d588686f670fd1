"""What the evaluator of JSON Schema says of values, and what becomes of regular expressions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.runtime.json_schema.evaluate import Evaluator
from generator.runtime.json_schema.pattern_texts import is_runnable, matching
from generator.runtime.json_schema.patterns import linear_pattern, search_pattern, translate_pattern

from .records import Row, outcome

SCHEMAS: tuple[Any, ...] = (
    True,
    False,
    {"type": "integer"},
    {"type": ["string", "null"]},
    {"type": "number"},
    {"enum": [1, "a", None, [1], {"a": 1}]},
    {"const": {"a": [1, 2.0]}},
    {"minimum": 1},
    {"maximum": 1},
    {"exclusiveMinimum": 1},
    {"exclusiveMaximum": 1},
    {"multipleOf": 0.5},
    {"minLength": 1},
    {"maxLength": 1},
    {"pattern": "^a"},
    {"minItems": 1},
    {"maxItems": 1},
    {"uniqueItems": True},
    {"prefixItems": [{"type": "integer"}], "items": {"type": "string"}},
    {"items": False},
    {"contains": {"const": 1}, "minContains": 1, "maxContains": 1},
    {"contains": {"const": 1}, "minContains": 0},
    {"prefixItems": [True], "unevaluatedItems": False},
    {"properties": {"a": {"type": "integer"}}, "required": ["a"]},
    {"properties": {"a": True}, "additionalProperties": False},
    {"patternProperties": {"^a": {"type": "integer"}}, "additionalProperties": {"type": "string"}},
    {"propertyNames": {"maxLength": 1}},
    {"minProperties": 1, "maxProperties": 1},
    {"dependentRequired": {"a": ["b"]}},
    {"dependentSchemas": {"a": {"required": ["b", "c"]}}},
    {"allOf": [{"properties": {"a": True}}], "unevaluatedProperties": False},
    {"anyOf": [{"type": "integer"}, {"minLength": 2}]},
    {"oneOf": [{"type": "integer"}, {"minimum": 1}]},
    {"not": {"type": "string"}},
    {"if": {"type": "integer"}, "then": {"minimum": 1}, "else": {"maxLength": 1}},
    {"$ref": "#/components/schemas/Node"},
    {"$ref": "#/components/schemas/Absent"},
    {"$ref": "#/$defs/x", "$defs": {"x": {"type": "string"}}},
)

INSTANCES: tuple[Any, ...] = (
    *(None, True, 0, 1, 1.0, 1.5, -1, 2**60, "", "a", "ab", "ba", [], [1], [1, 1], [1, "a"], [1, True], [[], []]),
    *({}, {"a": 1}, {"a": "x"}, {"a": 1, "b": 2}, {"b": {}}, {"ab": 1, "c": "d"}, {"a": [1, 2]}, {"next": {"next": 7}}),
)


def evaluated() -> Iterator[Row]:
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    for schema in SCHEMAS:
        evaluator = Evaluator(schema, {"Node": node})
        for instance in INSTANCES:
            yield f"{json.dumps(schema)} {json.dumps(instance)}", outcome(evaluator.check, instance)


PATTERNS = (
    *("", "a", "^a$", "^$", "a|b", "(a|b)+c?", "[a-c]", "[^a-c]", "[\\w-]", "[a-]", "[]", "[^]", "[\\b]", "[--/]"),
    *(
        "\\d{2,3}",
        "\\D",
        "\\s\\S",
        "\\w\\W",
        "\\bx\\b",
        "a{2}",
        "a{,2}",
        "a{2,}",
        "a{0}",
        "a{x}",
        "{",
        "}",
        "]",
        "a{3,1}",
    ),
    *(
        "\\u0041",
        "\\x41",
        "\\cA",
        "\\0",
        "\\u{1F600}",
        "\\p{L}",
        "\\p{Lu}+",
        "\\P{L}",
        "\\p{Script=Greek}",
        "\\/",
        "\\-",
    ),
    *(
        "(?:a)",
        "(?=a)a",
        "(?!a).",
        "(?<=a)b",
        "(?<!a)b",
        "(?<n>a)\\k<n>",
        "(a)\\1",
        "(?i)a",
        "(?>a)",
        "a*?",
        "a++",
        "a**",
    ),
    *("(a+)+$", "(a|a)*b", "(.*)(.*)(.*)x", "^(?=.*\\d)(?=.*[a-z]).{8,}$", "^[^@]+@[^@]+\\.[a-z]{2,}$", "\\Aa\\Z", "."),
    *(
        "(",
        ")",
        "[",
        "\\",
        "a{1000}",
        "(a{100}){100}",
        "^\\+[1-9]\\d{6,14}$",
        "^(\\d{4})-(\\d{2})$",
        "ü|€",
        "[ü-ÿ]",
        "$a",
    ),
    *(
        "^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
        "^#?([a-f0-9]{6}|[a-f0-9]{3})$",
        "\\n\\t",
        "[\\d\\s]",
        "[^\\d]",
        "(?:x{2}){3}",
        "^^a$$",
    ),
)

TEXTS = (
    "",
    "a",
    "b",
    "aa",
    "abc",
    "A",
    "12",
    "123",
    " x ",
    "x",
    "a\n",
    "ab",
    "é",
    "€",
    "+4915112345678",
    "aaaaaaaab1",
    "😀",
)


QUANTIFIERS = ("*", "+", "?", "{2}", "{2,}", "{2,3}", "{,3}", "{0,0}", "{999999999}", "{1000000000}", "{0000000003}")
QUANTIFIED = (
    "",
    "a",
    "ab",
    "(a)",
    "(?:ab)",
    "[ab]",
    "\\d",
    ".",
    "^",
    "$",
    "\\b",
    "a|",
    "(",
    "(?=a)",
    "a*",
    "a+?",
    "\\1",
    "(a){2}",
)


def quantifiers() -> Iterator[Row]:
    for before in QUANTIFIED:
        for quantifier in QUANTIFIERS:
            pattern = f"{before}{quantifier}"
            yield pattern, outcome(lambda one: (translate_pattern(one), linear_pattern(one), matching(one)), pattern)


def patterns() -> Iterator[Row]:
    for pattern in PATTERNS:
        yield f"{pattern} translated", outcome(translate_pattern, pattern)
        yield f"{pattern} linear", outcome(linear_pattern, pattern)
        yield f"{pattern} runnable", outcome(is_runnable, pattern)
        yield f"{pattern} text", outcome(lambda one: (matching(one), matching(one, 6)), pattern)
        yield f"{pattern} finds", outcome(lambda one: [text for text in TEXTS if search_pattern(one)(text)], pattern)

"""Assertions of JSON Schema on fields and classes, the evaluator and the patterns."""

from __future__ import annotations

from time import process_time
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from generator.runtime.json_schema.evaluate import COMPONENTS, Evaluator
from generator.runtime.json_schema.outcomes import Failure
from generator.runtime.json_schema.patterns import translate_pattern
from generator.runtime.models.adapter import adapter
from generator.runtime.models.asserts import Asserts, MultipleOf, Pattern, UniqueItems
from generator.runtime.models.model import Model
from generator.runtime.models.types import UnixTime

from . import json_schema_suite


class Order(Model):
    __asserts__ = Asserts(
        {"dependentRequired": {"cardNumber": ["billTo"]}, "not": {"required": ["a", "b"]}, "maxProperties": 4}
    )

    card_number: Annotated[str | None, Field(alias="cardNumber")] = None
    bill_to: Annotated[str | None, Field(alias="billTo")] = None
    placed: UnixTime | None = None


class Basket(Model):
    orders: Annotated[list[Order] | None, UniqueItems()] = None
    price: Annotated[float | None, MultipleOf(0.01)] = None
    rate: Annotated[float | None, Field(multiple_of=0.1)] = None
    code: Annotated[str | None, Pattern(r"^\d{3}$")] = None
    name: Annotated[str | None, Pattern("^a"), Field(max_length=3)] = None
    word: Annotated[str | None, Pattern(r"^(?=.*b)\w+$")] = None
    extra: Annotated[dict[str, Any] | None, Asserts({"propertyNames": {"pattern": "^x-"}, "minProperties": 1})] = None
    pair: Annotated[list[Any] | None, Asserts({"prefixItems": [{"type": "string"}, {"const": 1}], "items": False})] = (
        None
    )


VALID = [
    '{"orders": [{"cardNumber": "1", "billTo": "x"}, {"cardNumber": "2", "billTo": "x"}]}',
    '{"price": 19.99}',
    '{"price": 3, "rate": 0.3}',
    '{"code": "123"}',
    '{"word": "abc"}',
    '{"name": "abc"}',
    '{"extra": {"x-a": 1}}',
    '{"pair": ["a", 1.0]}',
]
INVALID = [
    '{"orders": [{"cardNumber": "1"}]}',
    '{"orders": [{"a": 1, "b": 1}]}',
    '{"orders": [{"billTo": "x"}, {"billTo": "x"}]}',
    '{"price": 19.999}',
    '{"rate": 0.35}',
    '{"code": "1234"}',
    '{"code": "123\\n"}',
    '{"code": "١٢٣"}',
    '{"word": "acd"}',
    '{"name": "abcd"}',
    '{"name": "b"}',
    '{"extra": {"a": 1}}',
    '{"extra": {}}',
    '{"pair": ["a", true]}',
    '{"pair": ["a", 1, 2]}',
]


@pytest.mark.parametrize("text", VALID)
def test_valid(text: str) -> None:
    basket = adapter(Basket, tolerant=False).validate_json(text)
    assert Basket.model_validate_json(basket.model_dump_json()) == basket


@pytest.mark.parametrize("text", INVALID)
def test_invalid(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        adapter(Basket, tolerant=False).validate_json(text)
    assert len(caught.value.errors()) == 1
    kept = adapter(Basket, tolerant=True).validate_json(text)
    assert adapter(Basket, tolerant=True).validate_json(kept.model_dump_json()) == kept


def test_instances() -> None:
    assert Order(card_number="1", bill_to="x").model_dump() == {"cardNumber": "1", "billTo": "x"}
    with pytest.raises(ValidationError, match="lacks billTo"):
        Order(card_number="1")
    with pytest.raises(ValidationError, match="should have no item twice"):
        Basket(orders=[Order(bill_to="x"), Order(bill_to="x")])
    assert Basket(orders=[Order(bill_to="x"), Order(bill_to="y")], price=None).model_dump_json()


def test_definitions() -> None:
    text = Asserts(
        {"oneOf": [{"$ref": "#/components/schemas/Short"}, {"minLength": 5}]},
        definitions=lambda: {"Short": {"maxLength": 5}},
    )
    codec = adapter(Annotated[str, text], tolerant=False)
    assert codec.validate_json('"abc"') == "abc"
    with pytest.raises(ValidationError, match="exactly one"):
        codec.validate_json('"abcde"')


def test_recursion_ends() -> None:
    schemas: dict[str, Any] = {"A": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]}}
    Evaluator({"$ref": "#/components/schemas/A"}, schemas).check("x")
    with pytest.raises(Failure, match="should be integer"):
        Evaluator({"items": {"type": "integer"}, "allOf": [{"$ref": "#"}]}).check([1, "x"])


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("a.c", "xabcx", "a\nc"),
        ("^a$", "a", "a\n"),
        (r"^\s$", "\ufeff", "x"),
        (r"^\w+$", "a_1", "é"),
        (r"^[\d\-x]+$", "1-x", "a"),
        (r"^[^\W]$", "a", "-"),
        ("^x{,3}$", "x{,3}", "xx"),
        ("[[]", "[", "]"),
        (r"^\u{1F600}\uD83D\uDE00$", "\U0001f600\U0001f600", "x"),
        (r"^\p{Lu}\/\.$", "Ä/.", "ä/."),
        (r"^(?<q>['\"]).*\k<q>$", "'a'", "'a\""),
        ("^(?!.*--)[a-z-]+$", "a-b", "a--b"),
        ("(?i)^abc$", "ABC", "x"),
        (r"\bcat\b", "a cat", "concat"),
        ("^[^]$", "\n", ""),
    ],
)
def test_patterns(pattern: str, matching: str, other: str) -> None:
    codec = adapter(Annotated[str, Pattern(pattern)], tolerant=False)
    assert translate_pattern(pattern) is not None
    assert codec.validate_python(matching) == matching
    with pytest.raises(ValidationError, match="match pattern"):
        codec.validate_python(other)


@pytest.mark.parametrize(
    "pattern",
    [
        *("a*+", "a++", "a?+", "(ab)*+", "a{2}+", "a*??"),  # possessive to Python, and no patterns to ECMA-262
        *("(", "a**", r"\Z", "[z-a]", "[a", r"a\q", "(?=b)((a+)+)$", "a{2}{3}", r"\p{Nope}"),
        *(r"^(?=a)(\w|/|-){1,1011}$", r"^(?=a)(-\w+)*:(\w|/|-){1,1011}$"),
        *("(" * 300 + ")" * 300, "(?:" * 5_000 + "a" + ")" * 5_000, "(?=a)" + "(" * 60 + ")" * 60),
    ],
)
def test_patterns_that_cannot_run(pattern: str) -> None:
    assert translate_pattern(pattern) is None


@pytest.mark.skipif(json_schema_suite.directory() is None, reason=f"{json_schema_suite.VARIABLE} is not set")
def test_official_suite() -> None:
    folder = json_schema_suite.directory()
    assert folder is not None
    counts, wrong = json_schema_suite.run(folder, json_schema_suite.evaluates)
    assert len(wrong) <= counts[""] // 100, "\n".join(wrong)


@pytest.mark.parametrize(
    ("pattern", "runs"),
    [
        ("^(?=.)(?:[ab]{2}){40}$", True),
        ("^(?=.)(?:[ab]{1,2}){3}$", True),
        ("^(?=.)(?:[ab]{1,2}){40}$", False),
        ("^(?=.)(?:[ab]{3},)+$", True),
        ("^(?=.)(?:[ab]{3},)*[ab]{3}$", True),
        ("^(?=.)(?:[ab]{0,3},)*$", False),
        ("^(?=.)(?:[ab]+,){9}$", False),
        ("^(?=.)(?:a*)*$", False),
        ("(?:a*)*$", True),
    ],
)
def test_a_pattern_with_look_around_runs_if_it_can_match_in_few_ways(pattern: str, runs: bool) -> None:
    """An exact number of repetitions is one way; the linear engine runs any pattern without look-around."""
    assert (translate_pattern(pattern) is not None) is runs


def net(keyword: str, levels: int = 40) -> dict[str, Any]:
    """Schemas of which each names both of the next level: as a tree, 2 to the power of their levels."""
    schemas: dict[str, Any] = {f"{one}{levels}": {"type": "string"} for one in "AB"}
    for level in range(levels):
        both = [{"$ref": f"#/components/schemas/{one}{level + 1}"} for one in "AB"]
        own = {"not": {"anyOf": both}} if keyword == "not" else {keyword: both}
        own = {"if": both[0], "then": both[1], "else": both[1]} if keyword == "if" else own
        schemas |= {f"A{level}": own, f"B{level}": own}
    return schemas


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf", "allOf", "not", "if"])
def test_schemas_in_a_net_are_evaluated_once(keyword: str) -> None:
    schemas = net(keyword)
    evaluator = Evaluator({"items": {"$ref": "#/components/schemas/A0"}}, schemas)
    started = process_time()
    fits = evaluator.accepts(["a"])
    assert fits is (keyword != "oneOf")
    evaluator.accepts([1, "a", {"a": 1}])
    assert process_time() - started < 2


def test_schemas_that_all_name_each_other_end() -> None:
    """Along all ways through fourteen schemas that name each other there are billions: the value is not refused for it."""
    names = [f"A{number}" for number in range(14)]
    schemas = {
        name: {"anyOf": [{"$ref": f"#/components/schemas/{one}"} for one in names if one != name] + [{"const": name}]}
        for name in names
    }
    started = process_time()
    assert Evaluator({"$ref": "#/components/schemas/A0"}, schemas).accepts({"a": 1})
    assert process_time() - started < 5


def test_what_a_reference_gave_is_of_its_value_alone() -> None:
    schemas: dict[str, Any] = {
        "Tree": {
            "type": "object",
            "required": ["id"],
            "properties": {"kids": {"items": {"$ref": f"{COMPONENTS}Tree"}}},
        },
        "Either": {"anyOf": [{"$ref": f"{COMPONENTS}Tree"}, {"$ref": f"{COMPONENTS}Either"}]},
    }
    evaluator = Evaluator({"allOf": [{"$ref": f"{COMPONENTS}Either"}, {"$ref": f"{COMPONENTS}Tree"}]}, schemas)
    assert evaluator.accepts({"id": 1, "kids": [{"id": 1}, {"id": 1, "kids": []}]})
    with pytest.raises(Failure) as caught:
        evaluator.check({"id": 1, "kids": [{"id": 1}, {"id": 1, "kids": [{}]}]})
    assert caught.value.pointer == "/kids/1/kids/0"

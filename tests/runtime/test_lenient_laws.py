"""The lenient reading of a response, the fast one and the strict one agree about what is as declared."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from generator.runtime import Model, Nullable
from generator.runtime.models.adapter import adapter
from generator.runtime.models.model import WRITE_ONLY, Unknown
from generator.runtime.models.one_of import OneOf
from generator.runtime.models.tagged_unions import Tagged
from generator.runtime.problems import reading


class Small(Model):
    n: Annotated[int, Field(le=9)]
    note: str | None = None


class Text(Model):
    t: str
    at: datetime | None = None


class Cat(Model):
    kind: Literal["cat"]
    lives: int | None = None


class Whole(Model):
    id: str
    name: Nullable[str] = None
    counts: list[int] | None = None
    by_name: dict[str, Small] | None = None
    either: Small | Text | None = None
    tagged: Annotated[Cat | Unknown, Tagged("kind", {"cat": "Cat"})] | None = None
    pair: tuple[int, str] | None = None
    child: Whole | None = None


SMALL = st.fixed_dictionaries({"n": st.integers(-5, 9)}, optional={"note": st.text(max_size=3), "more": st.integers()})
TEXT = st.fixed_dictionaries({"t": st.text(max_size=3)}, optional={"at": st.just("2026-01-02T03:04:05Z")})
CAT = st.fixed_dictionaries({"kind": st.just("cat")}, optional={"lives": st.integers(), "age": st.none()})
DOCUMENTS = st.recursive(
    st.fixed_dictionaries({"id": st.text(max_size=3)}),
    lambda child: st.fixed_dictionaries(
        {"id": st.text(max_size=3)},
        optional={
            "name": st.none() | st.text(max_size=3),
            "counts": st.lists(st.integers(), max_size=3),
            "by_name": st.dictionaries(st.text(max_size=2), SMALL, max_size=2),
            "either": SMALL | TEXT,
            "tagged": CAT | st.just({"kind": "dog", "bones": 2}),
            "pair": st.tuples(st.integers(), st.text(max_size=2)).map(list),
            "child": child,
            "undeclared": st.integers() | st.none(),
        },
    ),
    max_leaves=3,
)


def fields_of(value: object) -> Any:
    """Return all that a caller sees of a value: its classes, what is set, what is undeclared."""
    if isinstance(value, Model):
        inner = {name: fields_of(one) for name, one in vars(value).items()}
        return type(value).__name__, inner, value.model_fields_set, value.model_extra
    if isinstance(value, dict):
        return {name: fields_of(one) for name, one in value.items()}
    return [fields_of(one) for one in value] if isinstance(value, list | tuple) else value


def read(type_: Any, document: object) -> tuple[Any, list[str]]:
    with reading() as found:
        value = adapter(type_, tolerant=True).read_json(json.dumps(document))
    return value, [one.pointer for one in found.problems]


class Holder(Model):
    whole: Whole
    count: int


@given(DOCUMENTS)
def test_whatever_is_as_declared_is_read_leniently_as_it_is_read_fast(document: dict[str, Any]) -> None:
    """A deviation in one place has the whole document read leniently, and changes nothing in any other place."""
    fast, nothing = read(Holder, {"whole": document, "count": 1})
    lenient, problems = read(Holder, {"whole": document, "count": "1"})
    assert (nothing, problems) == ([], ["/count"])
    assert fields_of(lenient) == fields_of(fast)
    assert lenient.model_dump_json() == fast.model_dump_json()


class Account(Model):
    id: str
    password: Annotated[str, WRITE_ONLY]
    count: int


@pytest.mark.parametrize(("count", "problems"), [(1, []), ("1", ["/count"])])
def test_what_servers_never_return_is_not_missed_whatever_else_is_wrong(count: object, problems: list[str]) -> None:
    value, found = read(Account, {"id": "a", "count": count})
    assert (value.id, value.password, value.count, found) == ("a", None, 1, problems)


class Given(Model):
    n: int
    m: Annotated[int | None, Field(ge=1)] = None
    at: datetime | None = None


class Other(Model):
    o: int


class Choice(Model):
    one: Given | Other
    count: int


@pytest.mark.parametrize("wrong", [False, True], ids=["fast", "lenient"])
@pytest.mark.parametrize(
    "member",
    [
        {"n": 1, "m": None},
        {"n": 1, "m": 0},
        {"n": 1, "at": "2026-01-02T03:04:05"},
        {"n": 1, "new": {"a": 1}},
    ],
    ids=str,
)
def test_what_responses_may_do_is_no_problem_in_a_union_whatever_else_is_wrong(
    member: dict[str, Any], wrong: bool
) -> None:
    """Null for an optional property, a limit that is broken, a time without its offset, something undeclared."""

    value, problems = read(Choice, {"one": member, "count": "1" if wrong else 1})
    assert (type(value.one), value.one.n, value.count) == (Given, 1, 1)
    assert problems == (["/count"] if wrong else [])


class Animal(Model):
    kind: str


class Dog(Animal):
    kind: Literal["dog"] = "dog"


Pets = Annotated[Animal | Dog | Unknown, Tagged("kind", {"animal": "Animal", "dog": "Dog"})]


class Puppy(Dog):
    weeks: int | None = None


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        (Animal(kind="animal"), True),
        (Animal(kind="dog"), True),  # a base that is tagged as its subclass
        (Animal(kind="bird"), False),
        (Dog(), True),
        (Puppy(), True),  # a class of the caller's own, derived from the one that the tag means
        (Cat(kind="cat"), False),
        (Unknown.model_validate({"kind": "bird"}), True),
    ],
    ids=repr,
)
def test_an_instance_has_the_class_of_its_tag_or_a_related_one(value: Model, accepted: bool) -> None:
    reader = adapter(Pets, tolerant=False)
    if accepted:
        assert reader.validate_python(value) is value
    else:
        with pytest.raises(ValidationError):
            reader.validate_python(value)


@pytest.mark.parametrize(("value", "fits"), [("false", 2), ("true", 2), ("1", 1), ("2", 1)])
def test_an_enumeration_is_open_only_to_values_of_the_types_that_it_lists(value: str, fits: int) -> None:
    """`false` is no news to an enumeration of integers next to any boolean: it fits both, so it is refused."""
    listed = Literal[1] | int | bool
    reader = adapter(Annotated[listed | bool, OneOf(listed, bool)], tolerant=False)
    if fits == 1:
        assert reader.validate_json(value) == json.loads(value)
    else:
        with pytest.raises(ValidationError):
            reader.validate_json(value)


class Few(Model):
    x: int | None = None


class More(Model):
    x: int | None = None
    y: int | None = None


class Converting(Model):
    a: int
    b: str


class Losing(Model):
    a: str
    b: int | None = None
    c: int | None = None


def test_of_two_variants_the_one_that_knows_more_or_loses_less_is_read() -> None:
    """It is the second of each union here, as the first wins among equals."""
    value, problems = read(Few | More, {"x": "1", "y": 2})
    assert (type(value), value.y, problems) == (More, 2, ["/x"])
    value, problems = read(Losing | Converting, {"a": "5", "b": "x", "c": 1})
    assert (type(value), value.a, value.b, problems) == (Converting, 5, "x", ["/a"])

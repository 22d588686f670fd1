"""Reading responses that are not as declared: converted values, values that are left out, and reported problems."""

from __future__ import annotations

import copy
import json
import pickle
import random
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import Field, ValidationError

from generator.runtime.errors import AbsentError, ClientError, RequestError
from generator.runtime.models.adapter import adapter
from generator.runtime.models.asserts import MultipleOf, Pattern, UniqueItems
from generator.runtime.models.model import Model, Nullable
from generator.runtime.models.types import Base64, Duration, UnixTime
from generator.runtime.problems import MISSING, Unreadable, reading
from generator.runtime.wire.codecs import JSON

from .deviating import (
    Closed,
    Done,
    Failed,
    Json,
    Large,
    Leaf,
    Left,
    Optional,
    Outcome,
    Right,
    Small,
    Tag,
    Tree,
    Wide,
    read,
)


class Pet(Model):
    name: str
    pet_id: Annotated[int | None, Field(alias="petId")] = None
    price: Annotated[float | None, Field(ge=0.5)] = None
    born: datetime | None = None
    toys: list[str] | None = None
    owner: Owner | None = None
    sizes: dict[str, int] | None = None


class Owner(Model):
    id: UUID
    pets: list[Pet] | None = None


class Counts(Model):
    __pydantic_extra__: dict[str, int] = Field(init=False)
    total: Nullable[int]


CONVERTED: list[tuple[Any, Any, Any]] = [
    (int, "5", 5),
    (int, "-5", -5),
    (int, " 5 ", 5),
    (int, "5.0", 5),
    (float, "-0.0025", -0.0025),
    (float, "1e3", 1000.0),
    (bool, "false", False),
    (bool, "True", True),
    (bool, 1, True),
    (bool, "0", False),
    (str, 5, "5"),
    (str, 1.5, "1.5"),
    (str, True, "true"),
    (int | None, "5", 5),
    (list[int], ["1", 2], [1, 2]),
    (dict[str, bool], {"a": "true"}, {"a": True}),
    (list[int], None, []),
    (list[int], {}, []),
    (dict[str, int], [], {}),
    (Literal[1, 2], "2", 2),
    (Literal["1", "2"], 2, "2"),
    (UUID, "6ba7b8109dad11d180b400c04fd430c8", UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")),
    (UUID, "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")),
    (date, "2020-01-02T00:00:00Z", date(2020, 1, 2)),
    (Decimal, 1.5, Decimal("1.5")),
    (UnixTime, "0", datetime(1970, 1, 1, tzinfo=UTC)),
    (Annotated[int, MultipleOf(2)], "3", 3),
    (Annotated[list[int], UniqueItems()], ["1", "1"], [1, 1]),
    (Annotated[str, Pattern("^a$")], 5, "5"),
]


@pytest.mark.parametrize(("type_", "document", "value"), CONVERTED)
def test_values_that_are_converted_without_loss(type_: Any, document: Any, value: Any) -> None:
    found, problems = read(type_, document)
    assert found == value
    assert type(found) is type(value)
    assert problems
    assert all(converted for *_, converted in problems)


@pytest.mark.parametrize(
    ("type_", "document"),
    [
        (int, "5x"),
        (int, "1.5"),
        (int, 1.5),
        (int, ""),
        (int, None),
        (float, "NaN"),
        (float, "1e999"),
        (float, "9" * 5000),
        (bool, "yes"),
        (bool, 2),
        (str, None),
        (str, ["a"]),
        (Literal["a"], "b"),
        (Pet, "x"),
        (Pet, []),
        (Pet, None),
        (list[int], "1"),
        (dict[str, int], "1"),
        (datetime, 1767322800),
        (date, "2020-01-02T03:00:00Z"),
        (UUID, "call_1"),
        (tuple[int, str], [1]),
        (tuple[int, str], [None, "a"]),
        (Pet | int, "x"),
    ],
)
def test_unreadable_values_raise_an_error(type_: Any, document: Any) -> None:
    with pytest.raises(Unreadable):
        read(type_, document)


def test_tuples_and_texts_that_are_values() -> None:
    assert read(tuple[int, str], [1, "a"]) == ((1, "a"), [])
    assert read(tuple[int, str], ["1", "a"]) == ((1, "a"), [("/0", "1", True)])
    assert read(Duration, "soon") == ("soon", [])


def test_the_rest_is_delivered() -> None:
    pets, problems = read(
        list[Pet],
        [
            {"name": "a", "petId": "x", "price": 0.1},
            {"petId": 5, "born": "soon", "new": 1},
            7,
            {"name": None, "toys": ["a", None, {}], "sizes": {"a/b": "1", "c~": "x"}, "owner": {"id": "o"}},
        ],
    )
    assert sorted(problems, key=str) == sorted(
        [
            ("/0/petId", "x", False),
            ("/1/name", MISSING, False),
            ("/1/born", "soon", False),
            ("/2", 7, False),
            ("/3/name", None, False),
            ("/3/owner/id", "o", False),
            ("/3/sizes/a~1b", "1", True),
            ("/3/sizes/c~0", "x", False),
            ("/3/toys/1", None, False),
            ("/3/toys/2", {}, False),
        ],
        key=str,
    )
    first, second, third = pets
    assert (first.name, first.price, second.pet_id, second.model_extra) == ("a", 0.1, 5, {"new": 1})
    assert (third.toys, third.sizes) == (["a"], {"a/b": 1})


@pytest.mark.parametrize(
    ("document", "name", "sentence"),
    [
        ({"name": None}, "name", "`Pet.name` is absent: the server sent null where the API description declares text"),
        ({}, "name", "`Pet.name` is absent: the server sent nothing where the API description declares text"),
        ({"name": "a", "petId": [1]}, "pet_id", "the server sent a list where the API description declares an integer"),
        ({"name": "a", "born": "soon"}, "born", "the server sent 'soon' where"),
        ({"name": "a", "owner": 1}, "owner", "the server sent 1 where the API description declares an object"),
    ],
)
def test_reading_an_absent_field_raises_an_error_with_the_reason(document: Json, name: str, sentence: str) -> None:
    pet, _ = read(Pet, document)
    for one in (pet, copy.deepcopy(pet), pickle.loads(pickle.dumps(pet)), pet.model_copy()):
        with pytest.raises(AbsentError, match="absent") as caught:
            getattr(one, name)
        assert sentence in str(caught.value)
        assert "\n" not in str(caught.value)
        assert isinstance(caught.value, ClientError)
        assert not hasattr(one, name)
        assert one == pet
        assert name not in repr(one).replace(type(one).__name__, "")
        json.loads(one.model_dump_json())
    setattr(pet, name, None)
    assert getattr(pet, name) is None


def test_a_model_with_an_absent_field_cannot_be_sent() -> None:
    pet, _ = read(Pet, {"petId": 1})
    with pytest.raises(RequestError):
        JSON(Pet).encode(pet)
    pet.name = "a"
    content = JSON(Pet).encode(pet)[1]
    assert isinstance(content, bytes)
    assert json.loads(content) == {"petId": 1, "name": "a"}


def test_an_empty_text_is_read_as_none() -> None:
    pet, problems = read(Pet, {"name": "a", "born": "", "owner": ""})
    assert (pet.born, pet.owner, len(problems)) == (None, None, 2)
    assert read(Pet, {"name": "a", "born": None, "toys": None})[1] == []


def test_typed_undeclared_properties() -> None:
    counts, problems = read(Counts, {"total": None, "a": "2", "b": "x"})
    assert (counts.total, counts.model_extra) == (None, {"a": 2})
    assert problems == [("/a", "2", True), ("/b", "x", False)]


def test_a_valid_response_has_no_problems() -> None:
    for type_, document in [(Pet, {"name": "a", "price": 0.1}), (Counts, {"total": 1, "a": 2}), (int, 1.0)]:
        assert read(type_, document)[1] == []


def test_without_a_lenient_context_deviations_are_errors() -> None:
    with pytest.raises(Unreadable, match="/petId: expected an integer, received 'x'") as caught:
        adapter(Pet, tolerant=True).read_json(b'{"petId": "x"}')
    assert "or-python" not in str(caught.value)


_TYPES: list[Any] = [
    *(Pet, Counts, Owner, Outcome, Tag, Optional, list[Pet], dict[str, Tag], tuple[int, str], Duration, UnixTime),
    *(Done | Failed, Small | Large, Closed | Wide, Tree | Leaf, Left | Right, UUID | datetime, Base64 | int),
]
_SCALARS: list[Any] = [None, True, 0, 5, -1, 1.5, "", "5", "true", "cat", "dog", "failed", "red", "2024-01-01", [], {}]
_NAMES = [
    "name",
    "petId",
    "price",
    "born",
    "toys",
    "owner",
    "sizes",
    "id",
    "pets",
    "total",
    "state",
    "n",
    "x",
    "kind",
    "lives",
    "bark",
    "toy",
    "value",
    "left",
    "child",
    "y",
]


def _document(chance: random.Random, depth: int) -> Any:
    kind = chance.random()
    if depth == 0 or kind < 0.45:
        return chance.choice(_SCALARS)
    if kind < 0.6:
        return [_document(chance, depth - 1) for _ in range(chance.randrange(12))]
    return {chance.choice(_NAMES): _document(chance, depth - 1) for _ in range(chance.randrange(6))}


def _without_nulls(document: Any) -> Any:
    """Return the document without null for a property: where it may be left out, that is the same."""
    if isinstance(document, dict):
        return {key: _without_nulls(value) for key, value in document.items() if value is not None}
    return [_without_nulls(item) for item in document] if isinstance(document, list) else document


@pytest.mark.parametrize("seed", range(8))
def test_whatever_a_server_sends(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(250):
        type_, document = chance.choice(_TYPES), _document(chance, 4)
        codec = adapter(type_, tolerant=True)
        try:
            with reading() as found:
                value = codec.read_json(json.dumps(document))
        except Unreadable:
            continue
        written = json.loads(codec.dump_json(value))
        assert (
            found.problems or isinstance(value, UUID | datetime) or _without_nulls(written) == _without_nulls(document)
        )
        assert repr(value)


def test_requests_stay_strict() -> None:
    for document in ({"name": 5}, {"name": "a", "petId": "5"}, {}):
        with pytest.raises(ValidationError):
            Pet.model_validate(document)

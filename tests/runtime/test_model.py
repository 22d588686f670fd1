"""`Model` and `adapter`: what is read, what is refused, what is written."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import ModuleType
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import ConfigDict, Field, ValidationError

from generator.runtime.models.adapter import adapter
from generator.runtime.models.lazy import TypeAliasType
from generator.runtime.models.model import READ_ONLY, WRITE_ONLY, Model, Nullable, Unknown
from generator.runtime.models.one_of import OneOf
from generator.runtime.models.tagged_unions import Tagged
from generator.runtime.models.types import HttpDate, UnixTime

Json = TypeAliasType("Json", "dict[str, Json] | list[Json] | str | int | float | bool | None")


class Pet(Model):
    name: str
    pet_id: Annotated[int | None, Field(alias="petId")] = None
    price: Annotated[float | None, Field(ge=0.5)] = None
    nick: Nullable[str] = None
    size: Literal["s", "m"] | None = None
    tone: Literal["soft", "loud"] | str | None = None
    born: datetime | None = None
    parents: list[Pet] | None = None
    owner: Owner | None = None
    more: Json | None = None
    tags: Annotated[list[str] | None, Field(min_length=1)] = None


class Dog(Pet):
    barks: bool | None = None


class Owner(Model):
    model_config = ConfigDict(extra="forbid")

    pets: list[Pet] | None = None


class Counts(Model):
    __pydantic_extra__: dict[str, int] = Field(init=False)
    total: int


class Cat(Model):
    kind: Literal["cat"]
    lives: int


class Cow(Model):
    kind: str
    milk: Nullable[float]


class Ox(Model):
    kind: Literal["ox"]


class Zoo(Model):
    animal: Annotated[Cat | Cow | Unknown, Tagged("kind", {"cat": "Cat", "cow": "Cow"})] | None = None
    animals: list[Annotated[Cat | Ox, Tagged("kind", {"cat": "Cat", "ox": "Ox"})]] | None = None


class Beasts(Model):
    first: Annotated[Cat | Cow | Unknown, Tagged("kind", {"cat": "Cat"}, optional=True)]


Beasts.model_rebuild()


def strict(type_: Any, text: str) -> Any:
    return adapter(type_, tolerant=False).validate_json(text)


def tolerant(type_: Any, text: str) -> Any:
    return adapter(type_, tolerant=True).validate_json(text)


def refused(type_: Any, text: str) -> str:
    """Return the types of the errors that a strict decode gives."""
    with pytest.raises(ValidationError) as caught:
        strict(type_, text)
    return " ".join(error["type"] for error in caught.value.errors())


def wire(value: Any) -> Any:
    return json.loads(adapter(type(value), tolerant=False).dump_json(value))


READ: list[tuple[Any, str, Any]] = [
    (int, "1", 1),
    (int, "1.0", 1),
    (int, "1e30", int(1e30)),
    (int, str(10**40), 10**40),
    (float, "15", 15),
    (float, "1.5", 1.5),
    (str, '"x"', "x"),
    (bool, "true", True),
    (dict[str, int], '{"a": 2.0}', {"a": 2}),
    (list[int | str], '[1, "1"]', [1, "1"]),
    (int | float, "1.5", 1.5),
    (Literal[0, "x", None], "0", 0),
    (Literal[1], "1.0", 1),
    (Literal[True, 1], "true", True),
    (datetime, '"2020-01-02T03:04:05Z"', datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
    (datetime, '"2020-01-02t03:04:05.123456789z"', datetime(2020, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)),
    (date, '"2020-01-02"', date(2020, 1, 2)),
    (time, '"03:04:05Z"', time(3, 4, 5, tzinfo=UTC)),
    (UUID, '"6ba7b810-9dad-11d1-80b4-00c04fd430c8"', UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")),
    (Decimal, '"1.10"', Decimal("1.10")),
    (Any, "[null]", [None]),
    (Json, '{"a": [1, 2.5, null, true, "x", {}]}', {"a": [1, 2.5, None, True, "x", {}]}),
]


@pytest.mark.parametrize(("type_", "text", "value"), READ)
def test_reads(type_: Any, text: str, value: Any) -> None:
    for read in (strict, tolerant):
        found = read(type_, text)
        assert found == value
        assert type(found) is type(value)
    assert adapter(type_, tolerant=False).validate_python(value) == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (int, "true"),
        (int, '"1"'),
        (int, "1.5"),
        (int, "null"),
        (float, '"1"'),
        (float, "false"),
        (float, "NaN"),
        (float, "Infinity"),
        (str, "1"),
        (bool, "1"),
        (bool, '"true"'),
        (Literal[0], "false"),
        (Literal[True], "1"),
        (Literal["a"], '"b"'),
        (datetime, "1577836800"),
        (datetime, '"1577836800"'),
        (datetime, '"2020-01-02"'),
        (date, '"2020-01-02T00:00:00"'),
        (date, "18000"),
        (time, "1"),
        (datetime, '"2020-01-02T03:04:05"'),
        (Decimal, "1.5"),
        (Decimal, '"NaN"'),
        (list[int], '["1"]'),
        (dict[str, bool], '{"a": 0}'),
    ],
)
def test_refuses(type_: Any, text: str) -> None:
    refused(type_, text)
    with pytest.raises(ValidationError):
        adapter(type_, tolerant=False).validate_python(json.loads(text))


def test_a_wrong_scalar_gives_one_error() -> None:
    assert refused(int, "true") == "int_type"
    assert refused(Pet, '{"name": "x", "price": "1"}') == "float_type"
    assert refused(Pet, '{"name": "x", "price": 0.25}') == "greater_than_equal"
    assert refused(Pet, '{"name": "x", "born": "soon"}') == "wire_form"


def test_absent_null_and_value() -> None:
    assert wire(Pet(name="x")) == {"name": "x"}
    assert wire(Pet(name="x", nick=None, price=None)) == {"name": "x", "nick": None}
    pet = Pet(name="x", price=1, nick="y")
    pet.price = None
    pet.nick = None
    assert wire(pet) == {"name": "x", "nick": None}
    assert json.loads(pet.model_dump_json()) == wire(pet) == pet.model_dump()
    assert refused(Pet, '{"name": "x", "price": null}') == "float_type"
    assert strict(Pet, '{"name": "x", "nick": null}').model_fields_set == {"name", "nick"}


def test_numbers_are_written_as_given() -> None:
    assert Pet(name="x", price=15).model_dump_json() == '{"name":"x","price":15}'
    assert Pet(name="x", price=1.5).model_dump_json() == '{"name":"x","price":1.5}'


def test_names() -> None:
    assert wire(Pet(name="x", pet_id=3)) == {"name": "x", "petId": 3}
    assert Pet.model_validate({"name": "x", "petId": 3}).pet_id == 3
    pet = strict(Pet, '{"name": "x", "pet_id": "other"}')
    assert pet.pet_id is None
    assert pet.model_extra == {"pet_id": "other"}
    assert wire(pet) == {"name": "x", "pet_id": "other"}
    both = strict(Pet, '{"name": "x", "pet_id": "other", "petId": 1}')
    assert wire(both) == {"name": "x", "pet_id": "other", "petId": 1}


def test_unknown_properties_are_kept() -> None:
    text = '{"name":"x","parents":[{"name":"y","new":{"a":[1,1.5,null]}}],"copy":1,"model_dump":2}'
    for read in (strict, tolerant):
        assert json.loads(read(Pet, text).model_dump_json()) == json.loads(text)


def test_typed_unknown_properties() -> None:
    assert strict(Counts, '{"total": 1, "a": 2.0}').model_extra == {"a": 2}
    assert refused(Counts, '{"total": 1, "a": "2"}') == "int_type"


def test_a_subclass_is_sent_with_all_its_fields() -> None:
    pet = Pet(name="x", parents=[Dog(name="y", barks=True)])
    assert wire(pet) == {"name": "x", "parents": [{"name": "y", "barks": True}]}


def test_instances() -> None:
    pet = Pet.model_validate({"name": "x", "nick": None, "parents": [Dog(name="y")], "strange": 1})
    for same in (pickle.loads(pickle.dumps(pet)), copy.deepcopy(pet), pet.model_copy(deep=True)):
        assert same == pet
        assert same.model_fields_set == pet.model_fields_set
    assert repr(Pet(name="x", nick=None)) == "Pet(name='x', nick=None)"


def test_tolerant_takes_what_strict_refuses() -> None:
    text = """{"name": "x", "price": 0.1, "nick": null, "tone": "new", "born": "2020-01-02T03:04:05", "tags": [],
    "owner": {"pets": [{"name": "y", "price": -1}], "undeclared": 1}}"""
    assert refused(Pet, text)
    pet = tolerant(Pet, text)
    assert pet.tone == "new"
    assert pet.born == datetime(2020, 1, 2, 3, 4, 5)
    assert pet.owner.pets[0].price == -1
    for written in (adapter(Pet, tolerant=True).dump_json(pet), pet.model_dump_json()):
        assert json.loads(written) == json.loads(text)
    assert tolerant(Pet, '{"name": "x", "price": null}').price is None
    refused(Pet, text)  # the class itself stays strict
    for wrong in ('{"price": 1}', '{"name": "x", "size": 3}', '{"name": "x", "size": "xl"}', '{"born": "soon"}'):
        with pytest.raises(ValidationError):
            tolerant(Pet, wrong)


def test_a_uuid_may_be_any_text_in_a_request() -> None:
    codec = adapter(UUID, tolerant=False)
    assert codec.validate_python("call_1") == "call_1"
    assert codec.validate_python(str(UUID(int=1))) == UUID(int=1)
    for wrong in (1, None, True):
        with pytest.raises(ValidationError):
            codec.validate_python(wrong)


@pytest.mark.parametrize("type_", [datetime, time, HttpDate, UnixTime])
def test_points_in_time_need_their_offset(type_: Any) -> None:
    moment: Any = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    value = moment.timetz() if type_ is time else moment
    codec = adapter(type_, tolerant=False)
    assert codec.validate_python(value) == value
    with pytest.raises(ValidationError):
        codec.validate_python(value.replace(tzinfo=None))


def test_discriminated_unions() -> None:
    text = '{"animal": {"kind": "cow", "milk": null}, "animals": [{"kind": "cat", "lives": 9}]}'
    for read in (strict, tolerant):
        assert isinstance(read(Zoo, text).animal, Cow)
        assert wire(read(Zoo, text)) == json.loads(text)
    assert wire(Zoo(animal=Cat(kind="cat", lives=1))) == {"animal": {"kind": "cat", "lives": 1}}
    assert refused(Zoo, '{"animal": {"kind": "ox"}}') == "union_tag_invalid"
    assert refused(Zoo, '{"animal": {"kind": "cat"}}') == "missing"
    unknown = tolerant(Zoo, '{"animal": {"kind": "ox", "a": 1}, "animals": [{"kind": "bat"}]}')
    assert isinstance(unknown.animal, Unknown)
    assert isinstance(unknown.animals[0], Unknown)
    assert wire(unknown) == {"animal": {"kind": "ox", "a": 1}, "animals": [{"kind": "bat"}]}
    assert wire(Zoo(animal=unknown.animal)) == {"animal": {"kind": "ox", "a": 1}}


def test_discriminator_that_may_be_absent() -> None:
    assert isinstance(strict(Beasts, '{"first": {"kind": "bull", "milk": 1}}').first, Cow)
    assert isinstance(tolerant(Beasts, '{"first": {"kind": "bull"}}').first, Unknown)


def test_adapters() -> None:
    assert adapter(list[Pet], tolerant=True) is adapter(list[Pet], tolerant=True)
    pets = adapter(list[Pet], tolerant=True).validate_json(b'[{"name": "x", "petId": 1}]')
    assert adapter(list[Pet], tolerant=False).dump_python(pets) == [{"name": "x", "petId": 1}]
    assert adapter(dict[str, datetime], tolerant=False).dump_json({"a": datetime(2020, 1, 1, tzinfo=UTC)}) == (
        b'{"a":"2020-01-01T00:00:00Z"}'
    )
    assert adapter(Pet, tolerant=False).validate_python(pets[0]) is pets[0]


class Account(Model):
    account_id: Annotated[str | None, Field(alias="id"), READ_ONLY] = None
    password: Annotated[str, WRITE_ONLY]
    pets: list[Pet | Cat] | None = None
    children: list[Account] | None = None


def test_one_way_fields() -> None:
    text = '{"id": "1", "children": [{"id": "2", "password": "p", "more": 1}], "pets": [{"kind": "cat", "lives": 1}]}'
    account = tolerant(Account, text)
    assert account.password is None
    assert json.loads(adapter(Account, tolerant=True).dump_json(account)) == json.loads(text)
    sent = {"children": [{"password": "p", "more": 1}], "pets": [{"kind": "cat", "lives": 1}]}
    assert wire(account) == sent
    assert adapter(list[Account], tolerant=False).dump_python([account]) == [sent]
    assert wire(Account(password="p")) == {"password": "p"}
    assert refused(Account, '{"id": "1"}') == "missing"


def test_long_chains_of_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "\n".join(f"class C{n}(Model):\n    to: C{n + 1} | None = None\n" for n in range(400))
    module = ModuleType("chain")
    monkeypatch.setitem(sys.modules, "chain", module)
    exec(compile(f"{CHAIN}\n{source}\nclass C400(Model):\n    end: int\n", "chain", "exec"), module.__dict__)
    scope = module.__dict__
    value = scope["C398"](to=scope["C399"](to=scope["C400"](end=1)))
    assert wire(value) == {"to": {"to": {"end": 1}}}
    assert isinstance(tolerant(scope["C0"], '{"to": {"to": {"x": 1}}}').to.to, scope["C2"])
    assert scope["C399"](to={"end": 1.0}).to.end == 1
    with pytest.raises(ValidationError, match=r"to\.end"):
        scope["C399"](to={"end": "1"})


CHAIN = "from __future__ import annotations\nfrom generator.runtime.models.model import Model"


class Parcel(Model):
    kind: Literal["parcel"] | str
    weight: float | None = None


class Letter(Model):
    kind: Literal["letter", "card"] | str
    weight: float | None = None


class Post(Model):
    item: Annotated[Parcel | Letter, OneOf()]


def test_open_enumerations_tell_members_apart() -> None:
    for text, expected in (("parcel", Parcel), ("card", Letter)):
        sent = {"item": {"kind": text}}
        assert type(Post.model_validate(sent).item) is expected
        assert type(strict(Post, json.dumps(sent)).item) is expected
    assert refused(Post, '{"item": {"kind": "crate"}}') == "one_of"


OrderLine = TypeAliasType("OrderLine", "Line")


class Line(Model):
    quantity: int


class Order(Model):
    first: OrderLine | None = None
    lines: list[OrderLine]


def test_another_name_of_a_class() -> None:
    sent: dict[str, Any] = {"first": {"quantity": 2}, "lines": [{"quantity": 1}]}
    codec = adapter(Order, tolerant=False)
    assert codec.dump_python(codec.validate_python(sent)) == sent

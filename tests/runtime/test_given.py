"""What callers give to models: names that are refused, undeclared fields, changes that are checked before sending."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, ValidationError

from generator.runtime.errors import RequestError
from generator.runtime.models.adapter import adapter
from generator.runtime.models.model import Model, Nullable, Unknown
from generator.runtime.models.tagged_unions import Tagged
from generator.runtime.wire.codecs import JSON


class _Item(Model):
    item_id: Annotated[str, Field(alias="itemId")]
    amount: Annotated[float | None, Field(ge=1)] = None


class _Order(Model):
    scheduled_for: datetime | None = None
    class_: Annotated[str | None, Field(alias="class")] = None
    note: Nullable[str] = None
    items: Annotated[list[_Item] | None, Field(max_length=3)] = None
    labels: dict[str, list[str]] | None = None


class _Free(_Order):
    __pydantic_extra__: dict[str, Any] = Field(init=False)
    more: int | None = None


class _Nothing(Model):
    pass


class _Closed(Model, extra="forbid"):
    name: str | None = None


class First(Model):
    kind: Literal["a"]
    size: int


class Second(Model):
    kind: Literal["b"]
    size: int


class _Picked(Model):
    kind: Literal["a", "b"] | None = None
    one: First | Second | None = None
    pair: tuple[str, int] | None = None
    tagged: Annotated[First | Second | Unknown, Tagged("kind", {"a": "First", "b": "Second"})] | None = None


Picked: Any = _Picked
Item: Any = _Item
Order: Any = _Order
Free: Any = _Free
Nothing: Any = _Nothing
Closed: Any = _Closed
"""What type checkers would find wrong is tried all the same."""


def sent(value: Any) -> Any:
    content = JSON(type(value)).encode(value)[1]
    assert isinstance(content, bytes)
    return json.loads(content)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Order(sheduled_for=None), "_Order has no field 'sheduled_for'; did you mean scheduled_for?"),
        (lambda: Order(clas="x"), "did you mean class_ (class)?"),
        (lambda: Order(zzz=1), "_Order has no field 'zzz'; to send it all the same, use `with_extra`"),
        (lambda: Item(itemId="1", ammount=2), "did you mean amount?"),
    ],
)
def test_names_that_the_schema_does_not_have(make: Callable[[], Model], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make()
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 3


def test_names_that_are_free() -> None:
    assert sent(Free(anything=1, more=2)) == {"anything": 1, "more": 2}
    assert sent(Nothing(anything=1)) == {"anything": 1}
    free = Free()
    free.anything = 1
    assert sent(free) == {"anything": 1}
    with pytest.raises(AttributeError, match="did you mean note"):
        Order().notes = "x"


def test_undeclared_fields_on_purpose() -> None:
    order = Order(note="x").with_extra({"prio-rity": 1})
    assert sent(order) == {"note": "x", "prio-rity": 1}
    assert sent(order.with_extra({"b": None})) == {"note": "x", "prio-rity": 1, "b": None}
    for declared in ("note", "class", "class_"):
        with pytest.raises(ValueError, match="give it by keyword"):
            order.with_extra({declared: 1})
    with pytest.raises(RequestError, match="extra"):
        sent(Closed().with_extra({"extra": 1}))
    assert sent(Order.model_validate({"class": "x", "unknown": 1})) == {"class": "x", "unknown": 1}


def test_undeclared_fields_of_received_models_are_kept() -> None:
    order = adapter(Order, tolerant=True).validate_json(b'{"new": 1, "items": [{"itemId": "1", "other": 2}]}')
    assert sent(order) == {"new": 1, "items": [{"itemId": "1", "other": 2}]}
    for same in (copy.deepcopy(order), pickle.loads(pickle.dumps(order)), order.model_copy()):
        assert same == order
        assert sent(same) == sent(order)


def _assigned(order: Any) -> None:
    order.note = 5


def _nested(order: Any) -> None:
    order.items[0].amount = 0.5


def _appended(order: Any) -> None:
    order.items.append({"item_id": 5})


def _extended(order: Any) -> None:
    order.items.extend([Item(item_id="2")] * 3)


def _mapped(order: Any) -> None:
    order.labels["a"].append(5)


@pytest.mark.parametrize("change", [_assigned, _nested, _appended, _extended, _mapped])
def test_a_changed_model_is_checked_before_it_is_sent(change: Callable[[Any], None]) -> None:
    order = Order(items=[Item(item_id="1", amount=1)], labels={"a": ["b"]})
    sent(order)
    change(order)
    with pytest.raises(RequestError):
        sent(order)
    with pytest.raises(RequestError):
        JSON(list[Order]).encode([order])
    with pytest.raises(RequestError):
        sent(Free(more=1, wrapped=order))


@pytest.mark.parametrize(
    "copied",
    [lambda item: item, copy.copy, copy.deepcopy, _Item.model_copy, lambda item: pickle.loads(pickle.dumps(item))],
)
def test_what_was_constructed_is_checked_after_every_change(copied: Callable[[_Item], Any]) -> None:
    deleted, assigned = (copied(_Item(itemId="1", amount=2)) for _ in range(2))
    assert JSON(_Item).encode(deleted)[1] == b'{"itemId":"1","amount":2}'
    del deleted.item_id
    assigned.amount = 0
    for changed in (deleted, copied(deleted), assigned, copied(assigned)):
        with pytest.raises(RequestError):
            JSON(_Item).encode(changed)


def test_a_changed_copy_is_checked() -> None:
    with pytest.raises(RequestError):
        sent(Order(note="x").model_copy(update={"note": 5}))
    item = adapter(Item, tolerant=True).validate_json(b'{"itemId": "1", "amount": 0.5}')
    with pytest.raises(RequestError):
        sent(item.model_copy(update={"amount": 0.25}))


def test_a_received_model_is_sent_unchanged() -> None:
    order = adapter(Order, tolerant=True).validate_json(b'{"items": [{"itemId": "1", "amount": 0.5}]}')
    order.note = None
    order.items[0].item_id = "2"
    assert sent(order) == {"items": [{"itemId": "2", "amount": 0.5}], "note": None}
    order.items[0].amount = 0.25
    with pytest.raises(RequestError, match="amount"):
        sent(order)


def test_a_dict_that_was_added_is_sent_under_wire_names() -> None:
    order = Order(items=[])
    order.items.append({"item_id": "1"})
    assert sent(order) == {"items": [{"itemId": "1"}]}
    assert order.items == [{"item_id": "1"}]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Item, "item_id (itemId)\n  is missing"),
        (lambda: Item(item_id="1", amount="x"), "amount\n  expected a number, got 'x'"),
        (lambda: Item(item_id="1", amount=0), "amount\n  should be greater than or equal to 1"),
        (lambda: Order(items=[{"itemId": 5}]), "items.0.item_id (itemId)\n  expected text, got 5"),
        (lambda: Order(items=5), "items\n  expected a list, got 5"),
        (lambda: Order(labels={"a": [None]}), "labels.a.0\n  expected text, got null"),
        (lambda: Order(scheduled_for="soon"), "expected a date-time with its offset, as in RFC 3339, got 'soon'"),
        (lambda: Order(items=[Item(item_id="1")] * 4), "items\n  must have at most 3 items, and has 4"),
        (lambda: Picked(kind="c"), "kind\n  'c' is none of a, b"),
        (lambda: Picked(one={"kind": "b", "size": "x"}), "one.size\n  expected an integer, got 'x'"),
        (lambda: Picked(one=5), "one\n  expected an object, got 5"),
        (lambda: Picked(pair=["a", 5, 6]), "pair\n  expected 2 items, got 3"),
        (lambda: Picked(tagged={"kind": "x"}), "tagged.kind\n  'x' is none of a, b"),
        (lambda: Picked(tagged={"kind": "a"}), "tagged.size\n  is missing"),
        (lambda: Picked(tagged=5), "tagged\n  expected First or Second or Unknown, got 5"),
    ],
)
def test_error_messages_are_in_words(make: Callable[[], Model], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make()
    text = str(caught.value)
    assert said in text
    assert not any(word in text for word in ("json-or-python", "function-", "chain[", "tagged-union", "input_value"))

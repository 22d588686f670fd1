"""Forms as a fake or a receiver of webhooks reads them: what was written comes back with its types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.runtime import JSON, Encoding, Form, Model, Multipart, Operation, Request
from generator.runtime import AsyncStreamingClient as AsyncClient
from generator.runtime import StreamingClient as Client
from generator.runtime.testing.fake import Fake, FakeOperation
from generator.runtime.testing.requests import FakeError

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


class Inner(Model):
    k: int
    s: str | None = None


class Order(Model):
    to: list[str]
    count: int | None = None
    price: float | None = None
    fast: bool | None = None
    numbers: list[int] | None = None
    inner: Inner | None = None
    text: str | None = None


def _orders(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Order]:
    optional: dict[str, st.SearchStrategy[Any]] = {
        "count": st.integers(-(10**6), 10**6),
        "price": st.floats(allow_nan=False, allow_infinity=False),
        "fast": st.booleans(),
        "numbers": st.lists(st.integers(-9, 9), min_size=1, max_size=3),
        "inner": st.builds(Inner, k=st.integers(-9, 9)),
        "text": _TEXT,
    }
    lists = {"to": st.lists(texts, min_size=1, max_size=3)}
    return st.fixed_dictionaries(lists, optional=optional).map(Order.model_validate)


_ENCODINGS: dict[str, Mapping[str, Encoding]] = {
    "as by default": {},
    "deep objects": {"inner": Encoding(style="deepObject")},
    "lists in one value": {
        "to": Encoding(style="pipeDelimited", explode=False),
        "numbers": Encoding(style="form", explode=False),
    },
    "JSON": {"numbers": Encoding(content_type="application/json")},
}


@pytest.mark.parametrize("encoding", _ENCODINGS.values(), ids=_ENCODINGS)
@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(data=st.data())
def test_a_written_form_is_read_back_equal(encoding: Mapping[str, Encoding], data: st.DataObject) -> None:
    # A delimiter within an item cannot be told from one between items.
    order = data.draw(_orders(st.text("abc1 &=[]ä", min_size=1, max_size=5)))
    form = Form(Order, encoding=encoding)
    content_type, body = form.encode(order)
    assert isinstance(body, bytes)
    assert form.decode(body, content_type) == order


@pytest.mark.parametrize(
    "body", [b"to=a&" + b"inner[k]=1&" * 3, b"to=a&" + b"inner" + b"[k]" * 1000 + b"=1", b"to=a&inner[=1&inner]=2"]
)
def test_odd_brackets_in_a_form_are_read(body: bytes) -> None:
    form = Form(dict[str, Any], encoding={"inner": Encoding(style="deepObject")})
    assert form.decode(body, form.concrete)["to"] == "a"


def test_a_form_of_very_many_values_of_one_name_is_read_in_one_pass() -> None:
    # A list that was copied for each value took minutes here.
    form = Form(dict[str, Any])
    assert len(form.decode(b"a=1&" * 200_000, form.concrete)["a"]) == 200_000


class Answer(Model):
    ok: bool


_FORM: Operation[Answer] = Operation("POST", "/form", body=Form(Order), responses={200: JSON(Answer)})
_PARTS: Operation[Answer] = Operation("POST", "/parts", body=Multipart(Order), responses={200: JSON(Answer)})


@_FORM.builder
def form_request(body: Order) -> Request[Answer]:
    return Request(_FORM, body=body)


@_PARTS.builder
def parts_request(body: Order) -> Request[Answer]:
    return Request(_PARTS, body=body)


class Orders(Fake[Client, AsyncClient]):
    _clients = (Client, AsyncClient)
    _operations = (("POST", "/form", "form"), ("POST", "/parts", "parts"))

    @cached_property
    def form(self) -> FakeOperation[Order, Answer]:
        return FakeOperation(self, "form", form_request)

    @cached_property
    def parts(self) -> FakeOperation[Order, Answer]:
        return FakeOperation(self, "parts", parts_request)


def test_a_fake_has_the_form_that_was_sent_as_its_model() -> None:
    fake = Orders()
    order = Order(to=["+14155552671"], count=3, fast=True)
    client = Client(servers={"main": "https://otter.dev"}, server="main", http_client=httpx.Client(transport=fake))
    client.send(form_request(order))
    client.send(parts_request(order))
    assert [one.body for one in (*fake.form.requests, *fake.parts.requests)] == [order, order]


def test_a_fake_refuses_a_form_without_a_required_field() -> None:
    fake = Orders()
    client = Client(servers={"main": "https://otter.dev"}, server="main", http_client=httpx.Client(transport=fake))
    with pytest.raises(FakeError, match=r"POST /form: the body does not fit the description: .*/?to"):
        client.send(form_request(Order(to=[], count=1)))

"""Fakes of lists in every style, failures that a program swallows, and samples of deep types."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from types import FunctionType
from typing import Annotated, Any

import pytest
from pydantic import Field

from generator.runtime import (
    FORM,
    JSON,
    AsyncClient,
    Client,
    Model,
    Operation,
    PaginationRule,
    Paginator,
    Request,
    RequestOptions,
)
from generator.runtime.models.adapter import adapter
from generator.runtime.testing.bodies import plain
from generator.runtime.testing.fake import Fake, FakeResource
from generator.runtime.testing.pages import FakePagedOperation
from generator.runtime.testing.requests import FakeError
from generator.runtime.testing.values import sample

from .lists import Item, Items

_LIST: Operation[Items] = Operation("GET", "/items", query={"at": FORM}, responses={200: JSON(Items)})


def list_request() -> Request[Items]:
    return Request(_LIST)


class Listing(FakeResource):
    rule: PaginationRule[Item]

    @cached_property
    def list(self) -> FakePagedOperation[None, Items, Item]:
        known = {"Request": Request, "_LIST": _LIST, "_LIST_ALL": self.rule, "__builtins__": __builtins__}
        return FakePagedOperation(self._fake, "items.list", FunctionType(list_request.__code__, known), "list_all")


class FakeLists(Fake[Client, AsyncClient]):
    _clients = (Client, AsyncClient)
    _operations = (("GET", "/items", "items.list"),)

    @cached_property
    def items(self) -> Listing:
        return Listing(self)


def faked(rule: PaginationRule[Item]) -> FakeLists:
    fake = FakeLists()
    fake.items.rule = rule
    return fake


def called(fake: FakeLists) -> Client:
    return fake.sync_client(base_url="http://api.test")


RULES: dict[str, dict[str, Any]] = {
    "cursor": {"query": "at", "next": "/next"},
    "cursor in a header": {"style": "cursor", "query": "at", "next_header": "X-Next"},
    "url": {"next": "/next"},
    "link": {},
    "offset": {"query": "at", "total": "/total"},
    "offset from 1": {"style": "offset", "query": "at", "total": "/total", "first": 1},
    "page": {"query": "at", "pages": "/pages"},
    "page from 1": {"style": "page", "query": "at", "pages": "/pages", "first": 1},
    "page without their number": {"style": "page", "query": "at", "first": 1},
}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("sizes", [(0,), (1,), (2,), (2, 1), (3, 3, 1), (1, 1, 1, 1)], ids=str)
def test_each_style_of_pages_is_read_back_item_by_item(name: str, sizes: tuple[int, ...]) -> None:
    rule: PaginationRule[Item] = PaginationRule(**{"style": name, "items": "/data", **RULES[name]})
    numbers = iter(range(sum(sizes)))
    pages = [[Item(id=next(numbers)) for _ in range(size)] for size in sizes]
    fake = faked(rule)
    fake.items.list.pages(*pages)
    found = [one.id for one in Paginator(called(fake), list_request(), rule, RequestOptions())]
    assert found == list(range(sum(sizes)))
    fake.raise_failures()


@pytest.mark.parametrize("first", [0, 1])
def test_the_first_page_is_also_given_by_its_number(first: int) -> None:
    rule: PaginationRule[Item] = PaginationRule(style="page", items="/data", query="at", first=first)
    fake = faked(rule)
    fake.items.list.pages([Item(id=1)], [Item(id=2)])
    client = called(fake)
    for number, ids in ((first, [1]), (first + 1, [2]), (first + 2, [])):
        found = client.send(Request(_LIST, query={"at": number})).data
        assert [one.id for one in found.data or ()] == ids
    with pytest.raises(FakeError):
        client.send(Request(_LIST, query={"at": first - 1}))


def test_a_failure_that_the_program_swallows_still_fails_the_test() -> None:
    fake = faked(PaginationRule(style="page", items="/data", query="at"))
    with suppress(FakeError):
        called(fake).send(Request(Operation("GET", "/nothing", responses={200: JSON(Item)})))
    with pytest.raises(FakeError, match="no operation is GET /nothing"):
        fake.raise_failures()


class Bottom(Model):
    name: str


def _nested(depth: int) -> type[Model]:
    found: type[Model] = Bottom
    for _ in range(depth):
        found = type("Level", (Model,), {"__annotations__": {"below": found, "note": str | None}, "note": None})
    return found


@pytest.mark.parametrize("depth", [0, 3, 5, 6, 9, 12])
def test_what_is_required_is_filled_at_any_depth(depth: int) -> None:
    made = sample(_nested(depth))
    adapter(_nested(depth), tolerant=False).validate_python(made)
    for _ in range(depth):
        made = made["below"]
    assert made == {"name": "name"}


class Numbered(Model):
    phone_number: Annotated[str, Field(alias="phoneNumber")]
    note: str | None = None


def test_a_model_is_written_as_it_is_on_the_wire_without_what_is_not_set() -> None:
    assert plain(Numbered(phone_number="+1")) == {"phoneNumber": "+1"}
    assert plain({"a": 1}) == {"a": 1}

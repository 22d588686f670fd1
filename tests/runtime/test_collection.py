"""Large texts and schemas are read while Python looks for no cycles of garbage; afterwards all is as it was."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Annotated

import pytest
from pydantic import AfterValidator, ValidationError

from generator.runtime import Model
from generator.runtime.garbage_collection import no_collection
from generator.runtime.models.adapter import adapter

DURING: list[bool] = []


def noted(text: str) -> str:
    DURING.append(gc.isenabled())
    return text


class Noting(Model):
    """Notes whether the collection is on while an instance is made."""

    at: Annotated[str, AfterValidator(noted)]


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    DURING.clear()
    gc.enable()
    yield
    gc.enable()


@pytest.mark.parametrize("before", [True, False])
def test_a_large_text(before: bool) -> None:
    reader = adapter(list[Noting], tolerant=False)
    (gc.enable if before else gc.disable)()
    assert len(reader.validate_json(f'[{{"at": "{"x" * 10_000}"}}]')) == 1
    assert (DURING, gc.isenabled()) == ([False], before)
    with pytest.raises(ValidationError):
        reader.validate_json(" " * 10_000)
    assert gc.isenabled() == before


def test_a_small_text() -> None:
    assert adapter(Noting, tolerant=False).validate_json('{"at": ""}').at == ""
    assert DURING == [True]


def test_the_last_of_several_threads_ends_it() -> None:
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with no_collection():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    with no_collection():
        thread.start()
        inside.wait(10)
    still_off = not gc.isenabled()
    leave.set()
    thread.join()
    assert (still_off, gc.isenabled()) == (True, True)

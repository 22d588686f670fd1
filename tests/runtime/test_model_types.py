"""Types with a wire form of their own."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import ValidationError

from generator.runtime.models.adapter import adapter
from generator.runtime.models.model import Model, Nullable
from generator.runtime.models.one_of import OneOf
from generator.runtime.models.types import Base64, Base64Url, DecimalNumber, Duration, HttpDate, UnixTime
from generator.runtime.problems import Unreadable

EPOCH = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)

FORMS: list[tuple[Any, Any, Any]] = [
    (Base64, "aGk/", b"hi?"),
    (Base64, "", b""),
    (Base64Url, "_-8", b"\xff\xef"),
    (HttpDate, "Sun, 06 Nov 1994 08:49:37 GMT", EPOCH),
    (UnixTime, 784111777, EPOCH),
    (UnixTime, 784111777.5, EPOCH + timedelta(milliseconds=500)),
    (Duration, "P1DT2H30M", timedelta(days=1, hours=2, minutes=30)),
    (Duration, "-PT0.5S", timedelta(milliseconds=-500)),
    (Duration, "PT0S", timedelta()),
    (Duration, "P1Y2M", "P1Y2M"),
    (DecimalNumber, 12.34, Decimal("12.34")),
    (DecimalNumber, 12, Decimal(12)),
]


@pytest.mark.parametrize(("type_", "written", "value"), FORMS)
def test_forms(type_: Any, written: Any, value: Any) -> None:
    for tolerant in (False, True):
        codec = adapter(type_, tolerant=tolerant)
        assert codec.validate_json(json.dumps(written)) == value
        assert codec.validate_python(value) == value
        assert codec.validate_python(written) == value
        assert json.loads(codec.dump_json(value)) == written
        assert codec.dump_python(value) == written


@pytest.mark.parametrize(
    ("type_", "written"), [(Base64, "a"), (Base64, "é"), (HttpDate, "soon"), (UnixTime, 1e300), (Duration, "P")]
)
def test_out_of_form(type_: Any, written: Any) -> None:
    with pytest.raises(ValidationError):
        adapter(type_, tolerant=False).validate_json(json.dumps(written))
    codec = adapter(type_, tolerant=True)
    if type_ is Duration:  # its values may be text
        assert codec.read_json(json.dumps(written)) == written
    else:
        with pytest.raises(Unreadable):
            codec.read_json(json.dumps(written))


def test_in_models() -> None:
    class Upload(Model):
        data: Base64 | None = None
        parts: list[Base64] | None = None
        by_name: dict[str, Base64 | int] | None = None
        at: Nullable[UnixTime] = None
        either: Base64 | UnixTime | None = None

    given = Upload(data=b"hi?", parts=[b"", b"hi?"], by_name={"a": b"hi?", "b": 1}, at=EPOCH, either=EPOCH)
    text = given.model_dump_json()
    assert json.loads(text) == {
        "data": "aGk/",
        "parts": ["", "aGk/"],
        "by_name": {"a": "aGk/", "b": 1},
        "at": 784111777,
        "either": 784111777,
    }
    assert adapter(Upload, tolerant=False).validate_json(text) == given
    assert Upload(data=None, at=None).model_dump_json() == '{"at":null}'


@pytest.mark.parametrize("tolerant", [True, False])
def test_one_of_with_anything_among_the_members(tolerant: bool) -> None:
    reader = adapter(Annotated[int | list[int] | Any, OneOf(int | list[int] | Any, None)], tolerant=tolerant)
    for text in ("7", "[1]", '{"a": 1}', '"x"'):
        assert reader.validate_json(text) == json.loads(text)


def test_a_value_that_is_news_to_one_member_and_plain_to_another_fits_one() -> None:
    """An enumeration of received values is open: what it does not list counts only where no other member accepts it."""
    listed = Literal["a", "b"] | str | list[int]
    reader = adapter(Annotated[str | listed, OneOf(str, listed)], tolerant=False)
    assert reader.validate_json('"c"') == "c"
    with pytest.raises(ValidationError):
        reader.validate_json('"a"')
    assert reader.validate_json("[1]") == [1]

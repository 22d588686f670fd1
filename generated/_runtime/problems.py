"""Deviations of a response from its description, and sentences about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar, Token
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

Step: TypeAlias = "str | int"
"""The name of a property, or the index of an item."""

MOST_PROBLEMS = 1000
"""The most deviations of one response or stream that are kept: what a server sends decides how many there are."""
_MOST = 5
_LONGEST = 60
_MOST_BITS = 1000


class _Missing:
    def __repr__(self) -> str:
        return "nothing"

    def __reduce__(self) -> str:
        """Pickle by name, so that a copy is the same object."""
        return "MISSING"


MISSING: object = _Missing()
"""The value received if a property is absent."""


class Problem(NamedTuple):
    """A place in a response that is not as the API description declares."""

    pointer: str
    """The place, as a JSON Pointer (RFC 6901) into the body; empty for the body as a whole."""
    expected: str
    """What is declared for the place, in words: `an integer`."""
    received: object
    """The value that the server sent; `MISSING` if it sent none."""
    converted: bool = False
    """Whether the value was converted without loss, and is in the model. Otherwise it is absent from the model."""

    def __str__(self) -> str:
        return f"{self.pointer or 'the body'}: expected {self.expected}, received {shown(self.received)}"


class Problems(tuple[Problem, ...]):
    """The first deviations of a response, at most `MOST_PROBLEMS`; `more` says how many others it has."""

    more: int
    """How many deviations are not listed."""

    def __new__(cls, problems: Iterable[Problem] = (), more: int = 0) -> Self:
        """Keep the first problems, and count the others."""
        found = tuple(problems)
        made = super().__new__(cls, found[:MOST_PROBLEMS])
        made.more = more + len(found[MOST_PROBLEMS:])
        return made

    @property
    def total(self) -> int:
        """How many deviations the response has, listed or not."""
        return len(self) + self.more

    def joined(self, others: Problems) -> Problems:
        """Return these problems and others; the same object if there are no others, as of most items of a stream."""
        if not others.total:
            return self
        room = MOST_PROBLEMS - len(self)
        return Problems((*self, *others[:room]), self.more + others.more + len(others[room:]))

    def __repr__(self) -> str:
        return f"({super().__repr__()[1:-1]}, … and {self.more} more)" if self.more else super().__repr__()


NO_PROBLEMS = Problems()


def pointer(path: Sequence[Step]) -> str:
    """Return the JSON Pointer of a path."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def steps(text: str) -> tuple[str, ...]:
    """Return the steps of a JSON Pointer (RFC 6901, 4): the names and indices that `pointer` joins."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:])


def shown(value: object) -> str:
    """Return a JSON value for a message: a scalar as it is, shortened if it is long; anything else by its kind."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return repr(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
        case int() | float():
            text = (
                repr(value) if not isinstance(value, int) or value.bit_length() < _MOST_BITS else "a very large number"
            )
            return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        case list():
            return "a list" if value else "an empty list"
        case dict():
            return "an object" if value else "an empty object"
        case bytes():
            return "bytes"
        case _ if value is MISSING:
            return "nothing"
        case datetime() | time() if value.tzinfo is None:
            return f"a {type(value).__name__} without an offset"
        case _:
            return f"a {type(value).__name__}"


def listed(lines: Sequence[object], more: int = 0) -> str:
    """Return sentences in one line: the first few, and how many more there are, with `more` that are not given."""
    rest = len(lines[_MOST:]) + more
    return "; ".join([*map(str, lines[:_MOST]), *([f"and {rest} more"] if rest else [])])


class Unreadable(ValueError):
    """Nothing of a body can be read as what is declared."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(listed(problems, problems.more))
        self.problems = problems


_READING: ContextVar[LenientReading | None] = ContextVar("reading", default=None)


class LenientReading:
    """A context in which values that are not as declared are left out, and noted in `problems`."""

    __slots__ = ("_token", "problems")

    _token: Token[LenientReading | None]

    def __init__(self) -> None:
        self.problems = NO_PROBLEMS

    def __enter__(self) -> Self:
        self._token = _READING.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _READING.reset(self._token)


def reading() -> LenientReading:
    """Return a context for lenient reading, for a `with` statement."""
    return LenientReading()


def accept(problems: Problems) -> None:
    """Note problems in the lenient reading that is going on; raise `Unreadable` if there is none."""
    current = _READING.get()
    if current is None:
        raise Unreadable(problems)
    current.problems = current.problems.joined(problems)


def explain(error: BaseException | None) -> str:
    """Return the message of an error; for a validation error, the places and what is wrong there."""
    if isinstance(error, Unreadable):
        return str(error)
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return str(error) or type(error).__name__
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return listed([f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}".removeprefix(": ") for one in found])


_ABSENT = "absent"
"""The key of a model's private values under which it is noted what is absent, and why."""

Reason: TypeAlias = "tuple[str, object]"
"""(what is declared, in words; what the server sent)."""


def with_absences(model: BaseModel, reasons: Mapping[str, Reason]) -> None:
    """Record why fields of a model are absent."""
    object.__setattr__(model, "__pydantic_private__", {_ABSENT: dict(reasons)})


def absence(model: BaseModel, name: str) -> str:
    """Return the sentence that says why a field is absent."""
    private: Mapping[str, Any] = model.__pydantic_private__ or {}
    reasons = cast("Mapping[str, Reason]", private.get(_ABSENT, {}))
    what = f"`{type(model).__name__}.{name}` is absent"
    if name not in reasons:
        return f"{what}: the model was made without it"
    expected, received = reasons[name]
    return f"{what}: the server sent {shown(received)} where the API description declares {expected}"

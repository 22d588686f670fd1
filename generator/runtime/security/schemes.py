"""Credentials of a client, and where they go in a request (OpenAPI 3.2, 4.27 Security Scheme Object).

No `repr` of anything in this module shows a secret.
"""

from __future__ import annotations

import logging
import os
import re
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, NoReturn, Self, TypeAlias, cast
from urllib.parse import parse_qsl

from .._http import LIBRARY, URL
from ..errors import CredentialError
from ..http.flow import Call, Flow
from ..http.options import Options
from ..http.servers import Base
from ..secrets import Secret

Credential: TypeAlias = str | Callable[[], str | Awaitable[str]]
"""A secret, or a function that returns it: called for every request, asynchronous ones by the asynchronous client."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_IN_COOKIES = re.compile(r"[^\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]")
"""Characters that are no cookie-octet (RFC 6265, 4.1.1)."""
_REMEMBERED = 8
"""Secrets from a function that are kept out of messages: the latest."""

Place: TypeAlias = Literal["header", "query", "cookie"]


class Placement(NamedTuple):
    """Where a credential goes in a request."""

    place: Place
    name: str


@dataclass(slots=True, eq=False, repr=False)
class Surroundings:
    """What a credential may need in order to be obtained."""

    base: Base
    options: Options
    deadline: float | None
    """When the whole call must be over, on the clock of `time.monotonic`."""
    redact: Callable[[str], str]


class Scheme:
    """A security scheme with the client's credential for it."""

    __slots__ = ("_obtained", "_value", "argument", "environment", "placement")

    def __init__(self, value: object, placement: Placement | None, environment: str | None, argument: str) -> None:
        if value is None and environment:
            value = os.environ.get(environment)
        self._value = _secret(value) or None
        self._obtained: deque[str] = deque(maxlen=_REMEMBERED)
        self.placement = placement
        if placement is not None and placement.place == "query":
            _redact_in_log(placement.name)
        self.environment = environment
        self.argument = argument

    @property
    def available(self) -> bool:
        """Whether there is a credential."""
        return self._value is not None

    @property
    def static(self) -> str | None:
        """The text to send, if it is the same for every request; else None."""
        return None if self._value is None or callable(self._value) else self._checked(self._value)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts that must not be shown."""
        return tuple(part for value in (self._value, *self._obtained) for part in self.parts(value))

    def parts(self, value: object) -> Iterable[str]:
        """Return the secrets in a credential."""
        return (value,) if isinstance(value, str) else ()

    def obtain(self, surroundings: Surroundings) -> Flow[str]:
        """Return the credential to send in this request."""
        value = self._value
        if callable(value):
            value = _secret((yield Call(value)))
            if value not in self._obtained:
                self._obtained.append(cast("str", value))
        return self._checked(value)

    def renew(self, surroundings: Surroundings, rejected: str) -> Flow[str | None]:
        """Return what to send after the server rejected a credential; None if there is nothing else to send.

        A function is called once more: it may return a newer credential by now.
        """
        if not callable(self._value):
            return None
        obtained = yield from self.obtain(surroundings)
        return None if obtained == rejected else obtained

    def written(self, value: object) -> str:
        """Return the credential in the form in which it is sent."""
        if not isinstance(value, str):
            raise CredentialError(f"the credential `{self.argument}` must be text, not {type(value).__name__}")
        return value

    def _checked(self, value: object) -> str:
        text = Secret(self.written(value))
        if problem := self._problem(text):
            raise CredentialError(f"the credential `{self.argument}` {problem}")
        return text

    def _problem(self, text: str) -> str | None:
        """Return what is wrong with a credential, without showing it; None if nothing is."""
        if not text:
            return "is empty"
        if text != text.strip():
            return "begins or ends with a blank or a line break: strip it"
        if _CONTROL.search(text):
            return "has control characters"
        if not text.isascii():
            return "has characters outside ASCII"
        if self.placement and self.placement.place == "cookie" and _NOT_IN_COOKIES.search(text):
            return "has characters that a cookie cannot hold: blanks, quotes, commas, semicolons or backslashes"
        return None

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a credential cannot be pickled: make the client in the process that uses it")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.argument}, {'set' if self.available else 'missing'})"


def how_to_give(ways: Iterable[Sequence[Scheme]]) -> str:
    """Return the sentence that says which credentials to give: alternatives of some that are needed together."""
    alternatives = [" and ".join(dict.fromkeys(f"`{scheme.argument}`" for scheme in one)) for one in ways]
    variables = dict.fromkeys(scheme.environment for one in ways for scheme in one if scheme.environment)
    joint = ", or " if any(" and " in one for one in alternatives) else " or "
    given = f"pass {joint.join(dict.fromkeys(alternatives))} to the client"
    several = "s" if len(variables) > 1 else ""
    return f"{given}, or set the environment variable{several} {', '.join(variables)}" if variables else given


def redact_query_in_log(query: str) -> None:
    """Remove the values of a server's own query from the lines that the HTTP library logs."""
    for name, _ in parse_qsl(query, keep_blank_values=True):
        _redact_in_log(name)


def _secret(value: object) -> object:
    """Return the credential with its texts hidden from `repr`."""
    if isinstance(value, str):
        return Secret(value)
    if isinstance(value, tuple):
        return tuple(map(_secret, cast("tuple[object, ...]", value)))
    return value


class _Redaction(logging.Filter):
    """Removes credentials from the URL in the line that the HTTP library logs for each request."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace URLs among the arguments of the record by text without credentials."""
        if isinstance(record.args, tuple):
            record.args = tuple(self._redacted(argument) for argument in record.args)
        return True

    def _redacted(self, argument: object) -> object:
        if not isinstance(argument, URL | str):  # text, if another copy of the runtime has replaced it already
            return argument
        names = "|".join(re.escape(name) for name in sorted(self.names))
        text, count = re.subn(rf"([?&](?:{names})=)[^&#]*", r"\1[secret]", str(argument))
        return text if count else argument


_REDACTION = _Redaction()


def _redact_in_log(name: str) -> None:
    from ..wire.parameters import encoded

    _REDACTION.names.update((name, encoded(name)))
    logger = logging.getLogger(LIBRARY)
    if _REDACTION not in logger.filters:
        logger.addFilter(_REDACTION)

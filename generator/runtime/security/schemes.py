"""Credentials of a client, and where they go in a request (OpenAPI 3.2, 4.27 Security Scheme Object).

No `repr` of anything in this module shows a secret.
"""

from __future__ import annotations

import base64
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

BasicCredential: TypeAlias = (
    tuple[str, str] | str | Callable[[], tuple[str, str] | str | Awaitable[tuple[str, str] | str]]
)
"""User name and password as a pair or as `user:password`, or a function that returns them."""

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


_AUTHORIZATION = Placement("header", "Authorization")


class APIKey(Scheme):
    """`apiKey`: a header, query parameter or cookie holds the key."""

    __slots__ = ()

    def __init__(
        self,
        value: Credential | None,
        location: Place,
        name: str,
        *,
        environment: str | None = None,
        argument: str = "api_key",
    ) -> None:
        super().__init__(value, Placement(location, name), environment, argument)


_SPELLED = {
    name.lower(): name
    for name in (
        *("Basic", "Bearer", "Digest", "Concealed", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate", "OAuth"),
        *("PrivateToken", "SCRAM-SHA-1", "SCRAM-SHA-256", "vapid"),
    )
}
"""Schemes of the IANA registry, for documents that write them in small letters; servers are to read any case, and some
do not."""


class HTTPScheme(Scheme):
    """`http`: the `Authorization` header holds the name of the scheme and the credential (RFC 9110, 11.6.2)."""

    __slots__ = ("scheme",)

    def __init__(
        self, value: object, scheme: str, *, environment: str | None = None, argument: str = "credential"
    ) -> None:
        super().__init__(value, _AUTHORIZATION, environment, argument)
        self.scheme = _SPELLED.get(scheme, scheme)

    def written(self, value: object) -> str:
        """Return the scheme and the credential; a credential that begins with the scheme already is sent as it is."""
        if isinstance(value, str) and value.lower().startswith(f"{self.scheme.lower()} "):
            return value
        return f"{self.scheme} {self.token(value)}"

    def token(self, value: object) -> str:
        """Return the credential without the scheme."""
        if not isinstance(value, str) or not value:
            raise CredentialError(f"the credential `{self.argument}` must be text, and not empty")
        if value != value.strip():
            raise CredentialError(
                f"the credential `{self.argument}` begins or ends with a blank or a line break: strip it"
            )
        return value


class Bearer(HTTPScheme):
    """`http` with `bearer`, and every scheme whose credential is an access token obtained elsewhere (RFC 6750)."""

    __slots__ = ()

    def __init__(self, value: Credential | None, *, environment: str | None = None, argument: str = "token") -> None:
        super().__init__(value, "Bearer", environment=environment, argument=argument)


class OpenIDConnect(Bearer):
    """`openIdConnect`: an ID or access token, or a function that returns a fresh one."""

    __slots__ = ()


class Basic(HTTPScheme):
    """`http` with `basic`: user name and password (RFC 7617). The environment variable holds `user:password`."""

    __slots__ = ()

    def __init__(
        self,
        value: BasicCredential | None,
        password: str | None = None,
        *,
        environment: str | None = None,
        argument: str = "basic",
        password_environment: str | None = None,
    ) -> None:
        """`value` is a pair of user name and password, unless `password` is given or set in its environment
        variable.
        """
        value = value if value is not None or environment is None else os.environ.get(environment)
        if password is None and password_environment is not None:
            password = os.environ.get(password_environment)
        if password is not None and isinstance(value, str):
            value = (value, password)
        super().__init__(value, "Basic", environment=environment, argument=argument)

    def parts(self, value: object) -> Iterable[str]:
        """Yield the password, and its form on the wire."""
        match value:
            case (str() as user, str() as password):
                pair = f"{user}:{password}"
            case str() as pair:
                password = pair.partition(":")[2]
            case _:
                return ()
        shown = (base64.b64encode(pair.encode("utf-8", "replace")).decode("ascii"), pair, password)
        return tuple(secret for secret in shown if secret)

    def token(self, value: object) -> str:
        """Return user name and password in base64."""
        match value:
            case (str() as user, str() as password):
                if ":" in user:
                    raise CredentialError(f"the user name of `{self.argument}` must not contain `:`")
                pair = Secret(f"{user}:{password}")
            case str() if ":" in value:
                pair = Secret(value)
            case _:
                raise CredentialError(f"the credential `{self.argument}` must be a user name and a password")
        if pair.endswith(("\n", "\r")):
            raise CredentialError(f"the credential `{self.argument}` ends with a line break: strip it")
        return base64.b64encode(pair.encode()).decode("ascii")


class MutualTLS(Scheme):
    """`mutualTLS`: the client certificate is given to the HTTP client (`http_client`), so nothing is added here."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("certificate", None, None, "http_client")


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

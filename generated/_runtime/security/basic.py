"""User names and passwords (RFC 7617)."""

from __future__ import annotations

import base64
import os
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

from ..errors import CredentialError
from ..secrets import Secret
from .http_schemes import HTTPScheme

BasicCredential: TypeAlias = (
    tuple[str, str] | str | Callable[[], tuple[str, str] | str | Awaitable[tuple[str, str] | str]]
)
"""User name and password as a pair or as `user:password`, or a function that returns them."""


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
            case str():
                raise CredentialError(f"the credential `{self.argument}` is a user name without a password: give both")
            case _:
                raise CredentialError(f"the credential `{self.argument}` must be a user name and a password")
        if pair.endswith(("\n", "\r")):
            raise CredentialError(f"the credential `{self.argument}` ends with a line break: strip it")
        return base64.b64encode(pair.encode()).decode("ascii")

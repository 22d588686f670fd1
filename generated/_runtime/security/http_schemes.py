"""Credentials in the `Authorization` header, after the name of their scheme (RFC 9110, 11.6.2)."""

from __future__ import annotations

from ..errors import CredentialError
from .schemes import Credential, Placement, Scheme

_AUTHORIZATION = Placement("header", "Authorization")
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

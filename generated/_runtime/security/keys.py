"""Credentials that are sent as they are, and the certificate that the connection holds."""

from __future__ import annotations

from .schemes import Credential, Place, Placement, Scheme


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


class MutualTLS(Scheme):
    """`mutualTLS`: the client certificate is given to the HTTP client (`http_client`), so nothing is added here."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("certificate", None, None, "http_client")

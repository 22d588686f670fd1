"""OAuth 2 (RFC 6749): access tokens from the token endpoint, kept until shortly before they expire."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import quote_plus, urlencode

from .._http import URL, ByteStream, HTTPResponse, SafeHeaders, new_request
from ..errors import CredentialError, is_success
from .flow import Action, Exclusive, Flow, Lock, Read, Send
from .security import Bearer, Credential, Surroundings

_EARLY = 30.0
"""Seconds before its end that a token counts as expired."""

ClientAuthentication: TypeAlias = Literal["basic", "post"]
"""Where client id and secret go: into the `Authorization` header, or into the body (RFC 6749, 2.3.1)."""


@dataclass(frozen=True, slots=True, repr=False)
class ClientCredentials:
    """The client acts for itself (RFC 6749, 4.4)."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ()
    authentication: ClientAuthentication = "basic"

    def __repr__(self) -> str:
        return f"ClientCredentials({self.client_id!r})"


@dataclass(frozen=True, slots=True, repr=False)
class PasswordCredentials:
    """The client acts for a user whose password it knows (RFC 6749, 4.3)."""

    username: str
    password: str
    scopes: tuple[str, ...] = ()
    client_id: str | None = None
    client_secret: str | None = None
    authentication: ClientAuthentication = "basic"

    def __repr__(self) -> str:
        return f"PasswordCredentials({self.username!r})"


@dataclass(frozen=True, slots=True, repr=False)
class RefreshToken:
    """The client has a refresh token from an authorization that took place elsewhere (RFC 6749, 6)."""

    refresh_token: str
    scopes: tuple[str, ...] = ()
    client_id: str | None = None
    client_secret: str | None = None
    authentication: ClientAuthentication = "basic"

    def __repr__(self) -> str:
        return "RefreshToken()"


Grant: TypeAlias = ClientCredentials | PasswordCredentials | RefreshToken

OAuth2Credential: TypeAlias = Credential | Grant
"""An access token, a function that returns one, or what is needed to get one from the token endpoint."""

_FLOWS: Mapping[type[Grant], tuple[str, ...]] = {
    ClientCredentials: ("clientCredentials",),
    PasswordCredentials: ("password",),
    RefreshToken: ("refresh", "authorizationCode", "deviceAuthorization", "password", "clientCredentials"),
}
"""The keys of `token_urls` where each grant goes, the first that is there."""


class OAuth2(Bearer):
    """`oauth2`: an access token, a function that returns one, or what is needed to get one.

    `token_urls` is the token URL of each flow, and under `refresh` the refresh URL where it differs. The token is got
    with the first request, again shortly before it expires, and once more when the server answers 401.
    """

    __slots__ = ("_expires", "_grant", "_lock", "_refresh_token", "_token", "token_urls")

    def __init__(
        self,
        value: OAuth2Credential | None,
        *,
        token_urls: Mapping[str, str] | None = None,
        environment: str | None = None,
        argument: str = "token",
    ) -> None:
        grant = value if isinstance(value, ClientCredentials | PasswordCredentials | RefreshToken) else None
        plain = None if isinstance(value, ClientCredentials | PasswordCredentials | RefreshToken) else value
        super().__init__(plain, environment=None if grant else environment, argument=argument)
        self.environment = environment
        self.token_urls = token_urls or {}
        self._grant = grant
        self._token = ""
        self._expires = 0.0
        self._refresh_token = grant.refresh_token if isinstance(grant, RefreshToken) else None
        self._lock = Lock()

    @property
    def available(self) -> bool:
        """Whether there is a credential."""
        return self._grant is not None or super().available

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown."""
        return (self._token,) if self._token else super().secrets

    def obtain(self, surroundings: Surroundings) -> Flow[str]:
        """What goes on the wire in this request."""
        if self._grant is None:
            return (yield from super().obtain(surroundings))
        if not self._fresh:
            yield Exclusive(self._lock, lambda: self._ensure(surroundings))
        return f"Bearer {self._token}"

    def renew(self, surroundings: Surroundings, rejected: str) -> Flow[str | None]:
        """A new token after the server rejected one, unless somebody else has got one in the meantime."""
        if self._grant is None:
            return None
        yield Exclusive(self._lock, lambda: self._replace(surroundings, rejected))
        return f"Bearer {self._token}"

    @property
    def _fresh(self) -> bool:
        return bool(self._token) and time.monotonic() < self._expires

    def _ensure(self, surroundings: Surroundings) -> Flow[None]:
        if not self._fresh:
            yield from self._fetch(surroundings)

    def _replace(self, surroundings: Surroundings, rejected: str) -> Flow[None]:
        if rejected == f"Bearer {self._token}":
            yield from self._fetch(surroundings)

    def _fetch(self, surroundings: Surroundings) -> Flow[None]:
        """Get a token: by refresh token where there is one, by the grant itself otherwise."""
        grant = cast(Grant, self._grant)
        if self._refresh_token is not None:
            form = {"grant_type": "refresh_token", "refresh_token": self._refresh_token}
            answer = yield from self._ask(grant, form, "refresh", surroundings)
            if answer is not None or isinstance(grant, RefreshToken):
                self._keep(answer)
                return
            self._refresh_token = None
        match grant:
            case ClientCredentials():
                form = {"grant_type": "client_credentials"}
            case PasswordCredentials():
                form = {"grant_type": "password", "username": grant.username, "password": grant.password}
            case RefreshToken():
                form = {}
        self._keep((yield from self._ask(grant, form, "", surroundings)))

    def _ask(
        self, grant: Grant, form: dict[str, str], flow: str, surroundings: Surroundings
    ) -> Generator[Action, Any, dict[str, Any] | None]:
        """The answer of the token endpoint, None where it refuses."""
        url = self._url(grant, flow, surroundings)
        headers = SafeHeaders({"Host": url.netloc.decode("ascii"), "Accept": "application/json"}, encoding="utf-8")
        if grant.scopes:
            form["scope"] = " ".join(grant.scopes)
        if grant.client_id is not None:
            _authenticate(grant.client_id, grant.client_secret, grant.authentication, form, headers)
        body = urlencode(form).encode("ascii")
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Content-Length"] = str(len(body))
        response: HTTPResponse = yield Send(
            new_request("POST", url, headers, ByteStream(body), surroundings.extensions)
        )
        content: bytes = yield Read(response, surroundings.limit, surroundings.seconds)
        if not is_success(response.status_code):
            return None
        try:
            answer: Any = json.loads(content)
        except ValueError:
            return None
        return cast(dict[str, Any], answer) if isinstance(answer, dict) else None

    def _url(self, grant: Grant, flow: str, surroundings: Surroundings) -> URL:
        for key in (flow, *_FLOWS[type(grant)]):
            if key in self.token_urls:
                return surroundings.base.resolve(self.token_urls[key])
        raise CredentialError(f"`{self.argument}` is a {type(grant).__name__}, but the API declares no such flow")

    def _keep(self, answer: dict[str, Any] | None) -> None:
        token = answer.get("access_token") if answer else None
        if not isinstance(token, str) or answer is None:
            raise CredentialError(f"the token endpoint gave no token for `{self.argument}`")
        lifetime = answer.get("expires_in")
        try:
            seconds = float(lifetime) if lifetime is not None else float("inf")
        except (TypeError, ValueError):
            seconds = float("inf")
        self._checked(token)
        self._token = token
        self._expires = time.monotonic() + max(seconds - _EARLY, seconds / 2)
        refresh = answer.get("refresh_token")
        if isinstance(refresh, str) and refresh:
            self._refresh_token = refresh


def _authenticate(
    client_id: str, secret: str | None, way: ClientAuthentication, form: dict[str, str], headers: SafeHeaders
) -> None:
    if way == "basic" and secret is not None:
        pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"
        return
    form["client_id"] = client_id
    if secret is not None:
        form["client_secret"] = secret

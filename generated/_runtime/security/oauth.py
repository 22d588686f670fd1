"""OAuth 2 (RFC 6749): access tokens from the token endpoint, kept until shortly before they expire."""

from __future__ import annotations

import base64
import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import quote_plus, urlencode

from .._http import URL, Headers, SafeHeaders, SafeRequest, new_request
from ..errors import CredentialError, TransportError, is_success
from ..http.bodies import UnreadableBody
from ..http.flow import Flow, Pause
from ..http.retries import retry_after
from ..http.transmission import Timing, receive, transmit
from ..secrets import Secret, shown
from .http_schemes import Bearer
from .locks import Exclusive, Lock
from .schemes import Credential, Surroundings

_EARLY = 30.0
"""Seconds before its end that a token counts as expired."""
_LONGEST_ANSWER = 2**20
_LONGEST_DESCRIPTION = 200

ClientAuthentication: TypeAlias = Literal["basic", "post"]
"""Where client id and secret are sent: in the `Authorization` header, or in the body (RFC 6749, 2.3.1)."""


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

    `token_urls` is the token URL of each flow, and under `refresh` the refresh URL if it differs. The token is obtained
    with the first request, again shortly before it expires, and once more if the server answers 401.
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
        self._token: str = Secret()
        self._expires = 0.0
        self._refresh_token = Secret(grant.refresh_token) if isinstance(grant, RefreshToken) else None
        self._lock = Lock()

    @property
    def available(self) -> bool:
        """Whether there is a credential."""
        return self._grant is not None or super().available

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts that must not be shown."""
        grant = self._grant
        given = [getattr(grant, name, None) for name in ("client_secret", "password")]
        known = [self._token, self._refresh_token, *given]
        return (*(one for one in known if one), *super().secrets)

    def obtain(self, surroundings: Surroundings) -> Flow[str]:
        """Return the credential to send in this request."""
        if self._grant is None:
            return (yield from super().obtain(surroundings))
        if not self._fresh:
            yield Exclusive(self._lock, lambda: self._ensure(surroundings))
        return Secret(f"Bearer {self._token}")

    def renew(self, surroundings: Surroundings, rejected: str) -> Flow[str | None]:
        """Return a new token after the server rejected one, unless another call has obtained one in the meantime."""
        if self._grant is None:
            return (yield from super().renew(surroundings, rejected))
        yield Exclusive(self._lock, lambda: self._replace(surroundings, rejected))
        return Secret(f"Bearer {self._token}")

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
        """Get a token: by the refresh token if there is one, else by the grant itself."""
        grant = cast(Grant, self._grant)
        if self._refresh_token is not None:
            form = {"grant_type": "refresh_token", "refresh_token": self._refresh_token}
            try:
                return self._keep((yield from self._ask(grant, form, "refresh", surroundings)))
            except CredentialError:  # the grant itself may still be good
                if isinstance(grant, RefreshToken):
                    raise
            self._refresh_token = None
        match grant:
            case ClientCredentials():
                form = {"grant_type": "client_credentials"}
            case PasswordCredentials():
                form = {"grant_type": "password", "username": grant.username, "password": grant.password}
            case RefreshToken():
                form = {}
        self._keep((yield from self._ask(grant, form, "", surroundings)))

    def _ask(self, grant: Grant, form: dict[str, str], flow: str, surroundings: Surroundings) -> Flow[dict[str, Any]]:
        """Return the token endpoint's answer, asking again if it is busy; raise `CredentialError` if it refuses."""
        if grant.scopes:
            form["scope"] = " ".join(grant.scopes)
        url = self._url(grant, flow, surroundings)
        policy, timing = surroundings.options.retries, Timing(surroundings.options, surroundings.deadline)
        for attempt in range(policy.attempts):
            last = attempt + 1 == policy.attempts
            try:
                timing.begin()
                request = self._request(grant, form, url, surroundings)
                response = yield from transmit(request, timing, surroundings.redact, anonymous=True)
                content = yield from receive(response, _LONGEST_ANSWER, timing, surroundings.redact)
            except TransportError as error:
                if last or not error.transient:
                    raise
                pause = policy.backoff(attempt)
            except UnreadableBody as error:
                raise CredentialError(f"the answer of the token endpoint for `{self.argument}`: {error}") from error
            else:
                status = response.status_code
                asked = retry_after(response.headers, status) or 0.0
                if last or status not in policy.statuses or asked > policy.longest_retry_after:
                    return self._answer(status, response.headers, content, surroundings)
                pause = max(asked, policy.backoff(attempt))
            if surroundings.deadline is not None and time.monotonic() + pause >= surroundings.deadline:
                raise CredentialError(f"the token endpoint gave no token for `{self.argument}` within the deadline")
            yield Pause(pause)
        raise AssertionError("the last attempt returns or raises")

    @staticmethod
    def _request(grant: Grant, form: Mapping[str, str], url: URL, surroundings: Surroundings) -> SafeRequest:
        headers = SafeHeaders({"Host": url.netloc.decode("ascii"), "Accept": "application/json"}, encoding="utf-8")
        fields = dict(form)
        if grant.client_id is not None:
            _authenticate(grant.client_id, grant.client_secret, grant.authentication, fields, headers)
        body = urlencode(fields).encode("ascii")
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Content-Length"] = str(len(body))
        return new_request("POST", url, headers, body, {"timeout": surroundings.options.timeouts})

    def _answer(self, status: int, headers: Headers, content: bytes, surroundings: Surroundings) -> dict[str, Any]:
        """Return the JSON object of an answer; raise `CredentialError` with the endpoint's error (RFC 6749, 5.2)."""
        try:
            found: Any = json.loads(content)
        except (ValueError, RecursionError):
            found = None
        answer = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        if is_success(status) and isinstance(answer.get("access_token"), str):
            return answer
        code = answer.get("error") if isinstance(answer.get("error"), str) else None
        texts = [one for one in (code, answer.get("error_description")) if isinstance(one, str)]
        said = shown(surroundings.redact(": ".join(texts)[:2000]), _LONGEST_DESCRIPTION)
        error = CredentialError(
            f"the token endpoint gave no token for `{self.argument}`: {status}{f' {said}' if said else ''}"
        )
        error.status, error.code = status, shown(surroundings.redact(code), _LONGEST_DESCRIPTION) if code else None
        raise error

    def _url(self, grant: Grant, flow: str, surroundings: Surroundings) -> URL:
        for key in (flow, *_FLOWS[type(grant)]):
            if key in self.token_urls:
                return surroundings.base.resolve(self.token_urls[key])
        raise CredentialError(f"`{self.argument}` is a {type(grant).__name__}, but the API declares no such flow")

    def _keep(self, answer: dict[str, Any]) -> None:
        token = Secret(answer["access_token"])
        self._checked(token)
        seconds = _lifetime(answer.get("expires_in"))
        self._token = token
        self._expires = time.monotonic() + max(seconds - _EARLY, seconds / 2)
        refresh = answer.get("refresh_token")
        if isinstance(refresh, str) and refresh:
            self._refresh_token = Secret(refresh)


def _lifetime(value: object) -> float:
    """Return the seconds that a token is valid; infinite if the endpoint gives no number."""
    try:
        seconds = float(cast("Any", value)) if isinstance(value, int | float | str) else math.inf
    except (ValueError, OverflowError):
        return math.inf
    return math.inf if math.isnan(seconds) else max(seconds, 0.0)


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

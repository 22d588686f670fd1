"""Names of a client's constructor arguments: credentials and servers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from ..ir.api import SecurityScheme, Server
from ..text.casing import MAXIMUM_LENGTH, attribute, snake, words
from .allocate import CHOSEN, Candidate, NameRequest, allocate
from .operation_names import FROM_WIRE, attribute_like
from .published import held
from .reserved import CONSTRUCTOR_ARGUMENTS, KEYWORDS
from .resource_names import SET, safe

if TYPE_CHECKING:
    from ..config import CredentialSettings

_FILLER = frozenset({"api", "base", "endpoint", "environment", "for", "host", "our", "server", "servers", "the", "url"})
_MANY_WORDS = 3
BY_URL = 1
"""The rank of a server that nothing but its URL names."""
_NUMBERED = re.compile(r"(?:sec|security|scheme|auth)?_?\d*", re.IGNORECASE)
"""Meaningless keys of security schemes: `sec0`, `auth`."""


class CredentialName(Struct, frozen=True):
    """The names of one credential: the constructor's argument, and the environment variable."""

    argument: str
    environment: str
    password: str = ""
    """The argument for the password, if the credential is a user name and password in two arguments; else empty."""
    password_environment: str = ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """All arguments of the constructor for this credential."""
        return (self.argument, self.password) if self.password else (self.argument,)


def credential_names(
    schemes: Iterable[SecurityScheme],
    settings: Mapping[str, CredentialSettings],
    client: str,
    published: Mapping[str, str],
) -> dict[str, tuple[CredentialName, str]]:
    """Return security scheme key → its names and the reason for them.

    A single credential is named after its kind, whatever the name of its scheme: `api_key`, `token`, or `username` and
    `password`. Of several, each is named after its scheme, unless the scheme's name is a number (`sec0`).
    """
    listed = [*schemes]
    single = sum(scheme.type != "mutualTLS" for scheme in listed) == 1
    requests = [held(_credential(scheme, settings, single=single), published.get(scheme.key)) for scheme in listed]
    given = allocate(requests, CONSTRUCTOR_ARGUMENTS | {"password"})
    names: dict[str, tuple[CredentialName, str]] = {}
    for key, candidate in given.items():
        chosen = settings[key].environment if key in settings else None
        environment = chosen or variable(client, candidate.name)
        pair = candidate.name == "username" and candidate.reason != SET
        password = ("password", variable(client, "password")) if pair else ("", "")
        names[key] = (CredentialName(candidate.name, environment, *password), candidate.reason)
    return names


def webhook_secret(scheme: str) -> str:
    """Return what the secret of webhooks is called: of a pair of keys the public one."""
    return "webhook_public_key" if scheme == "ed25519" else "webhook_secret"


def variable(client: str, argument: str) -> str:
    """Return the environment variable for an argument: `ACME_API_KEY`."""
    return "_".join([*words(client.lower()), argument]).upper()


def _credential(
    scheme: SecurityScheme, settings: Mapping[str, CredentialSettings], *, single: bool
) -> NameRequest[str]:
    key = scheme.key
    chosen = settings[key].argument if key in settings else None
    if chosen:
        return NameRequest(key, key, Candidate(chosen, SET), tuple, rank=CHOSEN)
    own = Candidate(safe(attribute(key), "credential", KEYWORDS), FROM_WIRE)

    def more() -> Iterator[Candidate]:
        if scheme.name and (header := attribute(scheme.name)):
            yield Candidate(safe(header, "credential", KEYWORDS), "from where it is written")
        if own.name not in CONSTRUCTOR_ARGUMENTS:
            yield own
        yield from attribute_like(key)
        yield Candidate(f"{own.name.rstrip('_')}_credential", "with the kind, because the plain name is taken")
        yield Candidate(_kind(scheme), "from what kind of credential it is")

    if single or _NUMBERED.fullmatch(key):
        return NameRequest(key, key, Candidate(_kind(scheme), "from what kind of credential it is"), more)
    return NameRequest(key, key, own, more)


def _kind(scheme: SecurityScheme) -> str:
    """Return the name of a credential by its kind: a bearer token is a key, unless its scheme mentions tokens."""
    match scheme.type, scheme.scheme:
        case "http", "basic":
            return "username"
        case "http", "bearer":
            said = {word.lower() for word in words(f"{scheme.key} {scheme.bearer_format}")}
            return "token" if said & {"token", "jwt", "oauth", "oauth2", "access"} and "key" not in said else "api_key"
        case "oauth2" | "openIdConnect", _:
            return "token"
        case "mutualTLS", _:
            return "certificate"
        case _:
            return "api_key"


def server_names(
    servers: Iterable[Server], settings: Mapping[str, str], published: Mapping[str, str]
) -> dict[str, Candidate]:
    """Return URL → server name.

    It is set in provider.toml, the `name` of OpenAPI 3.2, a short description, or the part that distinguishes the URL
    from the others; `default` if there is no other.
    """
    distinct = {server.url: server for server in reversed([*servers])}
    common = _common_parts(distinct)
    requests = [_server(server, settings, common) for server in distinct.values()]
    # A name from the server itself is always followed; a name made from URLs is kept, as it depends on other servers.
    return allocate([held(one, published.get(one.key)) if one.rank == BY_URL else one for one in requests])


def _declared(server: Server, settings: Mapping[str, str]) -> Candidate | None:
    if chosen := settings.get(server.url):
        return Candidate(chosen, SET)
    if server.name and (slug := _short(snake(server.name))):
        return Candidate(slug, "from the name of the server")
    return None


def _server(server: Server, settings: Mapping[str, str], common: Collection[str]) -> NameRequest[str]:
    declared = _declared(server, settings)
    distinguishing = [part for part in _parts(server.url) if part not in common]
    by_url = Candidate(_short(snake(" ".join(distinguishing))) or "default", "from what tells its URL from the others")
    described = _described(server.description)
    candidates = [one for one in (declared, described, by_url) if one]

    def more() -> Iterator[Candidate]:
        yield from candidates[1:]
        yield Candidate(_short(snake(server.url)), "from its whole URL")
        yield Candidate("default", "it was the only server")

    rank = CHOSEN if server.url in settings else 0 if declared or described else BY_URL
    return NameRequest(server.url, server.url, candidates[0], more, rank)


def _short(name: str) -> str:
    """Return a name of a length that can be read, and that the gate lets through."""
    return name[:MAXIMUM_LENGTH].rstrip("_")


def _described(description: str) -> Candidate | None:
    kept = [word.lower() for word in words(re.split(r"[.,:;(\n]|\s-\s", description.strip())[0])]
    kept = [word for word in kept if word not in _FILLER]
    return Candidate(_short("_".join(kept)), "from its description") if 0 < len(kept) <= _MANY_WORDS else None


def _parts(url: str) -> list[str]:
    scheme, _, rest = url.rpartition("://")
    return [part for part in re.split(r"[/.:]+", rest) if part] + ([scheme] if scheme else [])


def _common_parts(urls: Collection[str]) -> set[str]:
    """Return the parts that most of the URLs share, which distinguish none of them."""
    counts = Counter(part for url in urls for part in set(_parts(url)))
    return {part for part, count in counts.items() if count * 2 > len(urls)}

"""Which headers and parameters of a page are credentials, and which are set by the client itself."""

from __future__ import annotations

import re

from .operations import Field, PageCredential, PageParameter

SET_BY_THE_CLIENT = frozenset({"accept", "content-type", "authorization", "content-length", "host", "user-agent"})
"""Headers that are no arguments of a call (OpenAPI 3.1.1, 4.8.12.2.1, and what every HTTP client sends)."""

_KEY = re.compile(r"(?:x[-_])?(?:[a-z0-9]+[-_])*(?:api|access|auth|subscription|secret)[-_]?(?:key|token|secret)")
_OWN_KEY = re.compile(r"xi?[-_](?:[a-z0-9]+[-_]){1,4}(?:key|token|secret)|x[-_]auth(?:orization)?")
"""Headers with the name of a provider: `X-Acme-Key`."""
_OTHER_KEY = re.compile(
    r"\b(?:idempoten\w+|request|correlation|trace|[cx]srf|dedup\w*|page|next|continuation|cursor|sync|cache|partition"
    r"|routing|sort|object|device|push|registration|encryption|customer|override)\b"
)
"""What else is called a key or a token: an idempotency key, the token of the next page."""
_KEY_WORDS = re.compile(r"\b(?:api|access|secret|activation|subscription)[ -]?(?:key|token)\b", re.IGNORECASE)
_BASIC = re.compile(r"\bbasic\b", re.IGNORECASE)
_BEARER = re.compile(r"\bbearer\b|\bjwt\b", re.IGNORECASE)


def credential(location: str, field: Field) -> PageCredential | None:
    """Return the credential that a parameter is; None if it is a parameter like any other."""
    name, text = field.name.casefold(), field.description
    example = field.schema.get("example", field.schema.get("default", ""))
    words = f"{text} {example if isinstance(example, str) else ''}"
    if location == "header" and name in ("authorization", "proxy-authorization"):
        if _BASIC.search(words):
            return PageCredential("basic", field.line, description=text)
        if _BEARER.search(words):
            return PageCredential("bearer", field.line, description=text)
        return PageCredential("apiKey", field.line, field.name, location, text)
    if location in ("header", "cookie") and (is_key_name(name) or _KEY_WORDS.search(text)):
        return PageCredential("apiKey", field.line, field.name, location, text)
    if location == "query" and _KEY.fullmatch(name) and "api" in name:
        return PageCredential("apiKey", field.line, field.name, location, text)
    return None


def listed_credential(location: str, field: Field) -> PageCredential:
    """Return the credential that a field below a heading such as `Authorizations` is: there, every field is one."""
    if field.name.casefold() == "authorization" and location == "header":
        if _BASIC.search(field.description):
            return PageCredential("basic", field.line, description=field.description)
        if _BEARER.search(field.description):
            return PageCredential("bearer", field.line, description=field.description)
    return PageCredential("apiKey", field.line, field.name, location, field.description)


def is_key_name(name: str) -> bool:
    """Return whether a header or parameter of that name carries a key: `X-API-Key`, `access_token`, `X-Acme-Key`."""
    folded = name.casefold()
    words = re.sub(r"[-_]", " ", folded)
    return _KEY.fullmatch(folded) is not None or (
        _OWN_KEY.fullmatch(folded) is not None and _OTHER_KEY.search(words) is None
    )


def parted(parameters: tuple[PageParameter, ...]) -> tuple[tuple[PageParameter, ...], tuple[PageCredential, ...]]:
    """Return the arguments of a call and its credentials; what the client sets by itself is in neither."""
    arguments: list[PageParameter] = []
    credentials: list[PageCredential] = []
    for parameter in parameters:
        found = credential(parameter.location, parameter.field)
        if found is not None:
            credentials.append(found)
        elif parameter.location != "header" or parameter.field.name.casefold() not in SET_BY_THE_CLIENT:
            arguments.append(parameter)
    return tuple(arguments), tuple(credentials)

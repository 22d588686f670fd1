"""Checks that a request carries the credentials that its operation asks for: presence and form, not the value."""

from __future__ import annotations

import binascii
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from .incoming import IncomingRequest, RequestDifference, Route, cookie

Tree: TypeAlias = Mapping[str, Any]
Alternative: TypeAlias = Mapping[str, Sequence[str]]


def missing_credentials(tree: Tree, route: Route, request: IncomingRequest) -> list[RequestDifference]:
    """Return what is wrong with a request's credentials; empty if an alternative of its operation is fulfilled.

    Of several alternatives the one that lacks least is reported (OpenAPI 3.2, 4.30).
    """
    alternatives: Sequence[Alternative] = route.operation.get("security", tree.get("security", ()))
    schemes: Tree = tree.get("components", {}).get("securitySchemes", {})
    judged = [[*_lacking(one, schemes, request)] for one in alternatives]
    return min(judged, key=len) if judged else []


def challenge(tree: Tree, route: Route) -> str:
    """Return the value of `WWW-Authenticate` for an operation (RFC 9110, 11.6.1)."""
    alternatives: Sequence[Alternative] = route.operation.get("security", tree.get("security", ()))
    schemes: Tree = tree.get("components", {}).get("securitySchemes", {})
    names = dict.fromkeys(_authentication(schemes.get(name, {})) for one in alternatives for name in one)
    return ", ".join(f'{name} realm="mock"' for name in names)


def _authentication(scheme: Tree) -> str:
    if scheme.get("type") == "http":
        text = str(scheme.get("scheme", ""))
        return text.capitalize() if text.isascii() and text.replace("-", "").isalnum() else "Bearer"
    return "ApiKey" if scheme.get("type") == "apiKey" else "Bearer"


def _lacking(alternative: Alternative, schemes: Tree, request: IncomingRequest) -> Iterator[RequestDifference]:
    for name in alternative:
        scheme: Tree = schemes.get(name, {})
        match scheme.get("type"):
            case "apiKey":
                yield from _api_key(scheme, name, request)
            case "http":
                yield from _authorization(str(scheme.get("scheme", "")), name, request)
            case "oauth2" | "openIdConnect":
                yield from _authorization("bearer", name, request)
            case _:
                # The certificate of `mutualTLS` is no part of a request, and other types are unknown.
                continue


def _api_key(scheme: Tree, name: str, request: IncomingRequest) -> Iterator[RequestDifference]:
    place, key = str(scheme.get("in")), str(scheme.get("name"))
    match place:
        case "header":
            given = request.headers.get(key.lower())
        case "query":
            given = dict(parse_qsl(request.query, keep_blank_values=True)).get(key)
        case _:
            given = cookie(request.headers.get("cookie", ""), key)
    if not given:
        yield RequestDifference(place, key, f"is missing: the credential `{name}`")


def _authorization(scheme: str, name: str, request: IncomingRequest) -> Iterator[RequestDifference]:
    given, _, value = request.headers.get("authorization", "").strip().partition(" ")
    written = scheme.capitalize()
    if not given:
        yield RequestDifference("header", "Authorization", f"is missing: `{written} TOKEN`, the credential `{name}`")
    elif given.lower() != scheme.lower():
        yield RequestDifference("header", "Authorization", f"should begin with `{written} `: the credential `{name}`")
    elif not value.strip() or (scheme.lower() == "basic" and not _is_basic(value)):
        what = "a name, a colon and a password in base64 (RFC 7617, 2)" if scheme.lower() == "basic" else "a token"
        yield RequestDifference("header", "Authorization", f"should have {what} after `{written} `")


def _is_basic(value: str) -> bool:
    try:
        return b":" in binascii.a2b_base64(value.strip().encode(), strict_mode=True)
    except ValueError:
        return False

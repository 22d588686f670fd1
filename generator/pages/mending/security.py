"""Security schemes, what asks for them, and servers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...openapi.json_values import is_mapping, is_sequence
from ..placeholders import is_host
from ..text.targets import target
from .context import DROPPED, Context, Tokens

_HTTP = {"bearer": "bearer", "basic": "basic", "digest": "digest", "jwt": "bearer", "http": "bearer", "token": "bearer"}


def scheme(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    """Return a security scheme with the fields of its type; DROPPED where it says too little."""
    if context.version == "2":
        return value
    made = dict(value)
    kind = str(made.get("type", "")).strip()
    if kind.lower() in _HTTP and (kind != "http" or not isinstance(made.get("scheme"), str)):
        if kind == "http":
            context.note(place, "an http scheme that does not say which one was left out")
            return DROPPED
        scheme = _HTTP[kind.lower()]
        context.note((*place, "type"), f"`type: {kind}` became the http scheme `{scheme}`")
        made.update({"type": "http", "scheme": scheme})
    elif kind.lower() in ("apikey", "api_key", "api-key") and kind != "apiKey":
        context.note((*place, "type"), f"`type: {kind}` became `apiKey`")
        made["type"] = "apiKey"
    return _complete_scheme(context, made, place)


_SCHEME_FIELDS = {
    "apiKey": ("name", "in"),
    "http": ("scheme", "bearerFormat"),
    "oauth2": ("flows", "oauth2MetadataUrl"),
    "openIdConnect": ("openIdConnectUrl",),
    "mutualTLS": (),
}


def _complete_scheme(context: Context, made: dict[str, Any], place: Tokens) -> Any:
    kind = made.get("type")
    if not isinstance(kind, str) or kind not in _SCHEME_FIELDS:
        context.note((*place, "type"), f"`type: {kind}` is no kind of security scheme; left out")
        return DROPPED
    complete = {
        "apiKey": isinstance(made.get("name"), str) and made.get("in") in ("query", "header", "cookie"),
        "openIdConnect": isinstance(made.get("openIdConnectUrl"), str),
    }.get(kind, True)
    if not complete:
        context.note(place, f"the {kind} scheme does not say where it stands; left out")
        return DROPPED
    allowed = (*_SCHEME_FIELDS[kind], "type", "description", "deprecated")
    for key in [one for one in made if one not in allowed and not one.startswith("x-")]:
        context.note((*place, key), f"`{key}` is no field of a scheme of this type and was left out")
        made.pop(key)
    if kind == "http" and str(made.get("scheme")).lower() != "bearer" and "bearerFormat" in made:
        context.note((*place, "bearerFormat"), "`bearerFormat` belongs to bearer alone")
        made.pop("bearerFormat")
    if kind == "oauth2":
        made["flows"] = _flows(context, made.get("flows"), (*place, "flows"))
    return made


_FLOW_URLS = {
    "implicit": ("authorizationUrl",),
    "password": ("tokenUrl",),
    "clientCredentials": ("tokenUrl",),
    "authorizationCode": ("authorizationUrl", "tokenUrl"),
    "deviceAuthorization": ("deviceAuthorizationUrl", "tokenUrl"),
}


def _flows(context: Context, flows: Any, place: Tokens) -> dict[str, Any]:
    if not is_mapping(flows):
        context.note(place, "an oauth2 scheme needs `flows`: none is known")
        return {}
    made: dict[str, Any] = {}
    for name, flow in flows.items():
        if name.startswith("x-"):
            made[name] = flow
            continue
        urls = _FLOW_URLS.get(name)
        if urls is None or not is_mapping(flow) or not all(isinstance(flow.get(url), str) for url in urls):
            context.note((*place, name), f"the flow `{name}` does not say its addresses; left out")
            continue
        made[name] = flow if is_mapping(flow.get("scopes")) else {**flow, "scopes": {}}
        if made[name] is not flow:
            context.note((*place, name, "scopes"), "a flow needs `scopes`")
    return made


def known_security(context: Context, made: dict[str, Any], place: Tokens, schemes: Any) -> dict[str, Any]:
    """Return an operation, or the document, that asks for schemes alone that are described."""
    requirements = made.get("security")
    if not is_sequence(requirements):
        return made
    kept = [one for one in requirements if is_mapping(one) and all(name in schemes for name in one)]
    if len(kept) == len(requirements):
        return made
    names = sorted({name for one in requirements if is_mapping(one) for name in one if name not in schemes})
    context.note(
        (*place, "security"),
        f"the security scheme {', '.join(f'`{name}`' for name in names)} is not described; left out",
    )
    rest = {key: inner for key, inner in made.items() if key != "security"}
    return {**rest, "security": kept} if kept else rest


def server(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    """Return a server; DROPPED where its address is a placeholder, or has a variable of which no value is known."""
    url = value.get("url")
    if not isinstance(url, str) or not url.strip():
        context.note(place, "a server without an address was left out")
        return DROPPED
    filled = url
    variables: Any = value.get("variables") if is_mapping(value.get("variables")) else {}
    for name in re.findall(r"\{([^{}]+)\}", url):
        variable = variables.get(name) if is_mapping(variables) else None
        default = variable.get("default") if is_mapping(variable) else None
        if not isinstance(default, str) or _stands_for(name, default):
            context.note(place, f"the address `{url}` has the variable `{name}`, of which no value is known; left out")
            return DROPPED
        filled = filled.replace(f"{{{name}}}", default)
    found = target(filled)
    if found is not None and found.placeholder:
        context.note(place, f"`{found.placeholder}` is a placeholder and no server; left out")
        return DROPPED
    return value if url == url.strip() else {**value, "url": url.strip()}


def _stands_for(name: str, default: str) -> bool:
    """Return whether a variable's default only says what is to be put in."""
    plain = re.sub(r"[^a-z0-9]", "", default.lower())
    return plain in ("", re.sub(r"[^a-z0-9]", "", name.lower())) or is_host(default) or "your" in default.lower()

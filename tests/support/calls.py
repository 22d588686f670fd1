"""Calls through a generated client, made from what `inspect` says; and what the document says must arrive."""

from __future__ import annotations

import asyncio
import base64
import inspect
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from . import samples
from .payloads import sample
from .providers import adapter, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .providers import Operation, Provider

KEY = "a key of this test"
"""Given for every credential."""
_NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its arguments in wire form."""

    operation: Operation
    body: Any = _NOTHING
    """In wire form; bytes and tuples are given as they are."""
    parameters: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    """`(in, name)` → value."""

    @property
    def has_body(self) -> bool:
        """Whether a body is sent."""
        return self.body is not _NOTHING

    def make(self, client: Any) -> Any:
        """Call the method and return what it returns, awaited."""
        method = client
        for name in self.operation.call["call"].split("."):
            method = getattr(method, name)
        positional, named = self._arguments(method)
        return method(*positional, **named)

    def _arguments(self, method: Any) -> tuple[list[Any], dict[str, Any]]:
        provider, described = self.operation.provider, self.operation.call
        positional: list[Any] = []
        named: dict[str, Any] = {}
        annotations, module = inspect.get_annotations(method), sys.modules[method.__module__]
        for parameter in described["parameters"]:
            key = (parameter["in"], parameter["name"])
            if key not in self.parameters:
                continue
            expected = resolve(str(annotations[parameter["argument"]]), module)
            value = adapter(expected, tolerant=False).validate_python(self.parameters[key])
            if parameter["in"] == "path":
                positional.append(value)
            else:
                named[parameter["argument"]] = value
        if self.has_body:
            positional.append(self._body(provider, described["body"]["type"]))
        return positional, named

    def _body(self, provider: Provider, type_: str) -> Any:
        if isinstance(self.body, (bytes, tuple)):
            return self.body
        return provider.adapter(type_, tolerant=False).validate_python(self.body)


def sync_client(provider: Provider, **options: Any) -> Any:
    """Return the provider's client with the test's credentials."""
    return getattr(provider.package, provider.inspection["client"])(**_credentials(provider), **options)


def async_client(provider: Provider, **options: Any) -> Any:
    """Return the provider's asynchronous client with the test's credentials."""
    return getattr(provider.package, provider.inspection["async_client"])(**_credentials(provider), **options)


def run(call: Call, *, asynchronous: bool, **options: Any) -> Any:
    """Make the call with a fresh client, which is closed afterwards."""
    if not asynchronous:
        with sync_client(call.operation.provider, **options) as client:
            return call.make(client)

    async def main() -> Any:
        async with async_client(call.operation.provider, **options) as client:
            return await call.make(client)

    return asyncio.run(main())


def base_url(provider: Provider, origin: str) -> str:
    """Return the document's first server, moved to another origin: its path stays."""
    servers = provider.inspection["servers"]
    return origin + (urlsplit(address(provider, servers[0]["url"])).path if servers else "")


def address(provider: Provider, url: str) -> str:
    """Return the URL of a server of the document: defaults for its variables, no slash at the end."""
    for server in provider.tree.get("servers", []):
        for name, variable in server.get("variables", {}).items() if server["url"] == url else ():
            url = url.replace("{" + name + "}", variable["default"])
    return url.rstrip("/")


def minimal(operation: Operation, body: Any = _NOTHING) -> Call:
    """Return a call with the given body and a value of every required parameter, published or invented."""
    needed = [described for described in operation.description.get("parameters", ()) if described.get("required")]
    parameters = {(described["in"], described["name"]): samples.parameter(operation, described) for described in needed}
    return Call(operation, body, parameters)


def expected_path(call: Call, prefix: str) -> str:
    """Return the path that has to arrive; scalar path parameters of style `simple` only."""
    path: str = call.operation.call["path"].partition("?")[0]
    for (place, name), value in call.parameters.items():
        if place == "path":
            path = path.replace("{" + name + "}", quote(_text(value), safe=""))
    return prefix + path


def expected_query(call: Call) -> list[tuple[str, str]]:
    """Return the pairs that have to arrive: parameters of style `form`, exploded; and credentials."""
    pairs: list[tuple[str, str]] = []
    for (place, name), value in call.parameters.items():
        if place == "query":
            pairs += [(name, _text(item)) for item in (value if isinstance(value, list) else [value])]
    return pairs + [(name, value) for place, name, value in _secrets(call.operation) if place == "query"]


def expected_headers(call: Call) -> dict[str, str]:
    """Return the headers that have to arrive, names in lower case: parameters and credentials."""
    parameters = {name.lower(): _text(value) for (place, name), value in call.parameters.items() if place == "header"}
    return parameters | {name.lower(): value for place, name, value in _secrets(call.operation) if place == "header"}


def is_plain(operation: Operation) -> bool:
    """Return whether the `expected_…` functions know how every required parameter is written."""
    styles = {"path": "simple", "query": "form", "header": "simple"}
    needed = [parameter for parameter in operation.description.get("parameters", ()) if parameter.get("required")]
    return all(
        parameter["in"] in styles
        and parameter.get("style", styles[parameter["in"]]) == styles[parameter["in"]]
        and "schema" in parameter
        and not isinstance(sample(operation.provider.judge, parameter["schema"]), (dict, list))
        for parameter in needed
    )


def _secrets(operation: Operation) -> list[tuple[str, str, str]]:
    """Return (in, name, value) of what the operation's first security requirement demands."""
    tree = operation.provider.tree
    requirements = operation.description.get("security", tree.get("security", []))
    schemes = tree.get("components", {}).get("securitySchemes", {})
    found: list[tuple[str, str, str]] = []
    for name in requirements[0] if requirements else ():
        scheme = schemes[name]
        if scheme["type"] == "apiKey":
            found.append((scheme["in"], scheme["name"], KEY))
        elif scheme.get("scheme", "").lower() == "basic":
            pair = base64.b64encode(f"{KEY}:{KEY}".encode()).decode()
            found.append(("header", "authorization", f"Basic {pair}"))
        else:
            found.append(("header", "authorization", f"Bearer {KEY}"))
    return found


def _credentials(provider: Provider) -> dict[str, Any]:
    schemes = provider.tree.get("components", {}).get("securitySchemes", {})
    basic = {name for name, scheme in schemes.items() if scheme.get("scheme", "").lower() == "basic"}
    given = [entry for entry in provider.inspection["security"] if entry.get("argument")]
    return {entry["argument"]: (KEY, KEY) if entry["scheme"] in basic else KEY for entry in given}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

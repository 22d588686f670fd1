"""What the client template needs: servers, credentials, arguments and resources as Python source text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..ir.api import Api, SecurityScheme, Server, ServerVariable
from ..naming.assign import CredentialName, Names
from ..text.python_source import docstring, literal
from .docstrings import item


@dataclass(frozen=True, slots=True)
class ClientArgument:
    """One keyword argument of the client's constructor."""

    name: str
    type: str
    default: str


@dataclass(frozen=True, slots=True)
class CredentialView:
    """One credential: the key of its scheme and the source that makes it."""

    key: str
    value: str
    argument: ClientArgument


def client_views(api: Api, names: Names) -> dict[str, Any]:
    """Return the context of the client template."""
    servers = [{"name": names.servers[server.url], "value": server_value(server)} for server in api.servers]
    credentials = [_credential(scheme, names) for scheme in api.security_schemes]
    arguments = [one.argument for one in credentials if one.argument.type]
    passwords = [name.password for name in names.credentials.values() if name.password]
    arguments += [ClientArgument(password, "str | None", "None") for password in passwords]
    if servers:
        choice = ", ".join(literal(server["name"]) for server in servers)
        arguments.append(ClientArgument("server", f"Literal[{choice}]", literal(servers[0]["name"])))
    variables = sorted(_variables(api))
    if variables:
        arguments.append(ClientArgument("variables", "Mapping[str, str] | None", "None"))
    arguments += [
        ClientArgument("base_url", "str | None" if servers else "str", "None" if servers else ""),
        ClientArgument("timeout", "float | Timeout | None", "DEFAULT_TIMEOUT"),
        ClientArgument("max_retries", "int", "2"),
    ]
    return {
        "docstring": docstring(f"The clients of {api.title.strip() or names.client}."),
        "resources": resources_in(None, names),
        "clients": [
            {
                "name": names.client,
                "base": "Client",
                "http_client": "HTTPClient",
                "prefix": "",
                "define": "def",
                "wait": "",
                "description": _description(api, names),
            },
            {
                "name": names.async_client,
                "base": "AsyncClient",
                "http_client": "AsyncHTTPClient",
                "prefix": "Async",
                "define": "async def",
                "wait": "await ",
                "description": f"The asynchronous twin of `{names.client}`.",
            },
        ],
        "arguments": arguments,
        "strict_responses": names.strict_responses.get(None, False),
        "servers": servers,
        "variables": variables,
        "credentials": credentials,
    }


def resources_in(parent: str | None, names: Names) -> list[dict[str, str]]:
    """Return the resources that lie in another one, or in the client itself, as the templates write them."""
    return [
        {
            "name": resource.name,
            "module": resource.module,
            "class_name": resource.class_name,
            "async_class_name": resource.async_class_name,
            "description": f"The operations of `{resource.class_name}`.",
        }
        for resource in names.resources
        if resource.parent == parent
    ]


def server_value(server: Server) -> str:
    """Return the source of a server as the client's constructor lists it."""
    if not server.variables:
        return literal(server.url)
    variables: list[str] = []
    for name, variable in server.variables.items():
        values = f", {literal(tuple(variable.enum))}" if variable.enum else ""
        variables.append(f"{literal(name)}: ServerVariable({literal(variable.default)}{values})")
    return f"Server({literal(server.url)}, {{{', '.join(variables)}}})"


def _credential(scheme: SecurityScheme, names: Names) -> CredentialView:
    name = names.credentials[scheme.key]
    extra = f"environment={literal(name.environment)}, argument={literal(name.argument)}"
    match scheme.type, scheme.scheme:
        case "apiKey", _:
            call = f"APIKey({name.argument}, {literal(scheme.location)}, {literal(scheme.name)}, {extra})"
            kind = "Credential | None"
        case "http", "bearer":
            call, kind = f"Bearer({name.argument}, {extra})", "Credential | None"
        case "http", "basic":
            password = f"{name.password}, " if name.password else ""
            if name.password:
                extra += f", password_environment={literal(name.password_environment)}"
            call, kind = f"Basic({name.argument}, {password}{extra})", "BasicCredential | None"
        case "http", other:
            call, kind = f"HTTPScheme({name.argument}, {literal(other)}, {extra})", "Credential | None"
        case "openIdConnect", _:
            call, kind = f"OpenIDConnect({name.argument}, {extra})", "Credential | None"
        case "oauth2", _:
            call, kind = _oauth(scheme, name.argument, extra)
        case _:
            call, kind = "MutualTLS()", ""
    return CredentialView(scheme.key, call, ClientArgument(name.argument, kind, "None"))


def _oauth(scheme: SecurityScheme, argument: str, extra: str) -> tuple[str, str]:
    """Return the call and the type of an OAuth 2 credential: a token, or what gets one where a flow has a token URL."""
    flows = [(name, flow) for name, flow in scheme.flows.items() if flow.token_url]
    if not flows:
        return f"Bearer({argument}, {extra})", "Credential | None"
    urls = {name: str(flow.token_url) for name, flow in flows}
    refresh = next((flow.refresh_url for _, flow in flows if flow.refresh_url), None)
    if refresh is not None:
        urls["refresh"] = refresh
    return f"OAuth2({argument}, token_urls={literal(urls)}, {extra})", "OAuth2Credential | None"


def _description(api: Api, names: Names) -> str:
    parts = [f"Client of {api.title.strip() or names.client}.", api.description.strip()]
    schemes = [one for one in api.security_schemes if one.type != "mutualTLS"]
    if schemes:
        lines = [line for one in schemes for line in _credential_texts(one, names.credentials[one.key])]
        parts.append("Credentials:\n" + "\n".join(lines))
    if variables := _variables(api):
        lines = [f"    {name}: {_variable(variable)}" for name, variable in sorted(variables.items())]
        parts.append("Variables of the servers:\n" + "\n".join(lines))
    return "\n\n".join(part for part in parts if part)


def _credential_texts(scheme: SecurityScheme, name: CredentialName) -> Iterator[str]:
    """Yield what the documentation of a client says about one credential, a line each."""
    text = scheme.description.strip() or _KINDS.get((scheme.type, scheme.scheme), "")
    own = f"Read from `{name.environment}` in the environment where it is not given."
    yield item(name.argument, f"{text.rstrip('.')}. {own}" if text else own)
    if name.password:
        yield item(name.password, f"Read from `{name.password_environment}` where it is not given.")


_KINDS: Mapping[tuple[str, str | None], str] = {
    ("http", "basic"): "The user name",
    ("http", "bearer"): "The bearer token",
}


def _variables(api: Api) -> dict[str, ServerVariable]:
    """Return the variables of all servers, those of single operations among them; the client's own come first."""
    servers = [*(server for operation in api.operations for server in operation.servers), *api.servers]
    return {name: variable for server in servers for name, variable in server.variables.items()}


def _variable(variable: ServerVariable) -> str:
    choice = f" One of {', '.join(f'`{value}`' for value in variable.enum)}." if variable.enum else ""
    text = " ".join(variable.description.split())
    text = f"{text}." if text and text[-1] not in ".!?" else text
    return f"{text}{choice} Default: `{variable.default}`.".strip()

"""The data of the client template: servers, credentials, arguments and resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from ..ir.api import Api, Parameter, SecurityScheme, Server, ServerVariable
from ..ir.schemas import resolved
from ..naming.assign import CredentialName, Names
from ..naming.client_headers import declarations
from ..text.python_source import docstring, literal
from .definitions import only_value
from .docstrings import item
from .expression import NONE, Expression, Source, call, display, joined, name, subscript, union, value
from .type_expressions import TypeWriter


class ClientArgument(Struct, frozen=True):
    """One keyword argument of the client's constructor."""

    name: str
    type: Expression
    default: Source


class ServerView(Struct, frozen=True):
    """One server: its name for callers, and its address as an expression."""

    name: str
    value: Expression


class CredentialView(Struct, frozen=True):
    """One credential: the key of its scheme, and the source that constructs it."""

    key: str
    value: Expression
    argument: ClientArgument | None
    """None if the credential is not an argument."""


class HeaderView(Struct, frozen=True):
    """One header of the client: its wire name, its argument, and the source that constructs it."""

    wire: str
    value: Expression
    argument: ClientArgument


class ClientView(Struct, frozen=True):
    """One of the two clients, with the parts in which they differ."""

    name: str
    base: str
    http_client: str
    prefix: str
    """The beginning of the names of its resources' classes."""
    define: str
    wait: str
    """What is before a call that is waited for."""
    description: str


class ResourceView(Struct, frozen=True):
    """One resource as an attribute of a client or of another resource."""

    name: str
    module: str
    class_name: str
    async_class_name: str
    description: str


def client_views(api: Api, names: Names, *, streams: bool) -> dict[str, Any]:
    """Return the context of the client template; `streams` says whether some response can be streamed."""
    servers = [ServerView(names.servers[server.url], server_value(server)) for server in api.servers]
    text = name("str")
    credentials = [_credential(scheme, names) for scheme in api.security_schemes]
    arguments = [one.argument for one in credentials if one.argument]
    passwords = [one.password for one in names.credentials.values() if one.password]
    arguments += [ClientArgument(password, union([text, NONE]), "None") for password in passwords]
    headers = [_header(wire, one, TypeWriter(api, names)) for wire, one in declarations(api, names.headers).items()]
    arguments += [one.argument for one in headers]
    if servers:
        choice = subscript("Literal", joined(literal(server.name) for server in servers))
        arguments.append(ClientArgument("server", choice, literal(servers[0].name)))
    variables = sorted(_variables(api))
    if variables:
        arguments.append(ClientArgument("variables", union([subscript("Mapping", text, text), NONE]), "None"))
    arguments += [
        ClientArgument("base_url", union([text, NONE]) if servers else text, "None" if servers else ""),
        ClientArgument("timeout", union([name("float"), name("Timeout"), NONE]), _timeout(names)),
        ClientArgument("max_retries", name("int"), literal(_retries(names))),
    ]
    defaults = {key: value for key, value in names.defaults.items() if key != "timeout"}
    if names.strict_responses.get(None, False):
        defaults["strict_responses"] = True
    return {
        "docstring": docstring(f"The clients of {api.title.strip() or names.client}."),
        "resources": resources_in(None, names),
        "clients": [
            ClientView(
                name=names.client,
                base="StreamingClient" if streams else "Client",
                http_client="HTTPClient",
                prefix="",
                define="def",
                wait="",
                description=_description(api, names),
            ),
            ClientView(
                name=names.async_client,
                base="AsyncStreamingClient" if streams else "AsyncClient",
                http_client="AsyncHTTPClient",
                prefix="Async",
                define="async def",
                wait="await ",
                description=f"The asynchronous version of `{names.client}`.",
            ),
        ],
        "arguments": arguments,
        "defaults": defaults,
        "servers": servers,
        "variables": variables,
        "operation_variables": tuple(sorted({*variables} - {key for one in api.servers for key in one.variables})),
        "credentials": credentials,
        "headers": headers,
    }


def resources_in(parent: str | None, names: Names) -> list[ResourceView]:
    """Return the resources within another one, or directly on the client."""
    return [
        ResourceView(
            resource.name,
            resource.module,
            resource.class_name,
            resource.async_class_name,
            f"The operations of `{resource.class_name}`.",
        )
        for resource in names.resources
        if resource.parent == parent
    ]


def _timeout(names: Names) -> Expression:
    seconds = names.defaults.get("timeout")
    return name("DEFAULT_TIMEOUT") if seconds is None else value(seconds)


def _retries(names: Names) -> int:
    """Return the most retries of a request."""
    retries: Any = names.defaults.get("retries", {})
    return int(retries.get("attempts", 3)) - 1


def server_value(server: Server) -> Expression:
    """Return a server as an expression for the client's constructor."""
    if not server.variables:
        return value(server.url)
    variables = {
        key: call("ServerVariable", [value(one.default), *([value(tuple(one.enum))] if one.enum else [])])
        for key, one in server.variables.items()
    }
    return call("Server", [value(server.url), display(variables)])


def _credential(scheme: SecurityScheme, names: Names) -> CredentialView:
    if scheme.type == "mutualTLS":
        return CredentialView(scheme.key, call("MutualTLS"), None)
    given = names.credentials[scheme.key]
    function, arguments, options = _constructor(scheme)
    taken = {"Basic": "BasicCredential", "OAuth2": "OAuth2Credential"}.get(function, "Credential")
    argument = ClientArgument(given.argument, union([name(taken), NONE]), "None")
    if function == "Basic" and given.password:
        arguments = [given.password]
    options |= {"environment": value(given.environment), "argument": value(given.argument)}
    if function == "Basic" and given.password:
        options["password_environment"] = value(given.password_environment)
    return CredentialView(scheme.key, call(function, [given.argument, *arguments], **options), argument)


def _header(wire: str, parameter: Parameter, writer: TypeWriter) -> HeaderView:
    """Return a header of the client; a required header with a value in the document is optional for callers."""
    argument = writer.names.headers[wire]
    schema = resolved(parameter.schema, writer.api.schemas)
    typed = writer.plain.expression(schema, received=False)
    default = _own_value(parameter, writer.api)
    known = {"required": value(True)} if parameter.required else {}
    made = call("ClientHeader", [literal(argument), argument, writer.expression(schema, received=False)], **known)
    if not parameter.required:
        return HeaderView(wire, made, ClientArgument(argument, union([typed, NONE]), "None"))
    return HeaderView(wire, made, ClientArgument(argument, typed, default))


def _constructor(scheme: SecurityScheme) -> tuple[str, list[Source], dict[str, Source]]:
    """Return the runtime's class for a security scheme, and its arguments apart from the credential and its name."""
    match scheme.type, scheme.scheme:
        case "apiKey", _:
            return "APIKey", [value(scheme.location), value(scheme.name)], {}
        case "http", "bearer":
            return "Bearer", [], {}
        case "http", "basic":
            return "Basic", [], {}
        case "http", other:
            return "HTTPScheme", [value(other)], {}
        case "openIdConnect", _:
            return "OpenIDConnect", [], {}
        case _:
            urls = _token_urls(scheme)
            return ("OAuth2", [], {"token_urls": value(urls)}) if urls else ("Bearer", [], {})


def _token_urls(scheme: SecurityScheme) -> dict[str, str]:
    """Return flow → its token URL; empty if no flow has one, so that callers must give a token."""
    flows = [(flow_name, flow) for flow_name, flow in scheme.flows.items() if flow.token_url]
    urls = {flow_name: str(flow.token_url) for flow_name, flow in flows}
    refresh = next((flow.refresh_url for _, flow in flows if flow.refresh_url), None)
    return {**urls, "refresh": refresh} if refresh is not None else urls


def _description(api: Api, names: Names) -> str:
    parts = [f"Client of {api.title.strip() or names.client}.", api.description.strip()]
    schemes = [one for one in api.security_schemes if one.type != "mutualTLS"]
    if schemes:
        lines = [line for one in schemes for line in _credential_texts(one, names.credentials[one.key])]
        parts.append("Credentials:\n" + "\n".join(lines))
    declared = declarations(api, names.headers)
    if lines := [item(names.headers[wire], _header_text(wire, one)) for wire, one in declared.items()]:
        parts.append("Headers of every request:\n" + "\n".join(lines))
    if variables := _variables(api):
        lines = [f"    {name}: {_variable(variable)}" for name, variable in sorted(variables.items())]
        parts.append("Variables of the servers:\n" + "\n".join(lines))
    return "\n\n".join(part for part in parts if part)


def _credential_texts(scheme: SecurityScheme, given: CredentialName) -> Iterator[str]:
    """Yield the documentation lines of one credential."""
    text = scheme.description.strip() or _kind_text(scheme, pair=bool(given.password))
    own = f"Default: the environment variable `{given.environment}`."
    yield item(given.argument, f"{text.rstrip('.')}. {own}")
    if given.password:
        yield item(given.password, f"The password. Default: the environment variable `{given.password_environment}`.")


def _kind_text(scheme: SecurityScheme, *, pair: bool) -> str:
    """Return what a credential is that the document does not describe; `pair` says that the password is separate."""
    match scheme.type, scheme.scheme:
        case "apiKey", _:
            return f"The API key, sent in the {scheme.location} as `{scheme.name}`"
        case "http", "basic":
            return "The user name" if pair else "User name and password, as a tuple"
        case "http", "bearer":
            return "The bearer token"
        case "http", other:
            return f"The credential for the scheme {other}"
        case _:
            known = [name for flow, name in _GRANTS.items() if flow in scheme.flows and _token_urls(scheme)]
            return (
                f"An access token, or {' or '.join(f'`{name}(…)`' for name in known)}" if known else "An access token"
            )


_GRANTS: Mapping[str, str] = {
    "clientCredentials": "ClientCredentials",
    "password": "PasswordCredentials",
    "authorizationCode": "RefreshToken",
}
"""OAuth 2 flow → what the client takes to get tokens by it."""


def _own_value(parameter: Parameter, api: Api) -> str:
    """Return the only value that the document allows for a header, as source; empty if there is none, or several."""
    schema = resolved(parameter.schema, api.schemas)
    given = schema.notes.default
    return only_value(schema, api.schemas) or (literal(given) if isinstance(given, str) else "")


def needs_value(parameter: Parameter, api: Api) -> bool:
    """Return whether a caller must give a header of the client."""
    return parameter.required and not _own_value(parameter, api)


def _header_text(wire: str, parameter: Parameter) -> str:
    text = parameter.description.strip().rstrip(".")
    return f"{text}. Sent as `{wire}`." if text else f"Sent as `{wire}`."


def _variables(api: Api) -> dict[str, ServerVariable]:
    """Return the variables of all servers, including those of single operations; the client's own come first."""
    servers = [*(server for operation in api.operations for server in operation.servers), *api.servers]
    return {name: variable for server in servers for name, variable in server.variables.items()}


def _variable(variable: ServerVariable) -> str:
    choice = f" One of {', '.join(f'`{value}`' for value in variable.enum)}." if variable.enum else ""
    text = " ".join(variable.description.split())
    text = f"{text}." if text and text[-1] not in ".!?" else text
    return f"{text}{choice} Default: `{variable.default}`.".strip()

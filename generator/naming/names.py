"""The result of naming: plain data that the later stages read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct, field

from ..ir.api import OperationKey
from ..webhook_settings import NO_WEBHOOK_SETTINGS, WebhookSettings
from .client_names import CredentialName
from .operation_names import OperationName
from .resource_names import ResourceName

Kind: TypeAlias = Literal[
    "client",
    "resource",
    "operation",
    "iterator",
    "wait",
    "parameter",
    "body",
    "schema",
    "property",
    "credential",
    "header",
    "server",
    "error",
    "event",
]


class Explanation(Struct, frozen=True):
    """The reason for one name, for `inspect`."""

    kind: Kind
    wire: str
    """Its name in the document; for a parameter or property, its address in `provider.toml`."""
    name: str
    reason: str


class Names(Struct, frozen=True):
    """Every Python name of one package, by what it stands for."""

    package: str
    client: str
    async_client: str
    resources: tuple[ResourceName, ...]
    """Sorted by attribute."""
    operations: Mapping[OperationKey, OperationName]
    parameters: Mapping[tuple[OperationKey, str, str], str]
    """`(operation, location, wire name)` → argument."""
    body: Mapping[OperationKey, str]
    """Operation → the argument for the body, if it has one."""
    schemas: Mapping[str, str]
    """Schema → class or alias in `models`."""
    properties: Mapping[tuple[str, str], str]
    """`(schema, wire property)` → attribute, for the properties that the schema itself declares."""
    credentials: Mapping[str, CredentialName]
    """Key of the security scheme → argument of the constructor and environment variable."""
    headers: Mapping[str, str]
    """Header that is given to the client, by its name on the wire → argument of the constructor."""
    servers: Mapping[str, str]
    """URL as written → name."""
    errors: Mapping[str, str]
    """Status key of a declared error response → exception class."""
    strict_responses: Mapping[OperationKey | None, bool] = field(default_factory=dict["OperationKey | None", bool])
    """Operation, None for all others → whether a response that is not as declared is an error, if that is set."""
    defaults: Mapping[str, Any] = field(default_factory=dict[str, "Any"])
    """Defaults for all calls of the client, as arguments of the runtime's client."""
    iterators: Mapping[OperationKey, str] = field(default_factory=dict["OperationKey", str])
    """Operation whose answers are divided into pages → the method that iterates over all items."""
    waits: Mapping[OperationKey, str] = field(default_factory=dict["OperationKey", str])
    """Operation that reports a state → the method that waits for a final one."""
    events: Mapping[OperationKey, str] = field(default_factory=dict["OperationKey", str])
    """The webhook or callback → the class of its event."""
    webhooks: WebhookSettings = NO_WEBHOOK_SETTINGS
    """How it is signed and how its events differ, with the variable that has the secret."""
    explanations: tuple[Explanation, ...] = ()

    def derived_call(self, key: OperationKey, methods: Mapping[OperationKey, str]) -> str:
        """Return the dotted path from the client to a method that follows from an operation."""
        resource = self.operations[key].resource
        return f"{resource}.{methods[key]}" if resource else methods[key]

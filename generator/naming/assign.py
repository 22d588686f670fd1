"""Chooses all Python names of a package, globally and once.

A name depends on the text it stands for, on its kind, and on what it clashes with: never on the order of keys, and
never on something unrelated that was added. `provider.toml` overrides any name. Schema names share one namespace,
attributes have one for each class, arguments one for each operation, methods one for each resource.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from ..ir.api import Api, OperationKey
from ..ir.webhook_events import event_name, events
from ..text.casing import class_case
from .allocate import Candidate
from .client_headers import client_headers, is_of_client, of_method
from .client_names import CredentialName, credential_names, server_names, variable, webhook_secret
from .derived_methods import iterator_names, kept_methods, wait_names
from .method_names import method_names, stream_names
from .names import Explanation, Kind, Names
from .operation_names import OperationName, addresses, argument_names, body_name, operation_name
from .overrides import check_chosen, of_classes
from .published import NOTHING_PUBLISHED, PublishedNames
from .reserved import CLIENT_ATTRIBUTES, CLIENT_MODULE_NAMES, error_class
from .resource_names import (
    BUILTIN_TYPES,
    SET,
    PlacedOperation,
    ResourceName,
    place,
    prefixed,
    resource_names,
    with_parents,
)
from .schema_names import property_names, schema_names
from .webhook_names import event_names

if TYPE_CHECKING:
    from ..config import Settings
    from ..diagnostics import Report

__all__ = ["CredentialName", "Explanation", "Names", "OperationName", "ResourceName", "name"]


def name(api: Api, settings: Settings, package: str, report: Report, published: PublishedNames | None = None) -> Names:
    """Return all names of an Api's package.

    `package` is the package's own name; the client's class comes from `settings.name`, else from the package. Settings
    that match nothing in the document, and names that Python does not allow, are reported. `published` has the names
    that callers already use.
    """
    settings = of_classes(settings, api, report)
    names = _Namer(api, settings, package, published or NOTHING_PUBLISHED).names()
    check_chosen(api, settings, names, report)
    return names


class _Namer(Struct):
    api: Api
    settings: Settings
    package: str
    published: PublishedNames
    explanations: list[Explanation] = field(default_factory=list[Explanation])

    def names(self) -> Names:
        client = self._client()
        schemas = self._schemas()
        iterators: dict[OperationKey, str] = {}
        waits: dict[OperationKey, str] = {}
        resources, operations = self._operations(client, frozenset(schemas.values()), iterators, waits)
        credentials = self._credentials(client)
        headers = self._headers({name for one in credentials.values() for name in one.arguments})
        parameters, body = self._arguments(operations, headers)
        return Names(
            package=self.package,
            client=client,
            async_client=f"Async{client}",
            resources=resources,
            operations=operations,
            parameters=parameters,
            body=body,
            schemas=schemas,
            properties=self._properties(),
            credentials=credentials,
            headers=headers,
            servers=self._servers(),
            errors=self._errors(),
            strict_responses=self._strict_responses(),
            defaults=self.settings.client,
            iterators=iterators,
            waits=waits,
            events=self._events(),
            webhooks=self.settings.webhooks.within(variable(client, webhook_secret(self.settings.webhooks.scheme))),
            explanations=tuple(self.explanations),
        )

    def _strict_responses(self) -> dict[OperationKey | None, bool]:
        """Return operation → whether its responses are read strictly, from `[responses]` of the settings;
        None for `*`.
        """
        chosen = self.settings.responses
        found: dict[OperationKey | None, bool] = {None: chosen["*"] == "strict"} if "*" in chosen else {}
        for operation in self.api.operations if chosen else ():
            for address in addresses(operation):
                if address in chosen:
                    found.setdefault(operation.key, chosen[address] == "strict")
        return found

    def _client(self) -> str:
        plain = prefixed(class_case(self.package), "API")
        derived = f"{plain}API" if plain in CLIENT_MODULE_NAMES else plain
        client = self.settings.name or derived
        reason = SET if self.settings.name else "from the name of the package"
        return self._explained("client", self.api.title, Candidate(client, reason))

    def _schemas(self) -> dict[str, str]:
        given = schema_names(
            self.api.schemas, self.api.inline, self.settings.schemas, self.api.suggested, self.published.schemas
        )
        return {wire: self._explained("schema", wire, candidate) for wire, candidate in given.items()}

    def _properties(self) -> dict[tuple[str, str], str]:
        given = property_names(
            self.api.schemas, self.settings.properties, self.api.suggested, self.published.properties
        )
        return {key: self._explained("property", ".".join(key), candidate) for key, candidate in given.items()}

    def _operations(
        self,
        client: str,
        classes: frozenset[str],
        iterators: dict[OperationKey, str],
        waits: dict[OperationKey, str],
    ) -> tuple[tuple[ResourceName, ...], dict[OperationKey, OperationName]]:
        """Return the resources and the operations; enter the methods that follow from these."""
        groups: dict[str | None, list[PlacedOperation]] = defaultdict(list)
        for operation in self.api.operations:
            placed = place(operation, self.settings, self.published.operations)
            groups[placed.resource].append(placed)
        attributes = with_parents(resource for resource in groups if resource)
        names: dict[OperationKey, OperationName] = {}
        methods: dict[str, list[str]] = defaultdict(list)
        for resource, members in sorted(groups.items(), key=lambda group: group[0] or ""):
            inner = {one.rpartition(".")[2] for one in attributes if one.rpartition(".")[0] == (resource or "")}
            others = inner if resource else inner | CLIENT_ATTRIBUTES
            kept = kept_methods(members, self.published.iterators, self.published.waits)
            given = method_names(members, others | kept, self.published.operations)
            streams = stream_names(members, {key: one.name for key, one in given.items()}, others)
            for key, candidate in given.items():
                names[key] = replace(operation_name(resource, candidate.name), stream=streams.get(key, ""))
                address = f"{key[0].upper()} {key[1]}"
                self._explained("operation", address, replace(candidate, name=names[key].call))
            own = {key: candidate.name for key, candidate in given.items()}
            derived = self._derived(resource, members, own, others | {*streams.values()})
            iterators |= derived["iterator"]
            waits |= derived["wait"]
            more = (*derived["iterator"].values(), *derived["wait"].values())
            methods[resource or ""] = [*inner, *own.values(), *streams.values(), *more]
        taken = classes | CLIENT_MODULE_NAMES | {client, f"Async{client}"}
        members_of = {attribute: groups.get(attribute, []) for attribute in attributes}
        return tuple(self._resources(members_of, taken, methods)), names

    def _derived(
        self, resource: str | None, members: list[PlacedOperation], methods: Mapping[OperationKey, str], taken: Set[str]
    ) -> dict[Literal["iterator", "wait"], dict[OperationKey, str]]:
        """Return the methods that iterate over pages, and those that wait, of one resource."""
        found: dict[Literal["iterator", "wait"], dict[OperationKey, str]] = {}
        iterators = iterator_names(members, methods, taken, self.published.iterators)
        used = taken | {one.name for one in iterators.values()}
        waits = wait_names(members, methods, used, self.published.waits)
        kinds: tuple[tuple[Literal["iterator", "wait"], dict[OperationKey, Candidate]], ...]
        kinds = (("iterator", iterators), ("wait", waits))
        for kind, given in kinds:
            for key, candidate in given.items():
                call = operation_name(resource, candidate.name).call
                self._explained(kind, f"{key[0].upper()} {key[1]}", replace(candidate, name=call))
            found[kind] = {key: candidate.name for key, candidate in given.items()}
        return found

    def _resources(
        self, members_of: Mapping[str, list[PlacedOperation]], classes: frozenset[str], methods: Mapping[str, list[str]]
    ) -> Iterator[ResourceName]:
        tags = {
            attribute: sorted({one.tag for one in members if one.tag is not None})
            for attribute, members in members_of.items()
        }
        given = {attribute: names for attribute, *names in resource_names(tags, classes)}
        for attribute, members in members_of.items():
            for wire, reason in sorted({(one.derived or one.tag or "", one.reason) for one in members}):
                self._explained("resource", wire, Candidate(attribute, reason))
            module, class_name = given[attribute]
            own = tags[attribute]
            hidden = tuple(sorted(BUILTIN_TYPES.intersection(methods.get(attribute, []))))
            tag = own[0] if own else None
            yield ResourceName(tag, attribute, module, class_name, f"Async{class_name}", tuple(own), hidden)

    def _arguments(
        self, operations: Mapping[OperationKey, OperationName], headers: Mapping[str, str]
    ) -> tuple[dict[tuple[OperationKey, str, str], str], dict[OperationKey, str]]:
        parameters: dict[tuple[OperationKey, str, str], str] = {}
        body: dict[OperationKey, str] = {}
        for operation in self.api.operations:
            key, builder = operation.key, operations[operation.key].builder
            own = replace(operation, parameters=of_method(operation, headers))
            given = argument_names(own, builder, self.settings.parameters, self.published.parameters)
            of_client = [one for one in operation.parameters if is_of_client(one, headers)]
            parameters |= {(key, str(one.location), one.name): headers[one.name] for one in of_client}
            start = operation.operation_id or " ".join([key[0].upper(), key[1]])
            for (location, wire), candidate in given.items():
                address = f"{start}.{location}.{wire}"
                parameters[key, location, wire] = self._explained("parameter", address, candidate)
            if operation.body is not None:
                taken = {candidate.name for candidate in given.values()}
                candidate = body_name(operation, taken, builder, self.settings.parameters)
                body[key] = self._explained("body", f"{start}.body", candidate)
        return parameters, body

    def _credentials(self, client: str) -> dict[str, CredentialName]:
        given = credential_names(
            self.api.security_schemes, self.settings.credentials, client, self.published.credentials
        )
        for key, (credential, reason) in given.items():
            self._explained("credential", key, Candidate(credential.argument, reason))
        return {key: credential for key, (credential, _) in given.items()}

    def _headers(self, taken: set[str]) -> dict[str, str]:
        given = client_headers(self.api, self.settings.headers, self.published, taken)
        return {wire: self._explained("header", wire, candidate) for wire, candidate in given.items()}

    def _servers(self) -> dict[str, str]:
        given = server_names(self.api.servers, self.settings.servers, self.published.servers)
        return {url: self._explained("server", url, candidate) for url, candidate in given.items()}

    def _errors(self) -> dict[str, str]:
        statuses = {response.status for operation in self.api.operations for response in operation.responses}
        errors: dict[str, str] = {}
        for status in sorted(statuses):
            if not status.startswith(("1", "2")):
                chosen = self.settings.errors.get(status)
                candidate = Candidate(chosen, SET) if chosen else Candidate(error_class(status), "from the status")
                errors[status] = self._explained("error", status, candidate)
        return errors

    def _events(self) -> dict[OperationKey, str]:
        settings = self.settings.webhooks
        given = event_names(events(self.api, settings.event, settings.event_header), settings.names)
        told = {event_name(one): given[one.key] for one in self.api.webhooks}
        for wire, candidate in told.items():
            self._explained("event", wire, candidate)
        return {key: candidate.name for key, candidate in given.items()}

    def _explained(self, kind: Kind, wire: str, candidate: Candidate) -> str:
        self.explanations.append(Explanation(kind, wire, candidate.name, candidate.reason))
        return candidate.name

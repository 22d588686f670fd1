"""Renders the IR, the names and the model definitions as the texts of a package, through the Jinja templates.

The templates show what a module looks like, and print data that is prepared here. A module imports exactly the names in
the expressions that a template prints, and the names that the template says it uses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from ..content_cache import digest
from ..ir.api import Api, Operation, OperationKey, Response
from ..naming.assign import Names, ResourceName
from ..naming.published import FILE, published_names, source
from ..text.path_words import without_versions
from ..text.python_source import docstring, literal
from .client_view import ResourceView, client_views, resources_in
from .codecs import streams
from .definitions import Definition
from .expression import NONE, Expression, Symbol, compose, union
from .imports import Home
from .model_modules import arrange
from .operation_modules import BASE, arrange_operations
from .operation_view import HIDDEN_MODELS, MODELS, response_types, signature_writer, signatures
from .templates import FixedText, Module
from .type_expressions import TypeWriter
from .views.fakes import FakeOperationView, fake_operation, fake_resource, routes
from .views.modules import OwnerView, class_names, module_view
from .views.signature import Signature
from .views.texts import models_text, part_text, status_text
from .views.webhooks import webhook_views
from .xml_schemas import Reduced, components_in_xml

_NOTHING: Mapping[str, str] = {}
_NO_ANSWERS: Mapping[OperationKey, str] = {}
_XML = "xml_schemas.py.jinja"
LARGE_IN_XML = 60
"""Components whose XML is still described in one module; more are in modules by the first letters of their classes."""


class ErrorView(Struct, frozen=True):
    """One exception class of the errors module."""

    name: str
    status: str
    description: str
    body: Expression | None


def render(
    api: Api,
    names: Names,
    definitions: Sequence[Definition],
    runtime: str,
    answers: Mapping[OperationKey, str] = _NO_ANSWERS,
) -> dict[str, Module | FixedText]:
    """Return path within the package → module, neither rendered nor formatted.

    `runtime` is the relative import of the runtime: `.._runtime` if packages share one, else `._runtime`.
    """
    package = _Package(api, names, tuple(definitions), runtime)
    files: dict[str, Module | FixedText] = {"__init__.py": package.init(), "errors.py": package.errors()}
    files |= {**package.models(), "py.typed": FixedText("")}
    files |= {**package.xml_schemas(), "client.py": package.client()}
    files[FILE] = FixedText(source(published_names(api, names)))
    for resource in names.resources:
        files |= package.resource(resource)
    published = package.published_examples(answers)
    return files | package.webhook_events() | published | {"testing.py": package.testing(examples=bool(published))}


class _Package(Struct, frozen=True, dict=True):
    api: Api
    names: Names
    definitions: tuple[Definition, ...]
    runtime: str

    @cached_property
    def writer(self) -> TypeWriter:
        """The type writer for operations."""
        return signature_writer(self.api, self.names)

    @cached_property
    def streams(self) -> bool:
        """Whether some response can be streamed, so that the clients need streams."""
        return streams(self.api, self.writer)

    @cached_property
    def operations(self) -> Mapping[str | None, Sequence[Operation]]:
        """Attribute of a resource → its operations; None has those of the client itself."""
        return _grouped(self.api, self.names)

    @cached_property
    def signatures(self) -> Mapping[str | None, Mapping[OperationKey, tuple[Signature, ...]]]:
        """Attribute of a resource → its operations' signatures; None has those of the client itself."""
        found: dict[str | None, dict[OperationKey, tuple[Signature, ...]]] = {}
        for resource in (None, *self.names.resources):
            attribute = resource.attribute if resource else None
            operations = self.operations.get(attribute, ())
            # Names that have another meaning within the class.
            hidden = {one.name for one in resources_in(attribute, self.names)}
            hidden |= {self.names.operations[one.key].method for one in operations}
            hidden |= {
                given[one.key]
                for one in operations
                for given in (self.names.iterators, self.names.waits)
                if one.key in given
            }
            hidden |= {*(resource.hidden_builtins if resource else ())}
            found[attribute] = {
                one.key: signatures(self.api, self.names, one, frozenset(hidden), self.writer) for one in operations
            }
        return found

    def init(self) -> Module:
        exports = sorted([self.names.client, self.names.async_client])
        text = self.api.title.strip() or self.names.client
        return self._finish(
            "package.py.jinja",
            docstring=_title(text),
            client=self.names.client,
            async_client=self.names.async_client,
            exports=exports,
            evaluated=True,
        )

    def models(self) -> dict[str, Module]:
        """Return the module of models, or a package of modules if there are many models."""
        modules = arrange(self.definitions)
        if not modules:
            return {
                "models.py": self._models_module(self.definitions, f"The models of {self.names.client}.", self._top)
            }
        homes = {one.name: f".{module}" for module, definitions in modules.items() for one in definitions}
        home = Home(self.runtime, homes, models_digest=digest(json.dumps(homes)), deeper=True)
        texts = {
            f"models/{module}.py": self._models_module(definitions, models_text(module, self.names.client), home)
            for module, definitions in modules.items()
        }
        exports = {module: sorted(one.name for one in definitions) for module, definitions in modules.items()}
        text = f"The models of {self.names.client}. Each module is loaded when something of it is first used."
        package = self._finish("models_package.py.jinja", self._folder, docstring=docstring(text), modules=exports)
        return {"models/__init__.py": package, **texts}

    def _models_module(self, definitions: Sequence[Definition], text: str, home: Home) -> Module:
        return self._finish(
            "models.py.jinja",
            replace(home, eager={one.base_model for one in definitions}, own={one.name for one in definitions}),
            docstring=docstring(text),
            definitions=definitions,
        )

    def errors(self) -> Module:
        writer = TypeWriter(self.api, self.names)
        raised = sorted([*RUNTIME_ERRORS, *self._derived_errors()])
        views = tuple(self._error(status, writer) for status in sorted(self.names.errors, key=_status_order))
        return self._finish(
            "errors.py.jinja",
            Home(self.runtime, {one.name: ".models" for one in self.definitions}),
            docstring=docstring(f"The exceptions of {self.names.client}: one class for each declared error status."),
            errors=views,
            runtime_errors=raised,
            exports=sorted([*raised, "STATUS_ERRORS", *(view.name for view in views)]),
        )

    def _derived_errors(self) -> Iterator[str]:
        """Yield the exceptions of methods that are derived from others."""
        if self.names.iterators:
            yield "PaginationError"
        if self.names.waits:
            yield from ("WaitFailedError", "WaitTimeoutError")

    @cached_property
    def responses(self) -> list[Mapping[str, Response]]:
        """Status → response, of each operation."""
        return [{one.status: one for one in operation.responses} for operation in self.api.operations]

    def _error(self, status: str, writer: TypeWriter) -> ErrorView:
        responses = [one for declared in self.responses if (one := _declared(declared, status))]
        bodies = sorted({type_ for one in responses for type_ in response_types(writer, one)} - {NONE}, key=str)
        return ErrorView(
            self.names.errors[status],
            status if status.isdigit() else literal(status),
            status_text(status),
            union(bodies) if bodies else None,
        )

    def client(self) -> Module:
        found = [one for views in self.signatures[None].values() for one in views]
        return self._finish(
            "client.py.jinja",
            Home(self.runtime, {}, own={MODELS, HIDDEN_MODELS}),
            **client_views(self.api, self.names, streams=self.streams),
            resource=OwnerView(self.names.client),
            lazy=_models_used(found),
            operations=found,
        )

    def resource(self, resource: ResourceName) -> dict[str, Module]:
        """Return the module of a resource, or a package of modules if it has many operations."""
        attribute = resource.attribute
        operations = self.operations.get(attribute, ())
        inner = resources_in(attribute, self.names)
        views = self.signatures[attribute]
        methods = {one.key: self.names.operations[one.key].method for one in operations}
        modules = arrange_operations(operations, attribute, methods)
        text = f"The operations of `client.{attribute}`."
        if not modules:
            found = [view for operation in operations for view in views[operation.key]]
            description = self._resource_description(resource.tag) or text
            return {f"{resource.module}.py": self._resource_module(resource, (text, description), found, inner)}
        parts = {name: [view for one in members for view in views[one.key]] for name, members in modules.items()}
        if inner:
            parts = dict(sorted({BASE: [], **parts}.items()))
        texts = {
            f"{resource.module}/{name}.py": self._resource_module(
                resource,
                (part_text(name, attribute), part_text(name, attribute)),
                found,
                inner if name == BASE else [],
                name,
            )
            for name, found in parts.items()
        }
        return {f"{resource.module}/__init__.py": self._resource_package(resource, parts, inner), **texts}

    def _resource_module(
        self,
        resource: ResourceName,
        texts: tuple[str, str],
        found: Sequence[Signature],
        inner: Sequence[ResourceView],
        part: str = "",
    ) -> Module:
        """Return a module of a resource; `texts` are the docstrings of the module and of the class."""
        text, description = texts
        return self._finish(
            "resource.py.jinja",
            self._folder if part else self._top,
            docstring=docstring(text),
            resource=OwnerView(resource.class_name, description),
            operations=found,
            inner=inner,
            deeper_by="." if part else "",
            bases=("StreamingResource", "AsyncStreamingResource") if self.streams else ("Resource", "AsyncResource"),
            class_names=class_names(resource, part),
        )

    def _resource_package(
        self,
        resource: ResourceName,
        parts: Mapping[str, Sequence[Signature]],
        inner: Sequence[ResourceView],
    ) -> Module:
        text = self._resource_description(resource.tag) or f"The operations of `client.{resource.attribute}`."
        text += "\n\nEach module is loaded when one of its operations is first used."
        views = [module_view(resource, name, found) for name, found in parts.items()]
        template = "resource_package.py.jinja"
        return self._finish(
            template, self._folder, docstring=docstring(text), resource=resource, parts=views, inner=inner
        )

    def webhook_events(self) -> dict[str, Module]:
        """Return the module of the provider's webhook events; nothing if there are none."""
        views = webhook_views(self.api, self.names, self.writer)
        if not views:
            return {}
        text = f"The webhook events of {self.names.client}: `parse` verifies a request and returns its event."
        home = Home(self.runtime, {}, own={"WEBHOOKS"})
        return {"webhook_events.py": self._finish("webhook_events.py.jinja", home, docstring=docstring(text), **views)}

    def published_examples(self, answers: Mapping[OperationKey, str]) -> dict[str, Module]:
        """Return the module of what the provider publishes as answers; nothing if that is nothing."""
        calls = self.names.operations
        found = sorted((calls[key].call, text) for key, text in answers.items() if key in calls)
        if not found:
            return {}
        text = "The answers that the provider publishes, as JSON text: fakes give them where a test says nothing."
        home = Home(self.runtime, {}, own={"EXAMPLES"})
        template = "published_examples.py.jinja"
        return {"published_examples.py": self._finish(template, home, docstring=docstring(text), examples=found)}

    def testing(self, *, examples: bool) -> Module:
        """Return the module of fakes; `examples` says that there is a module of published answers."""
        names = self.names
        found: dict[str | None, list[tuple[OperationKey, FakeOperationView]]] = {}
        for resource in (None, *names.resources):
            attribute = resource.attribute if resource else None
            views = self.signatures[attribute]
            found[attribute] = [(key, fake_operation(view, resource)) for key, one in views.items() for view in one]
        text = f"Fakes of {names.client} for tests: they answer the client's requests, and nothing leaves the process."
        return self._finish(
            "testing.py.jinja",
            client=names.client,
            docstring=docstring(text),
            clients=[compose(Symbol(one, ".client")) for one in (names.client, names.async_client)],
            resources=[fake_resource(one, found[one.attribute], names) for one in names.resources],
            inner=[one for one in names.resources if one.parent is None],
            operations=[view for _, view in found[None]],
            routes=routes(chain.from_iterable(found.values())),
            webhooks=bool(names.events),
            examples=examples,
        )

    def xml_schemas(self) -> dict[str, Module]:
        """Return the module of XML facts about the components, a package of modules if there are many; nothing without
        XML."""
        wanted = components_in_xml(self.api)
        if not wanted:
            return {}
        text = f"How the models of {self.names.client} are written as XML."
        if len(wanted) <= LARGE_IN_XML:
            return {"xml_schemas.py": self._finish(_XML, docstring=docstring(text), name="XML_SCHEMAS", schemas=wanted)}
        modules: dict[str, dict[str, Reduced]] = {}
        for name, schema in wanted.items():
            letter = self.names.schemas[name][0].lower()
            modules.setdefault(letter if letter.isascii() and letter.isalpha() else "other", {})[name] = schema
        files = {
            f"xml_schemas/{module}.py": self._finish(
                _XML, self._folder, docstring=docstring(text), name="SCHEMAS", schemas=schemas
            )
            for module, schemas in modules.items()
        }
        text += " Each module is loaded when something of it is first used."
        package = self._finish("xml_schemas_package.py.jinja", self._folder, docstring=docstring(text), modules=modules)
        return {"xml_schemas/__init__.py": package, **files}

    def _resource_description(self, tag: str | None) -> str:
        return next((one.description.strip() for one in self.api.tags if one.name == tag), "")

    @cached_property
    def _top(self) -> Home:
        return Home(self.runtime, {})

    @cached_property
    def _folder(self) -> Home:
        return Home(self.runtime, {}, deeper=True)

    def _finish(self, template: str, home: Home | None = None, *, evaluated: bool = False, **context: object) -> Module:
        """Return a module at `home`; `evaluated` if it has no annotations to postpone."""
        return Module(template, home or self._top, {"evaluated": evaluated, **context})


RUNTIME_ERRORS = (
    "ClientError",
    "CredentialError",
    "DecodeError",
    "RequestError",
    "StatusError",
    "TransportError",
)


def _grouped(api: Api, names: Names) -> dict[str | None, list[Operation]]:
    """Return resource → its operations, ordered by path without versions: `/v2/x` takes the place of `/v1/x`."""
    groups: dict[str | None, list[Operation]] = {}
    for one in sorted(api.operations, key=lambda one: without_versions(one.path)):
        groups.setdefault(names.operations[one.key].resource, []).append(one)
    return groups


def _models_used(operations: Sequence[Signature]) -> list[str]:
    """Return the names by which operations of the client itself find models, which it does not load by itself."""
    return [MODELS, *([HIDDEN_MODELS] if any(MODELS in one.hidden for one in operations) else [])] if operations else []


def _declared(declared: Mapping[str, Response], status: str) -> Response | None:
    """Return the declared response for a status: itself, else its range, else the default."""
    keys = (status, f"{status[0]}XX", "default")
    return next((declared[key] for key in keys if key in declared), None)


def _title(text: str) -> str:
    return docstring(text if text.endswith(".") else f"{text}.")


def _status_order(status: str) -> tuple[int, str]:
    return (0 if status.isdigit() else 1 if status[0].isdigit() else 2, status)

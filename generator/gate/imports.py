"""The tables of what generated modules may import and what each name means, and the requirement for imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from ..text.casing import is_identifier
from .forms import Violation, refusal
from .scopes import Meanings, Scope


def _meanings(**names: str) -> dict[str, Meanings]:
    return {name: frozenset({name, *meanings.split()}) for name, meanings in names.items()}


STANDARD: Mapping[str, Mapping[str, Meanings]] = {
    "__future__": _meanings(annotations=""),
    "collections.abc": _meanings(AsyncIterable="generic", Iterable="generic", Mapping="generic"),
    "datetime": _meanings(date="type", datetime="type", time="type", timedelta="type"),
    "decimal": _meanings(Decimal="type"),
    "functools": _meanings(cached_property=""),
    "pydantic": _meanings(Field=""),
    "typing": _meanings(
        TYPE_CHECKING="",
        Annotated="",
        Any="type",
        ClassVar="",
        Literal="",
        Optional="generic_of_one",
        TypeAlias="",
        Unpack="",
    ),
    "uuid": _meanings(UUID="type"),
}
"""Module → the names that are imported from it, and what else they may be used as."""

RUNTIME: Mapping[str, Meanings] = _meanings(
    # Parts of types.
    AsyncStream="generic_of_one",
    Base64="type",
    Base64Url="type",
    BasicCredential="type",
    BinaryContent="type",
    ClientOptions="type",
    Credential="type",
    DecimalNumber="type",
    Duration="type",
    File="type",
    AsyncHTTPClient="type",
    HTTPClient="type",
    HttpDate="type",
    Nullable="generic_of_one",
    OAuth2Credential="type",
    AsyncPaginator="generic_of_two",
    Operation="generic_of_one",
    PaginationRule="generic_of_one",
    Paginator="generic_of_two",
    PollingRule="generic_of_one",
    Until="generic_of_one",
    Request="generic_of_one",
    RequestOptions="type",
    ServerSentEvent="type",
    Stream="generic_of_one",
    Timeout="type",
    TypedEvent="generic_of_one",
    UnixTime="type",
    Unknown="type",
    Upload="type",
    # Base classes and exceptions.
    AsyncClient="",
    AsyncResource="",
    AsyncStreamingClient="",
    AsyncStreamingResource="",
    Client="",
    Fake="",
    FakeOperation="generic_of_two",
    FakePagedOperation="generic_of_three",
    FakeResource="",
    Model="base",
    Resource="",
    StreamingClient="",
    StreamingResource="",
    ClientError="type",
    CredentialError="type",
    DecodeError="type",
    PaginationError="type",
    RequestError="type",
    StatusError="type",
    TransportError="type",
    WaitFailedError="type",
    WaitTimeoutError="type",
    # Functions and classes that are called.
    APIKey="",
    Asserts="",
    AsyncPoller="",
    Basic="",
    Bearer="",
    Binary="",
    ClientHeader="",
    Content="",
    Encoding="",
    EventStream="",
    Form="",
    HTTPScheme="",
    JSON="",
    JSONLines="",
    LazyModels="",
    LazyModule="",
    LazyOperations="",
    LazySchemas="",
    Multipart="",
    MultipleOf="",
    MutualTLS="",
    OAuth2="",
    OneOf="",
    OpenIDConnect="",
    Pattern="",
    Poller="",
    Server="",
    ServerVariable="",
    Style="",
    Tagged="",
    Text="",
    TypeAliasType="",
    UniqueItems="",
    XML="",
    # Webhooks.
    BodySignature="",
    Ed25519Signature="",
    FakeWebhooks="",
    SharedSecret="",
    StandardWebhooks="",
    TimestampedSignature="",
    UnknownEvent="type",
    Unsigned="",
    Verification="type",
    WebhookError="",
    WebhookEvent="",
    WebhookHeaders="type",
    WebhookSecret="type",
    WebhookType="",
    Webhooks="generic_of_one",
    # Names that are not called.
    DEFAULT_TIMEOUT="default",
    READ_ONLY="mark",
    WRITE_ONLY="mark",
)
"""Name of the runtime → what it may be used as."""

_CLASS: Meanings = frozenset({"class", "type", "base"})
_BUILDER: Meanings = frozenset({"builder"})
_OF_ITS_OWN: Mapping[str, Meanings] = {
    name: frozenset({name})
    for name in ("STATUS_ERRORS", "XML_SCHEMAS", "SCHEMAS", "WEBHOOKS", "EXAMPLES", "annotations")
}
_MODELS: Mapping[str, Meanings] = {"models": frozenset({"models"})}
_DEFINE_CLASSES = frozenset({"models", "models package", "errors"})
"""Kinds of module that import nothing but classes of the package, which may be in lower case."""
_RENAMED: Mapping[str, str] = {"models": "all_models"}
"""Names that may be imported under another name."""


class Import(Struct, frozen=True):
    """An import of names that the tables list, or that a module of the package defines."""

    kind: type[Any] = ast.ImportFrom

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem that one of the names may not be imported from there."""
        if found.__class__ is not self.kind:
            return refusal(found, "an import is expected")
        for alias in found.names:
            allowed = alias.asname in (None, alias.name, _RENAMED.get(alias.name, alias.name))
            if not allowed or not imported(found, alias.name, scope):
                return refusal(found, f"{alias.name!a} is not imported from there by any template")
        return None


IMPORT = Import()


def imported(found: ast.ImportFrom, name: str, scope: Scope) -> Meanings:
    """Return what an imported name means; empty if it may not be imported."""
    if not found.level:
        return STANDARD.get(found.module or "", {}).get(name, frozenset())
    module = "." * found.level + (found.module or "")
    if module == scope.runtime:
        return RUNTIME.get(name, frozenset())
    if found.module is None:
        return _MODELS.get(name, frozenset()) if f"{module}models" in scope.modules else frozenset()
    if module not in scope.modules or not is_identifier(name) or name.startswith("_"):
        return frozenset()
    return _OF_ITS_OWN.get(name) or _defined(name, is_class=scope.kind in _DEFINE_CLASSES or found.module == "models")


def _defined(name: str, *, is_class: bool) -> Meanings:
    """Return what a name of another module of the package means: functions begin in lower case, classes do not.

    A letter of a script without case may begin either.
    """
    if is_class or name[0].lower() != name[0]:
        return _CLASS
    return _BUILDER if name[0].islower() else _BUILDER | _CLASS


def names_imported(found: ast.ImportFrom, scope: Scope) -> Iterator[tuple[str, Meanings]]:
    """Yield the names that an import binds, with their meanings."""
    for alias in found.names:
        yield alias.asname or alias.name, imported(found, alias.name, scope)

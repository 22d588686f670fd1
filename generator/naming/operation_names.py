"""Names of resources, methods and arguments: what a user types after `client.`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from msgspec import Struct

from ..ir.api import Operation, Parameter
from ..openapi.media_type_names import is_range
from ..text.casing import attribute, is_identifier, snake, spelled
from .allocate import CHOSEN, Candidate, NameRequest, allocate
from .published import held
from .reserved import KEYWORDS
from .resource_names import SET, safe

FROM_WIRE = "from its own name"
FROM_PROVIDER = "as the provider calls it in its own SDKs"
_LOCATIONS = ("path", "query", "querystring", "header", "cookie")


class OperationName(Struct, frozen=True):
    """The names of one operation."""

    resource: str | None
    """The attribute of its resource; None if it is a method of the client itself."""
    method: str
    builder: str
    constant: str
    stream: str = ""
    """The method that returns the items of the response one by one, if `method` returns it as a whole."""

    @property
    def call(self) -> str:
        """The dotted path from the client: `calls.create`."""
        return f"{self.resource}.{self.method}" if self.resource else self.method

    @property
    def stream_call(self) -> str:
        """The dotted path to the streaming method."""
        return f"{self.resource}.{self.stream}" if self.resource else self.stream


def operation_name(resource: str | None, method: str) -> OperationName:
    """Return the names that follow from a method's name: of its request builder, and of its constant."""
    plain = method[:-1] if method[:-1] in KEYWORDS else method
    return OperationName(resource, method, f"{plain}_request", f"_{plain.upper()}")


def argument_names(
    operation: Operation, builder: str, settings: Mapping[str, str], published: Mapping[str, str]
) -> dict[tuple[str, str], Candidate]:
    """Return `(location, wire name)` → argument for the parameters of one operation.

    If two in different places want the same name, the path parameter gets it, then the query parameter; the other one's
    name contains its location: `id`, `id_header`.
    """
    contents = operation.body.contents if operation.body else ()
    chosen = len(contents) > 1 or any(is_range(one.content_type) for one in contents)
    taken = {"self", builder, *(["content_type"] if chosen else [])}
    requests = [_argument(operation, parameter, settings) for parameter in operation.parameters]
    start = f"{operation.method.upper()} {operation.path}"
    return allocate([held(one, published.get(f"{start}.{one.key[0]}.{one.key[1]}")) for one in requests], taken)


def _argument(operation: Operation, parameter: Parameter, settings: Mapping[str, str]) -> NameRequest[tuple[str, str]]:
    location, wire = str(parameter.location), parameter.name
    key = (location, wire)
    for start in addresses(operation):
        if chosen := settings.get(f"{start}.{location}.{wire}"):
            return NameRequest(key, wire, Candidate(chosen, SET), tuple, rank=CHOSEN)
    rank = _LOCATIONS.index(location) if location in _LOCATIONS else len(_LOCATIONS)

    def more() -> Iterator[Candidate]:
        base = attribute(wire)
        literal = attribute_like(wire)
        rivals = [one for one in operation.parameters if attribute(one.name) == base and one.name != wire]
        suffixed = Candidate(safe(f"{base or 'value'}_{location}", "value", KEYWORDS), "with where it travels")
        if any(one.location == parameter.location for one in rivals):
            yield from literal
            yield suffixed
        else:
            yield suffixed
            yield from literal

    own = Candidate(safe(attribute(wire), "value", KEYWORDS), FROM_WIRE)
    if named := attribute(parameter.suggested):
        # The provider's own name for it, then the usual name if that is taken.
        first = Candidate(safe(named, "value", KEYWORDS), FROM_PROVIDER)
        return NameRequest(key, wire, first, lambda: chain([own], more()), rank)
    return NameRequest(key, wire, own, more, rank)


def body_name(operation: Operation, arguments: Collection[str], builder: str, settings: Mapping[str, str]) -> Candidate:
    """Return the name of the body's argument: `body`, unless a parameter has this name."""
    for start in addresses(operation):
        if chosen := settings.get(f"{start}.body"):
            return Candidate(chosen, SET)
    taken = {*arguments, builder}
    named = attribute(operation.body.suggested) if operation.body else ""
    if named and (name := safe(named, "value", KEYWORDS)) not in taken | {"self", "content_type"}:
        return Candidate(name, FROM_PROVIDER)
    name = next(name for name in ("body", "request_body", "payload", "body_") if name not in taken)
    return Candidate(name, "the body" if name == "body" else "the body; a parameter has the plain name")


def addresses(operation: Operation) -> Iterator[str]:
    """Yield the addresses of an operation in `provider.toml`: its operationId, and its method and path."""
    yield from operation.addresses


def attribute_like(wire: str) -> Iterator[Candidate]:
    """Yield more literal spellings of a wire name, for use if the plain one is taken: `fooBar`, `foo_dash_bar`."""
    if is_identifier(wire) and wire[0].islower() and wire not in KEYWORDS:
        yield Candidate(
            wire, "as the document writes it, to distinguish it from one that differs in case or separators"
        )
    if (name := snake(spelled(wire))) and not name[0].isdigit():
        yield Candidate(
            safe(name, "value", KEYWORDS), "with its symbols as words, to distinguish it from one without them"
        )
    if (base := snake(wire)) and wire.isupper():
        yield Candidate(f"{base}_upper", "to distinguish it from one that differs in case")
    elif base and wire[:1].isupper():
        yield Candidate(f"{base}_capitalized", "to distinguish it from one that differs in case")

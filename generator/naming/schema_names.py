"""Names of classes and their attributes: what a user imports from `models`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from types import MappingProxyType

from msgspec.structs import replace

from ..ir.schemas import Class, Schema
from ..text.casing import MAXIMUM_LENGTH, attribute, class_case, is_identifier, snake, spelled
from .allocate import CHOSEN, Candidate, NameRequest, allocate
from .operation_names import FROM_PROVIDER, FROM_WIRE, attribute_like
from .published import HELD, RANK, held
from .reserved import CLASS_NAMES, FIELD_TYPE_NAMES, KEYWORDS, MODEL_ATTRIBUTES, PHRASES
from .resource_names import SET, prefixed, safe

_NOTHING: Mapping[str, str] = MappingProxyType({})
_OPENING = re.compile(r"[\[<«]")
_DOMAINS = frozenset({"ai", "app", "co", "com", "de", "dev", "edu", "eu", "gov", "io", "me", "net", "org", "uk", "us"})
_LAYERS = frozenset({"api", "apis", "pkg", "model", "models", "schema", "schemas", "definitions", "dto", "dtos"})
_GENERIC = re.compile(r"[\[<«`]|_$")
_QUALIFIED = re.compile(r"(?<![A-Za-z0-9])(?:(?:[A-Z][A-Za-z0-9]*|[a-z][A-Za-z0-9]*(?:_[a-z0-9]+)*)\.)+(?=[A-Za-z])")
"""The namespace in front of a type: `System.Collections.Generic.` of `Page_System.Collections.Generic.List_Pet__`."""
_ASSEMBLY = re.compile(r",\s*[\w.]+,\s*Version=[^\]]*|`\d+")
"""Suffixes that .NET writes after a type: its assembly, the number of its parameters."""
_STATUS = re.compile(r"(?:^|(?<=[A-Za-z0-9]))([_ -]?[Rr]esponse[_ -]?)([1-5](?:\d\d|[Xx]{2}))(?![0-9a-z])")
_BEGUN_WITH_STATUS = re.compile(r"([45](?:\d\d|[Xx]{2}))(?:[_ -]?(?:[Ee]rror|[Rr]esponse))*(?![0-9a-z])")
_MANY = 20
_SHOWN = 3
_WHERE = "inline: from the place where it stands"
_SHARED = "what their names have in common, or the shortest"


def schema_names(
    schemas: Mapping[str, Schema],
    inline: Mapping[str, Sequence[str]],
    settings: Mapping[str, str],
    suggested: Mapping[str, str] = _NOTHING,
    published: Mapping[str, str] = _NOTHING,
) -> dict[str, Candidate]:
    """Return schema → class name; `inline` has the schemas that the document does not name, with their places.

    A dotted name loses uninformative parts: a leading domain (`io.k8s`), layers of code (`api`, `models`), and the
    namespace that three quarters of a large document's names share (`microsoft.graph`). In a generic name every type
    loses its namespace.
    """
    shared = _shared_namespace(schemas)
    named = [wire for wire in schemas if wire not in inline or wire in settings]
    own = [_suggested(_schema(wire, _without_namespace(wire, shared), (), settings), suggested) for wire in named]
    kept = {wire: name for wire, places in inline.items() if (name := _published(places, published))}
    given = allocate([held(one, published.get(one.wire)) for one in own], CLASS_NAMES.union(kept.values()))
    starts = {class_case(wire): given[wire].name for wire in named if _without_namespace(wire, shared) != wire}
    taken = CLASS_NAMES.union(candidate.name for candidate in given.values())
    requests = [
        _as_published(_schema(wire, _begun_anew(wire, starts), places, settings), kept.get(wire))
        for wire, places in inline.items()
        if wire in schemas and wire not in settings
    ]
    given |= allocate(requests, taken)
    return {wire: given[wire] for wire in schemas}


def _spoken(text: str) -> str:
    """Return a name with its statuses as words: `CreateCallResponse400` → `CreateCallBadRequest`, `404Error` →
    `NotFound`; successes are dropped.
    """
    if begun := _BEGUN_WITH_STATUS.match(text):
        text = f"Response{begun[1]}{text[begun.end():]}"
        if _phrase(begun[1].upper()).startswith("Response"):
            return text
    return _STATUS.sub(lambda status: _phrase(status[2].upper()), text)


def _phrase(status: str) -> str:
    if status[0] in "12":
        return "Response"
    named = PHRASES.get(int(status)) if status.isdigit() else {"4": "Client Error", "5": "Server Error"}.get(status[0])
    return class_case(named) if named else f"Response{status}"


def _schema(wire: str, short: str, places: Sequence[str], settings: Mapping[str, str]) -> NameRequest[str]:
    if chosen := settings.get(wire):
        return NameRequest(wire, wire, Candidate(chosen, SET), tuple, rank=CHOSEN)
    reason = FROM_WIRE if short == wire else "from its own name, without its namespace"
    if places:
        reason = _WHERE if len(places) == 1 else f"inline at {len(places)} places, {_listed(places)}: {_SHARED}"
    spoken = _spoken(short)
    first = _class(spoken)
    if spoken != short:
        reason += "; its status in words"

    def more() -> Iterator[Candidate]:
        if spoken != short:
            yield Candidate(_class(short), "with its status, because the name in words is taken")
        if short != wire:
            if _is_dotted(wire) and (less := _without_layers(_without_domain(wire, 1))) != short:
                yield Candidate(_class(less), "with more of its namespace, because the short name is taken")
            yield Candidate(_class(wire), "its whole name, because the short one is taken")
        if len(first) > MAXIMUM_LENGTH // 2 and (longer := _class(wire, 2 * MAXIMUM_LENGTH)) != first:
            yield Candidate(longer, "cut less, because the shorter name is taken")
        if _OPENING.search(wire):
            yield Candidate(_class(_OPENING.sub(" of ", wire)), "with `of` for its brackets, to tell it apart")
        if "_" in wire.strip("_"):
            parts = [_plain(part) for part in wire.split("_") if part]
            yield Candidate("_".join(parts), "with its underscores, to distinguish it from one without them")
        if not wire.replace("_", "").isalnum():
            yield Candidate(_class(spelled(wire)), "with its symbols as words, to distinguish it from one without them")
        yield Candidate(f"{first}Model", "with the kind, because the plain name is taken")
        yield Candidate(f"{first}Schema", "with the kind, because the plain name is taken")

    if first != _plain(spoken):
        reason += "; with the kind, because Python or the runtime has the plain one"
    elif first != class_case(spoken):
        reason += "; with the kind, because no class can begin so"
    if class_case(short, len(short) + MAXIMUM_LENGTH) != class_case(short):
        reason += f"; cut to {MAXIMUM_LENGTH} characters"
    return NameRequest(wire, wire, Candidate(first, reason), more)


def _published(places: Sequence[str], published: Mapping[str, str]) -> str | None:
    """Return a class's name in the published package, found by its places; of several names the first."""
    names = sorted({published[place] for place in places if place in published})
    return next((name for name in names if is_class_name(name)), None)


def is_class_name(name: str) -> bool:
    """Return whether a published text can be a class name, since it comes from a file."""
    return is_identifier(name) and name not in CLASS_NAMES and name not in KEYWORDS and len(name) <= 2 * MAXIMUM_LENGTH


def _as_published(request: NameRequest[str], name: str | None) -> NameRequest[str]:
    if name is None or request.rank == CHOSEN:
        return request
    more = partial(chain, [request.first], request.more())
    return replace(request, first=Candidate(name, f"{request.first.reason}; {HELD}"), more=more, rank=RANK)


def _suggested(request: NameRequest[str], suggested: Mapping[str, str]) -> NameRequest[str]:
    """Return a request that asks first for the schema's name in the provider's own SDKs."""
    named = suggested.get(request.wire, "")
    if not class_case(named) or request.rank < 0:
        return request
    return replace(
        request,
        first=Candidate(_class(named), FROM_PROVIDER),
        more=lambda: chain([request.first], request.more()),
    )


def _listed(places: Sequence[str]) -> str:
    return ", ".join(places[:_SHOWN]) + (", …" if len(places) > _SHOWN else "")


def _plain(text: str, limit: int = MAXIMUM_LENGTH) -> str:
    return prefixed(class_case(text, limit), "Model")


def _class(text: str, limit: int = MAXIMUM_LENGTH) -> str:
    plain = _plain(text, limit)
    if plain in CLASS_NAMES:
        return plain + ("Schema" if plain.endswith("Model") else "Model")
    return plain


def _without_namespace(wire: str, shared: str) -> str:
    if _GENERIC.search(wire):
        return _QUALIFIED.sub("", _ASSEMBLY.sub("", wire)) if "." in wire else wire
    if not _is_dotted(wire):
        return wire
    return _without_layers(
        wire.removeprefix(shared) if shared and wire.startswith(shared) else _without_domain(wire, 2)
    )


def _without_domain(wire: str, length: int) -> str:
    segments = wire.split(".")
    return ".".join(segments[length:] or segments[-1:]) if segments[0] in _DOMAINS else wire


def _without_layers(wire: str) -> str:
    *namespace, last = wire.split(".")
    return ".".join([*(one for one in namespace if one.lower() not in _LAYERS), last])


def _begun_anew(wire: str, starts: Mapping[str, str]) -> str:
    """Return the name of an inline schema with the component's name at its start replaced by the shortened one."""
    if starts:
        ends = [index for index, letter in enumerate(wire) if letter.isupper()]
        for end in reversed(ends):
            if wire[:end] in starts:
                return starts[wire[:end]] + wire[end:]
    return wire


def _is_dotted(wire: str) -> bool:
    head, _, last = wire.rpartition(".")
    return bool(head and last and last[0].isalpha()) and "[" not in wire and "<" not in wire


def _shared_namespace(schemas: Iterable[str]) -> str:
    namespaces: Counter[str] = Counter()
    total = 0
    for wire in filter(_is_dotted, schemas):
        total += 1
        segments = wire.split(".")
        namespaces.update(".".join(segments[:length]) + "." for length in range(1, len(segments)))
    if total < _MANY:
        return ""
    common = [namespace for namespace, number in namespaces.items() if number * 4 >= total * 3]
    return max(common, key=len, default="")


def property_names(
    schemas: Mapping[str, Schema],
    settings: Mapping[str, str],
    suggested: Mapping[str, str] = _NOTHING,
    published: Mapping[str, str] = _NOTHING,
) -> dict[tuple[str, str], Candidate]:
    """Return `(schema, wire property)` → attribute; a class avoids the attributes that it inherits."""
    found: dict[str, dict[str, Candidate]] = {}
    for wire in schemas:
        for schema in reversed(_lineage(wire, schemas)):
            if schema not in found:
                base = _base(schemas[schema])
                inherited = found.get(base, {}) if base is not None else {}
                found[schema] = inherited | _properties(
                    schema, schemas[schema], inherited, (settings, suggested, published)
                )
    return {(schema, prop): found[schema][prop] for schema in schemas for prop in sorted(_own(schemas[schema]))}


def _properties(
    wire: str,
    schema: Schema,
    inherited: Mapping[str, Candidate],
    tables: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]],
) -> dict[str, Candidate]:
    taken = {candidate.name for candidate in inherited.values()}
    own = [prop for prop in _own(schema) if prop not in inherited]
    settings, suggested, published = tables
    if not any(tables):
        # Most classes have no clash, and a large document has tens of thousands of properties.
        given = {prop: _field(prop) for prop in own}
        if len({candidate.name for candidate in given.values()} - taken) == len(given):
            return given
    requests = [_property(wire, prop, settings, suggested.get(f"{wire}.{prop}", "")) for prop in own]
    return allocate([held(one, published.get(f"{wire}.{one.wire}")) for one in requests], taken)


def _property(schema: str, wire: str, settings: Mapping[str, str], suggested: str) -> NameRequest[str]:
    if chosen := settings.get(f"{schema}.{wire}"):
        return NameRequest(wire, wire, Candidate(chosen, SET), tuple, rank=CHOSEN)

    def more() -> Iterator[Candidate]:
        for candidate in attribute_like(wire):
            if candidate.name not in MODEL_ATTRIBUTES:
                yield candidate
        yield Candidate(safe(f"{attribute(wire) or 'value'}_field", "field", ()), "with the kind, to distinguish it")

    if named := attribute(suggested):
        first = Candidate(safe(named, "field", MODEL_ATTRIBUTES), FROM_PROVIDER)
        return NameRequest(wire, wire, first, lambda: chain([_field(wire)], more()))
    return NameRequest(wire, wire, _field(wire), more)


@lru_cache(maxsize=1 << 16)
def _field(wire: str) -> Candidate:
    plain = attribute(wire) or snake(spelled(wire)) or "empty"
    name = safe(plain, "field", MODEL_ATTRIBUTES)
    reason = FROM_WIRE if name == plain else f"from its own name; {_why(plain)}"
    return Candidate(name, reason)


def _why(plain: str) -> str:
    if plain[0].isdigit():
        return "no Python name begins with a digit"
    if plain in KEYWORDS:
        return "Python has a keyword of that name"
    if plain in FIELD_TYPE_NAMES:
        return "the annotations of the class use a type of that name"
    return "every model has an attribute of that name"


def _lineage(wire: str, schemas: Mapping[str, Schema]) -> list[str]:
    """Return a schema and those it inherits from, nearest first; a cycle is cut."""
    line: list[str] = []
    current: str | None = wire
    while current is not None and current in schemas and current not in line:
        line.append(current)
        current = _base(schemas[current])
    return line


def _base(schema: Schema) -> str | None:
    return schema.base if isinstance(schema, Class) else None


def _own(schema: Schema) -> Mapping[str, Schema]:
    return schema.properties if isinstance(schema, Class) else {}

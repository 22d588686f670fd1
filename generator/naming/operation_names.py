"""Names of resources, methods and arguments: what a user types after `client.`."""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..ir.api import Operation, OperationKey, Parameter
from ..openapi.media_type_names import answers_both_ways
from ..text.casing import MAXIMUM_LENGTH, attribute, is_identifier, letters, pascal, snake, spelled, words
from ..text.path_words import (
    VERBS,
    from_path,
    path_words,
    repeats_path,
    resource_of_path,
    without_head,
    without_method,
    without_parameters,
    without_path,
    without_said,
)
from .allocate import Candidate, Request, allocate
from .reserved import CLIENT_ATTRIBUTES, KEYWORDS, MODULES, TYPE_NAMES

if TYPE_CHECKING:
    from ..config import Settings

SET = "set in provider.toml"
FROM_WIRE = "from its own name"

_BUILTIN_TYPES = frozenset(name for name in TYPE_NAMES if hasattr(builtins, name))
_METHODS_AVOIDED = KEYWORDS | (TYPE_NAMES - _BUILTIN_TYPES)
"""What no method may be called: a hidden builtin can still be written `builtins.list`, a hidden `date` cannot."""
_LOCATIONS = ("path", "query", "querystring", "header", "cookie")
_FERN_PREFIX = "subpackage_"
_SEPARATORS = re.compile(r"[/._:-]+")
_LONGEST = 2 * MAXIMUM_LENGTH
_CUT_LESS = "cut less, because the shorter name is taken"
_LAYER = re.compile(r"(?:api|apis|controller|endpoint|endpoints|handler)$")
"""What code is called by, behind the thing: `OrdersController_list`."""
_PREPOSITIONS = frozenset({"by", "for", "of", "in", "on", "to", "from", "with", "at", "and", "or", "as"})


@dataclass(frozen=True, slots=True)
class ResourceName:
    """The names of one resource: the attribute of the client, its module, its classes."""

    tag: str | None
    """The tag as the document writes it; None where the paths gave the resource."""
    attribute: str
    module: str
    class_name: str
    async_class_name: str
    tags: tuple[str, ...] = ()
    """All tags that lead to this resource: `Pets` and `pets` are one."""
    hidden_builtins: tuple[str, ...] = ()
    """Builtin types that a method of the class hides from its annotations, sorted."""


@dataclass(frozen=True, slots=True)
class OperationName:
    """The names of one operation."""

    resource: str | None
    """The attribute of its resource; None where it is a method of the client itself."""
    method: str
    builder: str
    constant: str
    stream: str = ""
    """The method that gives the items of the answer one by one, where `method` gives it as a whole."""

    @property
    def call(self) -> str:
        """The dotted path from the client: `calls.create`."""
        return f"{self.resource}.{self.method}" if self.resource else self.method

    @property
    def stream_call(self) -> str:
        """The dotted path to the method that streams."""
        return f"{self.resource}.{self.stream}" if self.resource else self.stream


@dataclass(frozen=True, slots=True)
class Placed:
    """An operation and the resource it belongs to."""

    operation: Operation
    tag: str | None
    resource: str | None
    method: str
    """The method's name where `provider.toml` gives it, else empty."""
    reason: str
    """How the resource came about."""
    derived: str = ""
    """What the path calls the resource, where it is from there: the key of `[resources]` in `provider.toml`."""


def place(operation: Operation, settings: Settings) -> Placed:
    """Return where an operation belongs: by `[operations]`, `[tags]`, `[resources]`, its first tag, or its path."""
    tag = operation.tags[0] if operation.tags else None
    if chosen := chosen_call(operation, settings.operations):
        resource, _, method = chosen.rpartition(".")
        return Placed(operation, tag, resource or None, method, SET)
    if (tag or "") in settings.tags:
        return Placed(operation, tag, settings.tags[tag or ""], "", SET)
    name = attribute((tag or "").removeprefix(_FERN_PREFIX))
    if name and not repeats_path(tag or "", operation.path):
        return Placed(operation, tag, safe(name, "tag", CLIENT_ATTRIBUTES), "", "from the first tag")
    if found := resource_of_path(operation.path, operation.operation_id):
        derived = attribute(found[0])
        if derived in settings.resources:
            return Placed(operation, tag, settings.resources[derived], "", SET, derived)
        return Placed(operation, tag, safe(derived, "path", CLIENT_ATTRIBUTES), "", found[1], derived)
    return Placed(operation, tag, None, "", "neither a tag nor the path names a resource")


def chosen_call(operation: Operation, calls: Mapping[str, str]) -> str | None:
    """Return what `[operations]` of the settings says about an operation, by operationId or `POST /path`."""
    by_id = calls.get(operation.operation_id) if operation.operation_id else None
    return by_id or calls.get(f"{operation.method.upper()} {operation.path}")


def resource_name(
    attribute_name: str, tags: Sequence[str], classes: Collection[str], methods: Iterable[str]
) -> ResourceName:
    """Return the names of a resource; its classes avoid `classes`, the names its module imports."""
    stems = [tag.removeprefix(_FERN_PREFIX) for tag in tags]
    stem = next((stem for stem in stems if snake(stem) == attribute_name), attribute_name)
    class_name = prefixed(pascal(stem), "Tag")
    while class_name in classes or f"Async{class_name}" in classes:
        class_name += "Resource"
    module = f"{attribute_name}_resource" if attribute_name in MODULES else attribute_name
    hidden = tuple(sorted(_BUILTIN_TYPES.intersection(methods)))
    tag = tags[0] if tags else None
    return ResourceName(tag, attribute_name, module, class_name, f"Async{class_name}", tuple(tags), hidden)


def method_names(members: Iterable[Placed], taken: Collection[str] = ()) -> dict[OperationKey, Candidate]:
    """Return operation → method for the operations of one resource; `taken` is what else its class has."""
    return allocate([_method(member) for member in members], taken)


def stream_names(
    members: Iterable[Placed], methods: Mapping[OperationKey, str], taken: Collection[str]
) -> dict[OperationKey, str]:
    """Return operation → the method that streams, for those of a resource that can answer in both ways.

    It gives way to what the document itself calls so.
    """
    requests: list[Request[OperationKey]] = []
    for member in members:
        operation = member.operation
        if answers_both_ways([media.content_type for one in operation.successes for media in one.contents]):
            # `import_` has its underscore because `import` is a keyword, and `import_stream` is none.
            method = methods[operation.key].rstrip("_")
            more = (Candidate(f"{method}_as_stream"), Candidate(f"{method}_{snake(operation.method)}_stream"))
            requests.append(Request(operation.key, method, Candidate(f"{method}_stream"), partial(iter, more)))
    given = allocate(requests, {*methods.values(), *taken})
    return {key: candidate.name for key, candidate in given.items()}


def _method(member: Placed) -> Request[OperationKey]:
    operation = member.operation
    if member.method:
        return Request(operation.key, member.method, Candidate(member.method, SET), tuple, rank=-1)
    candidates = (
        Candidate(safe(one.name, snake(operation.method), _METHODS_AVOIDED), one.reason)
        for one in _method_candidates(operation, member.resource)
    )
    wire = operation.operation_id or ""
    first = next(candidates)
    return Request(operation.key, wire, first, lambda: candidates, _rank(operation, first.name))


def _rank(operation: Operation, name: str) -> int:
    """Return what goes first of several that want a name: one from an operationId, from a whole path, from a part."""
    if operation.operation_id:
        return 0 if len(snake(operation.operation_id, _LONGEST)) <= MAXIMUM_LENGTH else 1
    whole = from_path(operation.method, operation.path, whole=True, limit=_LONGEST)
    return 2 if name == whole else 3


def _method_candidates(operation: Operation, resource: str | None) -> Iterator[Candidate]:
    full = operation.operation_id
    whole = from_path(operation.method, operation.path, whole=True)
    if not full or not snake(full):
        if any(path_words(operation.path)):
            short = from_path(operation.method, operation.path, whole=False)
            yield Candidate(short, "from the method and the path: there is no operationId")
        yield Candidate(whole, "from the method and the whole path: there is no operationId")
        yield Candidate(from_path(operation.method, operation.path, whole=True, limit=_LONGEST), _CUT_LESS)
        return
    stem, reason = full, "from the operationId"
    if cut := without_path(full, operation.method, operation.path):
        stem, reason = cut, "from the operationId, without the method and path it repeats"
    if cut := without_method(stem, operation.method):
        stem, reason = cut, "from the operationId, without the method"
    if cut := without_parameters(stem, operation.path):
        stem, reason = cut, "from the operationId, without the parameters in it"
    if cut := without_head(stem):
        stem, reason = cut, "from the operationId, without the group that it says twice"
    tags = [tag for tag in operation.tags[:1] if not repeats_path(tag, operation.path)]
    if cut := without_tag(stem, tags, resource):
        stem, reason = cut, "from the operationId, without the tag it repeats"
    yield Candidate(snake(stem), reason)
    if snake(stem, _LONGEST) != snake(stem):
        yield Candidate(snake(stem, _LONGEST), _CUT_LESS)
    if stem != full:
        yield Candidate(snake(full), "the whole operationId, because a shorter name is taken")
    yield Candidate(whole, "from the method and the path, because the operationId gives a taken name")
    yield Candidate(snake(full, _LONGEST), _CUT_LESS)


def without_tag(operation_id: str, tags: Sequence[str], resource: str | None) -> str:
    """Return an operationId without the tag: `pets/list`, `users.list`, `listCoreV1Pod`; empty where it has none.

    A tag of one word is cut in front alone, so that `listPets` stays what it is.
    """
    own = {_singular(letters(tag.removeprefix(_FERN_PREFIX))) for tag in tags} | {_singular(letters(resource or ""))}
    own.discard("")
    for separator in _SEPARATORS.finditer(operation_id):
        head, rest = letters(operation_id[: separator.start()]), operation_id[separator.end() :]
        last = letters(re.split("[/.]", operation_id[: separator.start()])[-1])
        found = [head, _LAYER.sub("", head), *([last] if separator[0] in "/." else [])]
        if not own.isdisjoint(map(_singular, found)):
            first = next(iter(words(rest)), "")
            return rest if first and not first[0].isdigit() and first.lower() not in _PREPOSITIONS else ""
    if operation_id.count(".") > 1 and (cut := without_said(operation_id, resource or "")):
        return cut
    if cut := _without_start(words(operation_id), {_singular(letters(tag)) for tag in tags}):
        return cut
    return next((cut for tag in tags if (cut := _without_words(words(operation_id), words(tag)))), "")


def _without_start(parts: Sequence[str], own: Collection[str]) -> str:
    """Return the words behind a tag in front of a verb: `delete_Stopwatch` of `issueDeleteStopwatch`."""
    for index, part in enumerate(parts):
        if index and part.lower() in VERBS and _singular("".join(parts[:index]).lower()) in own:
            return "_".join(parts[index:]) if parts[0].lower() not in VERBS else ""
    return ""


def _without_words(parts: Sequence[str], tag: Sequence[str]) -> str:
    """Return the words around a tag of several words, if two are left: `list_Pod` of `listCoreV1Pod`."""
    wanted = [part.lower() for part in tag]
    for start in range(1, len(parts) - len(tag)):
        if len(tag) > 1 and [part.lower() for part in parts[start : start + len(tag)]] == wanted:
            rest = [*parts[:start], *parts[start + len(tag) :]]
            return "_".join(rest) if rest[start].lower() not in _PREPOSITIONS else ""
    return ""


def _singular(text: str) -> str:
    return text.removesuffix("s")


def operation_name(resource: str | None, method: str) -> OperationName:
    """Return the names that follow from a method: its request builder, and its constant."""
    plain = method[:-1] if method[:-1] in KEYWORDS else method
    return OperationName(resource, method, f"{plain}_request", f"_{plain.upper()}")


def argument_names(operation: Operation, builder: str, settings: Mapping[str, str]) -> dict[tuple[str, str], Candidate]:
    """Return `(location, wire name)` → argument for the parameters of one operation.

    Of two that want the same name in different places the path's keeps it, then the query's; the other says where it
    travels: `id`, `id_header`.
    """
    several = operation.body is not None and len(operation.body.contents) > 1
    taken = {"self", builder, *(["content_type"] if several else [])}
    return allocate([_argument(operation, parameter, settings) for parameter in operation.parameters], taken)


def _argument(operation: Operation, parameter: Parameter, settings: Mapping[str, str]) -> Request[tuple[str, str]]:
    location, wire = str(parameter.location), parameter.name
    key = (location, wire)
    for start in addresses(operation):
        if chosen := settings.get(f"{start}.{location}.{wire}"):
            return Request(key, wire, Candidate(chosen, SET), tuple, rank=-1)
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

    return Request(key, wire, Candidate(safe(attribute(wire), "value", KEYWORDS), FROM_WIRE), more, rank)


def body_name(operation: Operation, arguments: Collection[str], builder: str, settings: Mapping[str, str]) -> Candidate:
    """Return the name of the body's argument: `body`, unless a parameter has that name."""
    for start in addresses(operation):
        if chosen := settings.get(f"{start}.body"):
            return Candidate(chosen, SET)
    taken = {*arguments, builder}
    name = next(name for name in ("body", "request_body", "payload", "body_") if name not in taken)
    return Candidate(name, "the body" if name == "body" else "the body; a parameter has the plain name")


def addresses(operation: Operation) -> Iterator[str]:
    """Yield what `provider.toml` calls an operation: its operationId, its method and path."""
    if operation.operation_id:
        yield operation.operation_id
    yield f"{operation.method.upper()} {operation.path}"


def attribute_like(wire: str) -> Iterator[Candidate]:
    """Yield more literal spellings of a wire name, for when its plain one is taken: `fooBar`, `foo_dash_bar`."""
    if is_identifier(wire) and wire[0].islower() and wire not in KEYWORDS:
        yield Candidate(wire, "as the document writes it, to tell it from one that differs in case or separators")
    if (name := snake(spelled(wire))) and not name[0].isdigit():
        yield Candidate(safe(name, "value", KEYWORDS), "with its symbols as words, to tell it from one without them")
    if (base := snake(wire)) and wire.isupper():
        yield Candidate(f"{base}_upper", "to tell it from one that differs in case")
    elif base and wire[:1].isupper():
        yield Candidate(f"{base}_capitalized", "to tell it from one that differs in case")


def safe(name: str, prefix: str, reserved: Collection[str]) -> str:
    """Return an attribute-like name that Python takes: not empty, no digit first, nothing reserved."""
    if not name or name[0].isdigit():
        name = f"{prefix}_{name}" if name else f"{prefix}_"
    return f"{name}_" if name in reserved else name


def prefixed(name: str, prefix: str) -> str:
    """Return a class-like name that Python takes: a capital first; a script without capitals gets the prefix behind."""
    if not name or name[0].isdigit():
        return prefix + name
    return name if name[0].isupper() else name + prefix

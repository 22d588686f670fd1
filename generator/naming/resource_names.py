"""Assigns each operation to a resource: what is between `client.` and the method.

Each operation is assigned by itself, so that adding or removing another one moves nothing.
"""

from __future__ import annotations

import builtins
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from ..ir.api import Operation
from ..text.casing import attribute, class_case, shorten, snake, words
from ..text.path_words import repeats_path
from ..text.verbs import LAYERS
from .operation_groups import group_and_verb, nested_groups, states_an_operation
from .published import HELD, published_resource
from .reserved import CLIENT_ATTRIBUTES, KEYWORDS, MODULES, TYPE_NAMES
from .resources_from_paths import resource_of_path

if TYPE_CHECKING:
    from ..config import Settings

SET = "set in provider.toml"
FERN_PREFIX = "subpackage_"
"""The prefix that Fern writes before the names of groups in tags."""
_MOST_DEEP = 10
"""How many resources may be nested by a document; those that people choose are less deep."""
_FERN_ROOT = "__package__"
BUILTIN_TYPES = frozenset(name for name in TYPE_NAMES if hasattr(builtins, name))
_VERSION = re.compile(r"v\d+(?:(?:alpha|beta)\d*)?|api\d+|20\d{6}", re.IGNORECASE)


class ResourceName(Struct, frozen=True):
    """The names of one resource: the attribute of the client, its module, its classes."""

    tag: str | None
    """The tag as in the document; None if the resource comes from the path."""
    attribute: str
    """The path from the client: `calls`, or `agents.tools` for a resource within another one."""
    module: str
    class_name: str
    async_class_name: str
    tags: tuple[str, ...] = ()
    """All tags that lead to this resource, such as `Pets` and `pets`."""
    hidden_builtins: tuple[str, ...] = ()
    """Builtin types that a method of the class hides in annotations, sorted."""

    @property
    def name(self) -> str:
        """Its attribute of the client, or of the resource that contains it."""
        return self.attribute.rpartition(".")[2]

    @property
    def parent(self) -> str | None:
        """The resource that contains it; None if it is directly on the client."""
        return self.attribute.rpartition(".")[0] or None


class PlacedOperation(Struct, frozen=True):
    """An operation and the resource it belongs to."""

    operation: Operation
    tag: str | None
    resource: str | None
    """The path of the resource from the client; None if the operation is a method of the client itself."""
    method: str
    """The method's name if `provider.toml` or the provider gives it, else empty."""
    reason: str
    """The reason for the resource."""
    derived: str = ""
    """The resource that the path suggests, if it comes from there: its key in `[resources]` of `provider.toml`."""
    method_reason: str = ""
    fixed: bool = False
    """Whether the settings give the method's name, so that it has no other candidates."""


def place(operation: Operation, settings: Settings, published: Mapping[str, str]) -> PlacedOperation:
    """Return the resource of an operation.

    The first of these decides: `[operations]`, `[tags]`, `[resources]`, the group in the provider's own SDKs, the
    operation's first tag, the resource in which it is published, its path.
    """
    tag = operation.tags[0] if operation.tags else None
    if chosen := chosen_call(operation, settings.operations):
        holder, _, method = chosen.rpartition(".")
        return PlacedOperation(operation, tag, holder or None, method, SET, method_reason=SET, fixed=True)
    suggested = operation.suggested
    resource: str | None
    method, method_reason = (snake(suggested.method), f"from `{suggested.source}`") if suggested.method else ("", "")
    if (tag or "") in settings.tags:
        return PlacedOperation(operation, tag, settings.tags[tag or ""], method, SET, method_reason=method_reason)
    if suggested.group is not None:
        resource = _attribute([attribute(one) for one in suggested.group])
        return PlacedOperation(
            operation, tag, resource, method, f"from `{suggested.source}`", method_reason=method_reason
        )
    segments = tag_segments(tag or "")
    if segments and not repeats_path(tag or "", operation.path) and not states_an_operation(tag or ""):
        nested = nested_groups(operation.operation_id or "", tag or "")
        reason = "from the operationId and the first tag" if nested else "from the first tag"
        return PlacedOperation(
            operation, tag, _attribute(nested or segments), method, reason, method_reason=method_reason
        )
    if group := group_and_verb(operation.operation_id or ""):
        reason = "from the group in the operationId: there is no tag"
        return PlacedOperation(operation, tag, _attribute([group[0]]), method, reason, method_reason=method_reason)
    if found := resource_of_path(operation.method, operation.path, operation.operation_id):
        derived = attribute(found[0])
        chosen = settings.resources.get(derived)
        resource, reason = (chosen, SET) if chosen else (safe(derived, "path", CLIENT_ATTRIBUTES), found[1])
        if not chosen and (kept := _published(operation, published)):
            resource, reason = kept, HELD
        return PlacedOperation(operation, tag, resource, method, reason, derived, method_reason)
    reason = "neither a tag nor the path names a resource"
    return PlacedOperation(operation, tag, None, method, reason, method_reason=method_reason)


def _published(operation: Operation, published: Mapping[str, str]) -> str | None:
    """Return the resource in which an operation is published; its path is the same, so it is still a name of that."""
    resource = published_resource(operation, published)
    parts = [attribute(one) for one in resource.split(".")]
    return resource if resource and _attribute(parts) == resource else None


def chosen_call(operation: Operation, calls: Mapping[str, str]) -> str | None:
    """Return the call that `[operations]` of the settings gives an operation, by operationId or `POST /path`."""
    by_id = calls.get(operation.operation_id) if operation.operation_id else None
    return by_id or calls.get(f"{operation.method.upper()} {operation.path}")


def tag_segments(tag: str) -> list[str]:
    """Return the resource that a tag names, from the client inwards; empty if it names none.

    `subpackage_tts.subpackage_tts/audio` is Fern's notation for `tts`, `audio`. Words of code (`PetsController`, `File
    API`) and a leading version are left out if something else is left.
    """
    if tag == _FERN_ROOT:
        return []
    if tag.startswith(FERN_PREFIX):
        own = tag[tag.rfind(f".{FERN_PREFIX}") + 1 :].removeprefix(FERN_PREFIX)
        return [name for part in own.split("/") if (name := attribute(part))]
    name = attribute(tag)
    parts = [*words(tag)]
    kept = _without_ends(parts)
    if len(kept) == len(parts):
        return [name] if name else []
    return [snake("_".join(kept))] if kept else []


def _without_ends(parts: Sequence[str]) -> list[str]:
    kept = [*parts]
    while kept and (kept[0].lower() in LAYERS or _VERSION.fullmatch(kept[0])):
        kept = kept[1:]
    while kept and kept[-1].lower() in LAYERS:
        kept = kept[:-1]
    # A version at the end distinguishes two tags; within a name it only reflects the provider's structure.
    return [word for index, word in enumerate(kept) if index + 1 == len(kept) or not _VERSION.fullmatch(word)]


def _attribute(segments: Sequence[str]) -> str | None:
    """Return a path of valid Python attributes; None if there are none. What is too deep is joined to one attribute."""
    named = [one for one in segments if one]
    if len(named) > _MOST_DEEP:
        named[_MOST_DEEP - 1 :] = [shorten(named[_MOST_DEEP - 1 :], "_")]
    reserved = (CLIENT_ATTRIBUTES, KEYWORDS)
    return ".".join(safe(one, "tag", reserved[min(index, 1)]) for index, one in enumerate(named)) or None


def with_parents(resources: Iterable[str]) -> list[str]:
    """Return resources and those that contain them, sorted: also `agents` if there is only `agents.tools`."""
    found: set[str] = set()
    for resource in resources:
        parts = resource.split(".")
        found.update(".".join(parts[:end]) for end in range(1, len(parts) + 1))
    return sorted(found)


def resource_names(groups: Mapping[str, Sequence[str]], classes: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield attribute, module and class name of each resource; `groups` has the tags of each.

    No two modules and no two classes have the same name, and classes avoid `classes`, the names that modules import.
    """
    modules: set[str] = set()
    taken = {*classes}
    numbers: Counter[str] = Counter()
    # The client's own resources come first, and resources within others avoid their names.
    for resource in sorted(groups, key=lambda one: (one.count("."), one)):
        name = resource.replace(".", "_")
        module = f"{name}_resource" if name in MODULES else shorten(name.split("_"), "_")
        stems = [stem for tag in groups[resource] if snake(stem := tag.removeprefix(FERN_PREFIX)) == name]
        class_name = prefixed(class_case(stems[0] if stems else name), "Tag")
        module = _free(module, "_resource", modules, numbers)
        class_name = _free(class_name, "Resource", taken, numbers)
        modules.add(module)
        taken |= {class_name, f"Async{class_name}"}
        yield resource, module, class_name


def _free(name: str, word: str, taken: Collection[str], numbers: Counter[str]) -> str:
    """Return a name, or else the name with a word behind it, or else with a number, too.

    `numbers` remembers how often each name was wanted, so that many equal ones take no longer.
    """
    if name not in taken and f"Async{name}" not in taken:
        return name
    base = free = f"{name}{word}"
    while free in taken or f"Async{free}" in taken:
        numbers[base] += 1
        free = f"{base}_{numbers[base] + 1}"
    return free


def safe(name: str, prefix: str, reserved: Collection[str]) -> str:
    """Return a valid Python name in lower case: not empty, no leading digit, not reserved."""
    if not name or name[0].isdigit():
        name = f"{prefix}_{name}" if name else f"{prefix}_"
    return f"{name}_" if name in reserved else name


def prefixed(name: str, prefix: str) -> str:
    """Return a valid Python class name with a capital; a script without capitals gets the prefix at the end."""
    if not name or name[0].isdigit():
        return prefix + name
    return name if name[0].isupper() else name + prefix

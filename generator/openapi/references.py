"""Places in a description, and what the `$ref` at a place refers to.

Nothing here touches the disk or the network: a reference reaches what the Source already holds, or nothing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct, field

from ..diagnostics import Location
from ..document.document import escape, split
from .identity import IdentityTable
from .json_values import containers, is_mapping, is_sequence, is_true
from .object_fields import kind_at

__all__ = [
    "SCHEMAS",
    "Homes",
    "LocatedDocument",
    "Missing",
    "Place",
    "ReferenceTarget",
    "Resolver",
    "SchemaResource",
    "containers",
    "is_description",
    "is_mapping",
    "is_sequence",
    "is_true",
    "joined",
    "name_of_file",
    "unescape",
    "wrong_kind",
]

_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
"""An index in a list (RFC 6901, 4)."""
SCHEMAS = "#/components/schemas/"
"""The beginning of references to components of the canonical tree."""


class LocatedDocument(Protocol):
    """The parts of a document that this stage needs: its tree, its file, and the location of a JSON pointer."""

    @property
    def tree(self) -> dict[str, Any]:
        """The parsed document."""
        ...

    @property
    def file(self) -> str:
        """The path of the document, as diagnostics show it."""
        ...

    def where(self, pointer: str) -> Location:
        """Return the location of the nearest known ancestor of a JSON pointer."""
        ...


def unescape(token: str) -> str:
    """Return the key that a token of a JSON pointer stands for (RFC 6901, 4)."""
    return token.replace("~1", "/").replace("~0", "~")


class SchemaResource(Struct, frozen=True, eq=False):
    """A schema resource (JSON Schema 2020-12, 4.3.5): a document, or the part of one under an `$id`."""

    document: LocatedDocument
    uri: str
    root: Any
    prefix: str = ""
    """The JSON pointer of `root` within the document."""


class Place(Struct, frozen=True):
    """A node of a document, as the path to it from a resource's root; the pointer is built only on demand."""

    resource: SchemaResource
    parent: Place | None
    keys: tuple[str, ...]
    label: str | None = None
    """What this step adds to the name of a schema hoisted from here; None if the keys give it."""
    root: bool = False
    """Whether names begin here: `label` is then the whole name so far."""

    def down(self, *keys: str) -> Place:
        """Return the place of a descendant."""
        return Place(self.resource, self, keys)

    def labelled(self, label: str, *keys: str) -> Place:
        """Return the place of a descendant that adds `label` to names."""
        return Place(self.resource, self, keys, label)

    def named(self, name: str, *keys: str) -> Place:
        """Return the place of a descendant at which names begin again, with `name`."""
        return Place(self.resource, self, keys, name, True)

    def start(self) -> str:
        """Return the name with which the names of schemas here begin; empty if none is given."""
        place: Place | None = self
        while place is not None and not place.root:
            place = place.parent
        return (place.label or "") if place is not None else ""

    def pointer(self) -> str:
        """Return the JSON pointer of the node within its document."""
        tokens: list[str] = []
        place: Place | None = self
        while place is not None:
            tokens.extend(reversed(place.keys))
            place = place.parent
        return self.resource.prefix + "".join("/" + escape(token) for token in reversed(tokens))

    def where(self) -> Location:
        """Return file, line and column of the node."""
        return self.resource.document.where(self.pointer())


class Homes(Struct):
    """The places of schemas, by identity: a schema made from another one has the place of that one."""

    _places: IdentityTable[Place] = field(default_factory=IdentityTable[Place])

    def put(self, schema: Any, place: Place | None) -> None:
        """Record the place of a schema; nothing if it is None."""
        if place is not None:
            self._places.put(schema, place)

    def __len__(self) -> int:
        """Return how many schemas have a place."""
        return len(self._places)

    def of(self, schema: Any) -> Place | None:
        """Return the place of a schema; None if unknown."""
        return self._places.get(schema)


class ReferenceTarget(Struct, frozen=True):
    """What a reference leads to."""

    node: Any
    place: Place


_NAMES: Mapping[str, str] = {
    **{"OpenAPI": "the whole description", "Schema": "a schema", "Response": "a response", "Parameter": "a parameter"},
    **{"Example": "an example", "RequestBody": "a request body", "Header": "a header", "Link": "a link"},
    **{"SecurityScheme": "a security scheme", "PathItem": "a path item", "MediaType": "a media type"},
    **{"Operation": "an operation", "map": "a collection", "list": "a list", "Components": "the components"},
    **dict.fromkeys(("label", "prose", "text", "types"), "a text"),
}


def wrong_kind(place: Place, kind: str) -> str | None:
    """Return what the standard says is at the place that a reference leads to, if it is no `kind`; else None."""
    found = kind_at(split(place.pointer()))
    is_part = kind == "callback" and found is not None and found.of is not None and found.of.name == "PathItem"
    if found is None or is_part or found.name in ("data", "items"):
        return None
    name = _NAMES.get(found.name, f"the {found.name} object")
    return name if name != f"a {kind}" and is_description(place.resource.document.tree) else None


def is_description(tree: Mapping[str, Any]) -> bool:
    """Return whether a document is a whole description, not a file with parts of one."""
    return "openapi" in tree or "swagger" in tree


class Missing(Struct, frozen=True):
    """A reference that leads nowhere: why, and whether it is only out of reach (a URL, which is never fetched)."""

    reason: str
    remote: bool = False


class Resolver(Struct):
    """Follows references within the documents of a Source.

    Supports JSON pointers, percent-encoded or not; other files by relative path; `$id`, `$anchor` and `$dynamicAnchor`
    of JSON Schema 2020-12 (8.2); `$self` of OpenAPI 3.2.
    """

    main: LocatedDocument
    others: Mapping[str, LocatedDocument]
    _files: dict[str, SchemaResource] = field(default_factory=dict[str, SchemaResource])
    _identified: dict[str, SchemaResource] | None = None
    _anchors: dict[tuple[str, str], Place] = field(default_factory=dict[tuple[str, str], Place])
    _found: dict[tuple[int, str], ReferenceTarget | Missing] = field(
        default_factory=dict[tuple[int, str], ReferenceTarget | Missing]
    )

    def __post_init__(self) -> None:
        """Register every document's resource under its own path and under its key in the Source."""
        folder = posixpath.dirname(_path(self.main.file))
        for key, document in ((self.main.file, self.main), *self.others.items()):
            resource = SchemaResource(document, _uri_of(document), document.tree)
            self._files[_path(document.file)] = resource
            self._files.setdefault(posixpath.normpath(posixpath.join(folder, _path(key))), resource)

    def root(self) -> Place:
        """Return the place of the main document's root."""
        return Place(self._files[_path(self.main.file)], None, ())

    def within(self, node: Mapping[str, Any], place: Place) -> Place:
        """Return `place`, or the root of the resource that begins there if the schema has an `$id`."""
        identity = node.get("$id")
        if not isinstance(identity, str) or identity.startswith("#"):
            return place
        if place.resource.root is node:  # A reference led here, so the resource begins at this schema.
            return Place(place.resource, None, (), name_of_file(identity), True)
        uri = joined(place.resource.uri, identity).partition("#")[0]
        resource = SchemaResource(place.resource.document, uri, node, place.pointer())
        return Place(resource, None, (), name_of_file(identity), True)

    def resolve(self, ref: str, place: Place) -> ReferenceTarget | Missing:
        """Return what a reference at `place` leads to, in one step: the target may be a reference itself."""
        key = (id(place.resource), ref)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._resolve(ref, place.resource)
        return found

    def _resolve(self, ref: str, resource: SchemaResource) -> ReferenceTarget | Missing:
        uri, _, fragment = ref.strip().partition("#")
        fragment = unquote(fragment)
        if not uri:
            found = self._inside(fragment, resource)
            whole = self._files[_path(resource.document.file)]
            return found if isinstance(found, ReferenceTarget) or whole is resource else self._inside(fragment, whole)
        target = self._resource(uri, resource)
        if target is not None:
            return self._inside(fragment, target)
        if uri.partition(":")[0].lower() in ("http", "https", "urn", "tag"):
            return Missing(f"`{ref}` is a URL; references are never fetched from the network", remote=True)
        return Missing(f"`{ref}` leads to a file that is not part of the description")

    def _resource(self, uri: str, resource: SchemaResource) -> SchemaResource | None:
        full = joined(resource.uri, uri)
        identified = self._identities().get(full)
        if identified is not None:
            return identified
        folder = posixpath.dirname(_path(resource.document.file))
        return self._files.get(posixpath.normpath(posixpath.join(folder, unquote(uri))))

    def _inside(self, fragment: str, resource: SchemaResource) -> ReferenceTarget | Missing:
        place = Place(resource, None, ())
        if fragment and not fragment.startswith("/"):
            self._identities()
            anchor = self._anchors.get((resource.uri, fragment))
            if anchor is not None:
                return ReferenceTarget(_at(anchor), anchor)
            return Missing(f"there is no anchor `#{fragment}`")
        node = resource.root
        for token in fragment.split("/")[1:]:
            key = unescape(token)
            if is_mapping(node) and key in node:
                node = node[key]
            elif is_sequence(node) and _INDEX.fullmatch(key) and int(key) < len(node):
                node = node[int(key)]
            else:
                return Missing(f"`#{fragment}` does not exist: nothing is called `{key}` there")
            place = place.down(key)
        return ReferenceTarget(node, place)

    def _identities(self) -> dict[str, SchemaResource]:
        if self._identified is None:
            self._identified = {}
            for resource in list(self._files.values()):
                if resource.uri:
                    self._identified.setdefault(resource.uri, resource)
                for node, place in _identified_nodes(resource):
                    self._remember(node, place)
        return self._identified

    def _remember(self, node: dict[str, Any], place: Place) -> None:
        if "$id" in node and place.resource.prefix and self._identified is not None:
            self._identified.setdefault(place.resource.uri, place.resource)
        for keyword in ("$anchor", "$dynamicAnchor"):
            anchor = node.get(keyword)
            if isinstance(anchor, str):
                self._anchors.setdefault((place.resource.uri, anchor), place)


def joined(base: str, uri: str) -> str:
    """Return a URI reference resolved against a base (RFC 3986, 5.2); a text that is no URI stays as it is."""
    try:
        return urljoin(base, uri)
    except ValueError:
        return uri


def name_of_file(uri: str) -> str:
    """Return the schema name that the file or URL of a schema suggests: its last part, without endings."""
    try:
        path = urlsplit(uri).path
    except ValueError:
        path = uri
    parts = [part for part in path.split("/") if part]
    return parts[-1].split(".")[0] if parts else "Schema"


def _path(file: str) -> str:
    return posixpath.normpath(file.replace("\\", "/"))


def _uri_of(document: LocatedDocument) -> str:
    uri = document.tree.get("$self", document.tree.get("$id", ""))
    return uri.partition("#")[0] if isinstance(uri, str) else ""


def _at(place: Place) -> Any:
    node = place.resource.root
    steps: list[str] = []
    here: Place | None = place
    while here is not None:
        steps.extend(reversed(here.keys))
        here = here.parent
    for key in reversed(steps):
        node = node[int(key)] if is_sequence(node) else node[key]
    return node


def _identified_nodes(resource: SchemaResource) -> Iterator[tuple[dict[str, Any], Place]]:
    """Yield every object that has an `$id` or an anchor, with its place in the resource it belongs to."""
    stack: list[tuple[Any, Place]] = [(resource.root, Place(resource, None, ()))]
    seen: set[int] = set()
    while stack:
        node, place = stack.pop()
        if id(node) in seen:
            continue
        if is_mapping(node):
            seen.add(id(node))
            identity = node.get("$id")
            if isinstance(identity, str) and not identity.startswith("#") and place.keys:
                uri = joined(place.resource.uri, identity).partition("#")[0]
                place = Place(SchemaResource(resource.document, uri, node, place.pointer()), None, ())
            if "$id" in node or "$anchor" in node or "$dynamicAnchor" in node:
                yield node, place
            stack.extend((value, place.down(key)) for key, value in node.items())
        elif is_sequence(node):
            stack.extend((value, place.down(str(key))) for key, value in enumerate(node))

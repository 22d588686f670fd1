"""Converts any accepted description to one canonical OpenAPI 3.1 tree, in which later stages meet only a few shapes.

The input is never changed, and nothing is fetched. Whatever a description contains, a schema of the tree is one of:

- `true`, `false` or `{}`: any value, or none;
- a `$ref` to `#/components/schemas/<name>`, with annotations next to it at most;
- a scalar: one `type`, constraints, `format`, `enum` or `const`; or an `enum` or `const` without `type`;
- an array: `type: array`, with `items` and `prefixItems`;
- a map: `type: object` without `properties`, with `additionalProperties` and `patternProperties`;
- a union: `oneOf` or `anyOf` of at least two of these, with `discriminator` and annotations at most next to it;
- in `components/schemas` alone, a class: `type: object` with `properties`, in which every required name has a property;
- in `components/schemas` alone, a subclass: `allOf` of a `$ref` to a class or subclass, and an inline class without
  `allOf`.

Null is an additional `type`, an additional value of an `enum`, or a last variant `{type: null}`; never part of a whole
component: every reference to a nullable component adds null itself. An `allOf` that is not a subclass's, and `not`,
`if`, `contains` and the like, hold assertions without any `$ref`. Keywords without `type` (`{minimum: 3}`) stay as they
are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from ..diagnostics import Location, Report
from ..document.document import escape
from ..document.loader import Source
from ..document.selection import EVERYTHING, Selection
from ..openapi.problems import Findings, TooComplexError
from ..openapi.references import LocatedDocument, Place, Resolver, is_mapping, is_sequence
from ..openapi.selector import Selector
from ..process_state import WhileNeeded
from ..schema.all_of import Combiner
from ..schema.classes import base_of
from ..schema.deduplicate import share
from ..schema.discriminator_mappings import own_values
from ..schema.hoist import Hoister
from ..schema.reader import SchemaReader
from .binary_format import place_binary_format
from .final_schemas import FinalSchemas
from .media_types import MediaReader
from .merge_patches import allow_null_in_maps
from .object_checker import check_structure
from .operations import OperationReader
from .sdk_names import overrides_of, suggested_names
from .security import Credentials
from .urls import check_servers
from .websockets import check_root

_OPENAPI = re.compile(r"3\.[0-2](?:\.[0-9]+)?(?:-.*)?")
_DIALECTS = ("https://spec.openapis.org/oas/3.", "https://json-schema.org/draft/2020-12/")
_MOST_SUBCLASSES = 100
"""Classes that inherit from each other in one line: a hundred and one are refused."""
_FRAMES = 20_000
"""Enough Python frames for a document of the greatest depth that `source` accepts."""


class Origins(Mapping[str, Location]):
    """Pointers to places; line and column are found only when a place is looked up."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        """Keep the places."""
        self._places = places

    def __getitem__(self, pointer: str) -> Location:
        """Return the place in the description of what a canonical pointer leads to."""
        return self._places[pointer].where()

    def where(self, pointer: str, *steps: str) -> Location:
        """Return the place of a part in the description; for a part that is elsewhere, the place of the whole."""
        place = self._places[pointer]
        return place.down(*steps).where() if steps else place.where()

    def __contains__(self, pointer: object) -> bool:
        """Return whether the place of a pointer is known, without finding its line."""
        return pointer in self._places

    def __iter__(self) -> Iterator[str]:
        """Iterate over the pointers."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many places are known."""
        return len(self._places)


class Canonical(Struct, frozen=True):
    """A canonical tree, and the places of its parts in the description."""

    tree: dict[str, Any]
    origins: Origins
    """JSON pointer of a schema, operation or parameter of the tree → its place in the description, found on demand."""
    inline: Mapping[str, tuple[str, ...]]
    """Schema without a name in the description → the names that its places give it; several if it is shared."""
    suggested: Mapping[str, str] = field(default_factory=dict[str, str])
    """`schema` or `schema.property` → the provider's own name for it in its SDKs."""


def normalize(
    source: Source, report: Report, keep_going: bool = False, selection: Selection = EVERYTHING
) -> Canonical | None:
    """Return the canonical tree of a description, or None with errors in the report.

    OpenAPI 2.0, 3.0, 3.1 and 3.2. What `selection` leaves out is not read, and need not be valid. With `keep_going`, an
    operation that cannot be generated is left out and a broken schema accepts any value, each with a warning.
    """
    tree = source.main.tree
    findings = Findings(report, keep_going)
    resolver = Resolver(_modern(source, findings), source.others)
    root = resolver.root()
    legacy = "swagger" in tree or str(tree.get("openapi")).startswith("3.0")
    if not _is_supported(tree, findings, root):
        return None
    before = report.errors
    selector = Selector(selection)
    with _DEEP:
        try:
            canonical = _Normalizer(resolver.main.tree, root, resolver, findings, selector, legacy=legacy).run()
        except (RecursionError, TooComplexError):
            message = (
                "the schemas of this description are nested too deeply, or allow too many combinations: simplify them"
            )
            findings.error("too-complex", message, root)
            canonical = None
        check_structure(source.main, findings, selector.left_out)
    selector.report(report)
    return None if report.errors > before else canonical


def _modern(source: Source, findings: Findings) -> LocatedDocument:
    """Return the main document; one of OpenAPI 2.0 converted to 3.0."""
    if "swagger" not in source.main.tree:
        return source.main
    # Imported late: most documents are of a later version.
    from .swagger2 import converted

    return converted(source.main, source.others, findings)


def _is_supported(tree: Mapping[str, Any], findings: Findings, root: Place) -> bool:
    version = tree.get("swagger", tree.get("openapi"))
    if version is None:
        place = next((root.down(key) for key in ("swagger", "openapi") if key in tree), root)
        findings.error(
            "not-openapi", "this is not an OpenAPI description: it has no `openapi: 3.1.0` or the like", place
        )
        return False
    if "swagger" in tree and "openapi" in tree:
        findings.warning("two-versions", "`openapi` next to `swagger` is not read", root.down("openapi"))
    text = str(version)
    if ("swagger" in tree and text in ("2.0", "2")) or _OPENAPI.fullmatch(text):
        return True
    message = f"OpenAPI {text} is not supported; 2.0, 3.0, 3.1 and 3.2 are"
    findings.error("unsupported-version", message, root.down("swagger" if "swagger" in tree else "openapi"))
    return False


class _Normalizer:
    """One run over one description."""

    def __init__(
        self,
        tree: dict[str, Any],
        root: Place,
        resolver: Resolver,
        findings: Findings,
        selector: Selector,
        *,
        legacy: bool,
    ) -> None:
        self.tree, self.root, self.resolver, self.findings = tree, root, resolver, findings
        self.schemas = SchemaReader(resolver, findings, legacy)
        self.selector = selector
        media = MediaReader(resolver, self.schemas, findings)
        self.reader = OperationReader(media, findings, selector, overrides_of(tree), tree)
        self.credentials = Credentials(findings)
        self.legacy = legacy

    def run(self) -> Canonical:
        """Return the canonical tree, as far as it can be built."""
        self._report_dialect()
        components = self._object("components", self.tree, self.root)
        declared = self._object("schemas", components, self.root.down("components"))
        if self.selector.selection.prunes:
            kept = [
                *self.reader.wanted(self.tree, "paths", self.root),
                *self.reader.wanted(self.tree, "webhooks", self.root),
            ]
            declared = self.selector.needed(kept, declared, self.resolver)
        self.schemas.declare(declared, self.root.down("components", "schemas"))
        check_servers(self.tree.get("servers"), self.root.down("servers"), self.findings)
        check_root(self.tree, self.root, self.findings)
        paths, webhooks = self._called("paths"), self._called("webhooks")
        if not self.tree.get("paths") and not webhooks and not declared:
            self.findings.warning("no-paths", "this description has no paths: there is nothing to call", self.root)
        self.credentials.declare(components.get("securitySchemes"), self.tree.get("security"), self.resolver, self.root)
        self.credentials.survey(operation for item in paths.values() for operation in item.values())
        for path, item in paths.items():
            for method, operation in item.items():
                self.credentials.secure(operation, self.root.down("paths", path, method))
        if self.selector.selection.prunes:
            self.credentials.keep_used()
        elif paths:
            self.credentials.warn_unused(self.root)
        self.schemas.finish()
        return replace(self._finished(paths, webhooks, own_values(declared)), suggested=dict(suggested_names(declared)))

    def _called(self, key: str) -> dict[str, Any]:
        with self.findings.part(f"`{key}`"):
            return self.reader.path_items(self.tree.get(key), self.root.down(key), webhooks=key == "webhooks")

    def _report_dialect(self) -> None:
        dialect = self.tree.get("jsonSchemaDialect")
        if dialect is not None and not str(dialect).startswith(_DIALECTS):
            message = "`jsonSchemaDialect` is ignored: schemas are read as JSON Schema 2020-12, as OpenAPI uses it"
            self.findings.warning("unknown-dialect", message, self.root.down("jsonSchemaDialect"))

    def _finished(self, paths: dict[str, Any], webhooks: dict[str, Any], values: dict[str, str]) -> Canonical:
        schemas = self.schemas
        combiner = Combiner(schemas.components, schemas.homes, self.findings, self.legacy)
        hoister = Hoister(schemas.components, schemas.places, schemas.homes, combiner, self.findings, values)
        hoister.run()
        settler = FinalSchemas(hoister)
        tree: dict[str, Any] = {
            "openapi": "3.1.1",
            "info": _texts(self._object("info", self.tree, self.root)),
            "servers": _objects(self.tree.get("servers")),
            "tags": [tag for tag in _objects(self.tree.get("tags")) if isinstance(tag.get("name"), str)],
            "security": self.credentials.default,
            "paths": settler.paths(paths),
            "webhooks": settler.paths(webhooks),
        }
        hoister.finish()
        self._check_subclasses(hoister)
        declared = hoister.out.keys() & schemas.components.keys()
        starts = {name: place.start() for name, place in hoister.origins.items()}
        inline = share(hoister.out, declared, [tree["paths"], tree["webhooks"]], starts)
        tree["components"] = {"schemas": dict(sorted(hoister.out.items())), "securitySchemes": self.credentials.schemes}
        place_binary_format(tree)
        allow_null_in_maps(tree)
        called = _calls(webhooks, "/webhooks", self.root.down("webhooks"))
        return Canonical(tree, Origins(self._places(hoister, inline, paths) | called), inline)

    def _check_subclasses(self, hoister: Hoister) -> None:
        """Refuse too long lines of inheritance: what each class inherits grows with the square of their length."""
        heights: dict[str, int] = {}
        for name in hoister.out:
            line: dict[str, None] = {}
            above: str | None = name
            while above is not None and above not in heights and above not in line:
                line[above] = None
                schema = hoister.out.get(above)
                above = base_of(schema) if is_mapping(schema) else None
            known = heights.get(above, 0) if above is not None else 0
            for height, subclass in enumerate(reversed(line), known + 1):
                heights[subclass] = height
                if height == _MOST_SUBCLASSES + 1:
                    message = (
                        f"`{subclass}` inherits from {_MOST_SUBCLASSES} schemas in a line, the most that are supported"
                    )
                    self.findings.error("too-complex", message, hoister.origins.get(subclass, self.root))

    def _places(
        self, hoister: Hoister, inline: Mapping[str, tuple[str, ...]], paths: Mapping[str, Any]
    ) -> dict[str, Place]:
        places: dict[str, Place] = {}
        for name in hoister.out:
            first = inline[name][0] if name in inline else name
            if first in hoister.origins:
                places[f"/components/schemas/{escape(name)}"] = hoister.origins[first]
        for path, item in paths.items():
            for method, operation in item.items():
                pointer, place = f"/paths/{escape(path)}/{method}", self.root.down("paths", path, method)
                places[pointer] = place
                for kind in ("pagination", "polling"):
                    if kind in operation:
                        places[f"{pointer}/{kind}"] = place.down(operation[kind]["source"])
                for index, parameter in enumerate(operation["parameters"]):
                    places[f"{pointer}/parameters/{index}"] = self.reader.place_of(parameter) or place
                for callback, items in operation.get("callbacks", {}).items():
                    there = place.down("callbacks", callback)
                    places |= _calls(items, f"{pointer}/callbacks/{escape(callback)}", there)
        return places

    def _object(self, key: str, holder: Mapping[str, Any], place: Place) -> dict[str, Any]:
        value = holder.get(key)
        if value is None or value == []:
            return {}
        if is_mapping(value):
            return value
        report = self.findings.warning if self.findings.keep_going else self.findings.error
        report("invalid-object", f"`{key}` is an object", place.down(key))
        return {}


def _calls(items: Mapping[str, Any], pointer: str, place: Place) -> dict[str, Place]:
    """Return the places of the operations that the server calls."""
    return {
        f"{pointer}/{escape(path)}/{method}": place.down(path, method)
        for path, item in items.items()
        for method in item
    }


def _texts(info: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in info.items() if not key.startswith("x-")}


def _objects(values: Any) -> list[dict[str, Any]]:
    return [value for value in values if is_mapping(value)] if is_sequence(values) else []


def _more_frames() -> Callable[[], None]:
    """Raise the recursion limit to the depth of documents: Python's own frames do not use the C stack."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    return lambda: sys.setrecursionlimit(before)


_DEEP = WhileNeeded(_more_frames)

"""The hostile corpus: every place of a description that takes a text times every way to break out of one.

    python -m tests.hostile.corpus FOLDER      writes all of them, a document a file

A place is a text, or a name of the author's choice, in one of the documents of `complete`: so none is forgotten. Each
document holds one payload in one place; everything else in it is as in the sound document.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile.complete import COMPLETE
from tests.hostile.documents import PAYLOADS
from tests.hostile.older import VERSIONS

HARMLESS = "harmless"
"""What is in the place of the payload in the document to compare with."""

_NAMES = frozenset(
    {
        *("paths", "webhooks", "schemas", "responses", "parameters", "examples", "requestBodies", "headers", "links"),
        *("securitySchemes", "callbacks", "pathItems", "mediaTypes", "content", "encoding", "variables", "properties"),
        *("patternProperties", "$defs", "dependentSchemas", "dependentRequired", "mapping", "scopes", "definitions"),
        *("securityDefinitions", "additionalOperations", "done", "C"),
    }
)
"""Keys of objects whose keys are names of the author's choice."""
_MEANT = frozenset(
    {
        *(
            "openapi",
            "swagger",
            "$self",
            "jsonSchemaDialect",
            "in",
            "type",
            "style",
            "scheme",
            "$ref",
            "pattern",
            "$id",
        ),
        *("format", "contentType", "contentEncoding", "contentMediaType", "url", "host", "basePath", "schemes", "name"),
        *("consumes", "produces", "collectionFormat", "flow", "required", "propertyName", "defaultMapping", "$anchor"),
        *(
            "$dynamicAnchor",
            "operationRef",
            "tokenUrl",
            "authorizationUrl",
            "refreshUrl",
            "openIdConnectUrl",
            "nodeType",
        ),
        *("default", "mapping", "parent", "security", "enum", "tags", "title", "operationId", "version"),
    }
)
"""Keys of texts that mean something: another text there may change what is generated, not only what it says."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that takes a text."""

    version: str
    path: tuple[str, ...]
    is_key: bool
    """The last key of the path is the text, not the value there."""

    @property
    def name(self) -> str:
        return f"{self.version}{'.key' if self.is_key else ''}:/{'/'.join(self.path)}"

    @property
    def is_prose(self) -> bool:
        """Another text in this place changes what the code says, and nothing of what it does."""
        return not self.is_key and not any(key in _MEANT for key in self.path[-2:])

    def document(self, text: str) -> dict[str, Any]:
        """Return the document with a text in this place, and in nothing else."""
        return document_with({self: text})

    def put(self, tree: dict[str, Any], text: str) -> None:
        """Put a text into this place of a tree."""
        node: Any = tree
        for key in self.path[:-1]:
            node = node[int(key)] if isinstance(node, list) else node[key]
        last = self.path[-1]
        if self.is_key:
            members = list(node.items())
            node.clear()
            node.update((_renamed(key, text) if key == last else key, value) for key, value in members)
        else:
            node[int(last) if isinstance(node, list) else last] = text


_TREES: dict[str, dict[str, Any]] = {
    version: json.loads(json.dumps(tree)) for version, tree in (COMPLETE | VERSIONS).items()
}
"""Without shared parts: a place is one place."""


def _renamed(key: str, text: str) -> str:
    return f"/things/{{id}}/{text}" if key.startswith("/") else text


def spots(versions: Iterable[str] = COMPLETE) -> list[Spot]:
    """Return the places of the complete documents: of the corpus, or of the versions in `older.VERSIONS`."""
    return [spot for version in versions for spot in _spots(version, _TREES[version], ())]


def document_with(texts: Mapping[Spot, str]) -> dict[str, Any]:
    """Return the document of a version with a text in each of several places of it."""
    out: dict[str, Any] = copy.deepcopy(_TREES[next(iter(texts)).version])
    # A key that is renamed changes the path of what is below it, and of no other place.
    for spot in sorted(texts, key=lambda spot: (spot.is_key, -len(spot.path))):
        spot.put(out, texts[spot])
    return out


def _spots(version: str, node: Any, path: tuple[str, ...]) -> Iterator[Spot]:
    if isinstance(node, str):
        yield Spot(version, path, False)
    members = list(node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ())
    for key, member in members:
        here = (*path, str(key))
        if isinstance(node, dict) and path and path[-1] in _NAMES:
            yield Spot(version, here, True)
        yield from _spots(version, member, here)


def corpus() -> Iterator[tuple[str, Spot, str]]:
    """Yield (name of the payload, spot, payload): the whole product."""
    for spot in spots():
        for name, payload in PAYLOADS.items():
            if payload != name:
                yield name, spot, payload


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, spot, payload) in enumerate(corpus()):
        document = {"x-payload": name, "x-spot": spot.name, **spot.document(payload)}
        (folder / f"{number:05}.json").write_text(json.dumps(document), "ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())

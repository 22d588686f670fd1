"""How well the methods of real documents are called: `python tests/bench/naming.py FOLDER [--even] [--sample N] [--show]`.

Every JSON document below FOLDER is read for its operations alone, and these are named; nothing is generated. `--even`
takes the half whose path has a SHA-1 digest that begins with an even digit, `--sample N` takes N of them, always the
same. `--show` prints some names of each kind, to be read by a person.

Four shares are printed: methods that say the last word of their resource again, methods that carry words of a framework
or of a path, methods of more than 40 characters, and resources with a single method; these also by what their name comes
from: a tag that the document states, or a path.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generator.config import Settings
from generator.diagnostics import Report
from generator.ir.api import Api, Operation, Parameter, ParameterLocation
from generator.ir.schemas import ANYTHING
from generator.naming.assign import name
from generator.text.inflection import singular

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
LONG = 40
"""Characters of a method that are still easily read."""
FRAMEWORK = re.compile(
    r"(?:^|_)(?:route|router|controller|handler|endpoint|using_(?:get|post|put|delete|patch)|v\d\w*|api\d+)(?:_|$)"
    r"|_by_(?:\w+_)?id$|_id_(?:get|put|post|delete|patch)$"
)
SHOWN = 12


@dataclass(slots=True)
class Tally:
    """What was counted."""

    methods: int = 0
    resources: int = 0
    stated: int = 0
    """Resources that the document states."""
    documents: int = 0
    found: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    shares: Counter[str] = field(default_factory=Counter[str])
    """The sum of the shares of all documents: one of eleven thousand methods weighs no more than another."""

    def note(self, kind: str, text: str, of: int) -> None:
        """Count something of a kind, one of `of` in its document, and keep it to be shown."""
        self.found.setdefault(kind, []).append(text)
        self.shares[kind] += 1 / of


def main() -> None:
    arguments = _arguments()
    tally = Tally()
    for path in _documents(arguments.folder, even=arguments.even, sample=arguments.sample):
        api = _read(path)
        if api is not None:
            _count(api, path, tally)
    for kind, of in (
        ("repeats its noun", tally.methods),
        ("framework or path", tally.methods),
        ("longer than 40", tally.methods),
        ("clash", tally.methods),
        ("one method", tally.resources),
        ("... of a tag", tally.stated),
        ("... of a path", tally.resources - tally.stated),
    ):
        found = tally.found.get(kind, [])
        mean = 100 * tally.shares[kind] / max(tally.documents, 1)
        print(
            f"{kind:18} {len(found):6} of {of:6}  {100 * len(found) / max(of, 1):5.1f} %  {mean:5.1f} % of a document"
        )
        if arguments.show:
            for text in random.Random(arguments.seed).sample(found, min(SHOWN, len(found))):
                print(f"      {text}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--even", action="store_true")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--seed", type=int, default=12)
    return parser.parse_args()


def _documents(folder: Path, *, even: bool, sample: int | None) -> list[Path]:
    found = [
        path
        for path in sorted(folder.rglob("*.json"))
        if not even or int(hashlib.sha1(path.relative_to(folder).as_posix().encode()).hexdigest()[0], 16) % 2 == 0
    ]
    return sorted(random.Random(12).sample(found, min(sample, len(found)))) if sample else found


def _read(path: Path) -> Api | None:
    try:
        tree = json.loads(path.read_bytes())
    except ValueError:
        return None
    if not isinstance(tree, dict) or not isinstance(tree.get("paths"), dict):
        return None
    return Api("", "", "", (), (), (), tuple(_operations(tree["paths"])), {})


def _operations(paths: dict[str, Any]) -> Iterator[Operation]:
    for path, item in sorted(paths.items()):
        for method in sorted(set(METHODS) & set(item)) if isinstance(item, dict) else ():
            node = item[method]
            if isinstance(node, dict):
                identity = node.get("operationId")
                yield Operation(
                    method=method,
                    path=path,
                    operation_id=identity if isinstance(identity, str) else None,
                    tags=tuple(tag for tag in node.get("tags") or () if isinstance(tag, str)),
                    summary="",
                    description="",
                    deprecated=False,
                    parameters=tuple(_in_path(path)),
                    body=None,
                    responses=(),
                    security=(),
                )


def _in_path(path: str) -> Iterator[Parameter]:
    for wire in dict.fromkeys(re.findall(r"\{([^{}]+)\}", path)):
        yield Parameter(wire, ParameterLocation.PATH, required=True, schema=ANYTHING, style="simple", explode=False)


def _count(api: Api, path: Path, tally: Tally) -> None:
    names = name(api, Settings(), "api", Report())
    number = len(api.operations)
    of_resource = Counter(one.resource for one in names.operations.values() if one.resource)
    tally.methods += number
    tally.resources += len(of_resource)
    tally.documents += number > 0
    for operation in api.operations:
        named = names.operations[operation.key]
        text = f"{named.call:60} {operation.method} {operation.path}  {operation.operation_id}  {path.name}"
        noun = _words(named.resource.rpartition(".")[2])[-1] if named.resource else ""
        if noun and noun in _words(named.method):
            tally.note("repeats its noun", text, number)
        if FRAMEWORK.search(named.method):
            tally.note("framework or path", text, number)
        if len(named.method) > LONG:
            tally.note("longer than 40", text, number)
    for one in names.explanations:
        if one.kind == "operation" and ("taken" in one.reason or "number" in one.reason):
            tally.note("clash", f"{one.name}  {one.wire}  {one.reason}  {path.name}", number)
    stated = {one.name for one in names.explanations if one.kind == "resource" and "first tag" in one.reason}
    tally.stated += len(of_resource.keys() & stated)
    for resource, count in of_resource.items():
        if count == 1:
            for kind in ("one method", "... of a tag" if resource in stated else "... of a path"):
                tally.note(kind, f"{resource}  {path.name}", len(of_resource))


def _words(text: str) -> list[str]:
    return [singular(word.capitalize()).lower() for word in text.strip("_").split("_")] or [""]


if __name__ == "__main__":
    main()

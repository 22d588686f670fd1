"""Path parameters: those that are declared, next to those that the path template has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeAlias

from ..openapi.problems import Findings
from ..openapi.references import Place

_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_PAIR = re.compile(r"([^=&{}]+)=\{([^{}]+)\}")

Located: TypeAlias = tuple[dict[str, Any], Place]


def matched(merged: Mapping[tuple[str, str], Located], path: str, place: Place, findings: Findings) -> list[Located]:
    """Return the parameters of an operation, given by location and name, that its path can have.

    Path parameters that the template lacks are left out, and those that it has undeclared are added. Those in its query
    (`/export?file={name}`) are parameters in `query` under the name that they have there.
    """
    front, _, behind = path.partition("?")
    asked = {name: key for key, name in _PAIR.findall(behind.partition("#")[0])}
    declared = {name for location, name in merged if location == "path"}
    found = [*_variables(front, declared), *_variables(_PAIR.sub("", behind), declared)]
    _report_repeated(found, path, place, findings)
    kept: list[Located] = []
    for (location, name), (parameter, at) in merged.items():
        if location != "path" or name in found:
            kept.append((parameter, at))
        elif name not in asked:
            message = f"the path `{path}` has no `{{{name}}}`; the parameter is left out"
            findings.loss("unused-path-parameter", message, at)
    for name in dict.fromkeys(found):
        if ("path", name) not in merged:
            findings.warning("undeclared-path-parameter", _undeclared(name, path), place)
            kept.append((_text(name, "path"), place))
    for name, key in asked.items():
        if ("query", key) in merged:
            continue
        if ("path", name) not in merged:
            findings.warning("undeclared-path-parameter", _undeclared(name, path), place)
        parameter, at = merged.get(("path", name), (_text(key, "query"), place))
        kept.append(({**parameter, "name": key, "in": "query", "style": "form"}, at))
    return kept


def _report_repeated(found: list[str], path: str, place: Place, findings: Findings) -> None:
    for name in dict.fromkeys(found):
        if found.count(name) > 1:
            message = f"`{{{name}}}` stands {found.count(name)} times in the path `{path}`, with one value for all"
            findings.warning("repeated-path-parameter", message, place)


def _undeclared(name: str, path: str) -> str:
    return f"`{{{name}}}` of the path `{path}` is not declared; it is taken as a string"


def _text(name: str, location: str) -> dict[str, Any]:
    return {"name": name, "in": location, "required": True, "schema": {"type": "string"}}


def _variables(path: str, declared: Collection[str]) -> Iterator[str]:
    """Yield the names in a path template, including those in expressions of RFC 6570."""
    for expression in _TEMPLATE.findall(path):
        if expression in declared or not expression:
            yield expression
        elif expression[0] not in "?&#":
            yield from (name.removesuffix("*") for name in expression.lstrip("+.;/").split(","))

"""Requests as they arrive, the operations that they are for, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from msgspec import Struct, field

from ..openapi.json_values import is_mapping
from ..openapi.path_templates import with_segments
from ..runtime.wire.paths import PathTemplate

Tree: TypeAlias = Mapping[str, Any]


class RequestDifference(Struct, frozen=True):
    """One way in which a request differs from the description."""

    place: str
    """`body`, `path`, `query`, `header` or `cookie`."""
    name: str
    """The parameter's name, or a JSON pointer into the body."""
    message: str


class IncomingRequest(Struct, frozen=True):
    """A request as it arrived."""

    method: str
    path: str
    """Percent-encoded, without the query."""
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names in lower case."""
    content: bytes = b""


class Route(Struct, frozen=True):
    """One operation of the description."""

    method: str
    path: str
    operation: Tree
    template: PathTemplate


def routes(tree: Tree) -> list[Route]:
    """Return the operations of a canonical tree, in the order in which they are tried."""
    found: list[Route] = []
    for path, item in tree.get("paths", {}).items():
        # The canonical tree has the further methods of OpenAPI 3.2 next to the others.
        operations: dict[str, Tree] = {method: one for method, one in item.items() if is_mapping(one)}
        for method, operation in operations.items():
            several = [one["name"] for one in operation.get("parameters", ()) if one.get("manySegments")]
            found.append(Route(method.upper(), path, operation, PathTemplate(with_segments(path, several))))
    return sorted(found, key=lambda route: route.template.rank)


def cookie(header: str, name: str) -> str | None:
    """Return the value of a cookie in a header `Cookie`; None if it is not there."""
    # Imported late: it takes long to import, and few operations have cookies.
    from http.cookies import CookieError, SimpleCookie

    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return None
    return cookies[name].value if name in cookies else None

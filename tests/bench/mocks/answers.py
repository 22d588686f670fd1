"""Every JSON answer that our mock gives to the operations of a document, and valid requests for all of them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator.commands.shipping.mock import prepare
from generator.commands.workspace import ClientSource
from generator.mock.answers import Preference, answer
from generator.mock.incoming import Route
from generator.mock.server import Mock
from generator.mock.values import NoSampleError


@dataclass(frozen=True, slots=True)
class Asked:
    """A request."""

    method: str
    path: str
    """The path as the document writes it."""
    target: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to an operation."""

    method: str
    path: str
    status: int
    content_type: str
    content: bytes

    def to_object(self) -> dict[str, object]:
        """Return it for a file."""
        return {**asdict(self), "content": b64encode(self.content).decode()}


def mock_of(document: Path) -> Mock | None:
    """Return our mock of a document; None if it is refused."""
    subject = ClientSource("bench", document, None, None, document.parent / "bench", "bench", alone=True)
    return prepare(subject, keep_going=True)[1]


def answers(mock: Mock) -> Iterator[Given]:
    """Yield the JSON answers to each operation and declared status: by example, then invented."""
    for route in mock.routes:
        published = mock.published(route)
        for key in route.operation.get("responses", {}):
            seen: set[bytes] = set()
            for dynamic in (False, True):
                made = answer(route, published, mock.sampler, Preference(key, None, dynamic))
                kind = made.content_type or ""
                if kind.partition(";")[0].endswith(("/json", "+json")) and made.content not in seen:
                    seen.add(made.content)
                    yield Given(route.method, route.path, made.status, kind, made.content)


def requests(mock: Mock) -> Iterator[Asked]:
    """Yield a valid request for each operation with a success, made of simple parameters and a JSON body."""
    for route in mock.routes:
        try:
            asked = _request(mock, route)
        except NoSampleError:
            continue
        if asked is not None:
            yield asked


def without_something(asked: Asked, mock: Mock) -> Asked | None:
    """Return a request without something that is required; None if nothing but its path is."""
    route = next(one for one in mock.routes if (one.method, one.path) == (asked.method, asked.path))
    credentials = {name for name, _ in _credentials(mock, route)[1]}
    kept = [one for one in asked.query if one[0] in credentials]
    if len(kept) < len(asked.query):
        return _with(asked, query=tuple(kept))
    value: Any = json.loads(asked.content) if asked.content is not None else None
    schema = route.operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", True)
    required = [name for shape in mock.sampler.shapes(schema) for name in shape.get("required", ())]
    if isinstance(value, dict) and required:
        left = {name: one for name, one in value.items() if name != required[0]}
        return _with(asked, content=json.dumps(left).encode())
    return None


def _with(asked: Asked, **changed: Any) -> Asked:
    return Asked(**{name: changed.get(name, getattr(asked, name)) for name in Asked.__dataclass_fields__})


def _request(mock: Mock, route: Route) -> Asked | None:
    if not any(key.startswith("2") or key == "default" for key in route.operation.get("responses", {})):
        return None
    headers, query = _credentials(mock, route)
    target, content = route.path, None
    for parameter in route.operation.get("parameters", ()):
        place, name = parameter["in"], parameter["name"]
        if not parameter.get("required") and place != "path":
            continue
        if "content" in parameter or place in ("cookie", "querystring"):
            return None
        text = _text(mock.sampler.value(parameter.get("schema", True), name, received=False))
        if text is None:
            return None
        if place == "path":
            target = target.replace(f"{{{name}}}", quote(text, safe=""))
        elif place == "query":
            query.append((name, text))
        else:
            headers[name] = text
    if contents := route.operation.get("requestBody", {}).get("content", {}):
        if "application/json" not in contents:
            return None
        value = mock.sampler.value(contents["application/json"].get("schema", True), received=False)
        content, headers["Content-Type"] = json.dumps(value).encode(), "application/json"
    if set("{}?#") & set(target):
        return None
    return Asked(route.method, route.path, target, tuple(query), headers, content)


def _text(value: Any) -> str | None:
    """Return the text of a parameter; of a list its first item, None for what has no simple text."""
    if isinstance(value, list):
        value = value[0] if value else "x"
    return None if isinstance(value, (dict, list)) else value if isinstance(value, str) else json.dumps(value)


def _credentials(mock: Mock, route: Route) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return headers and query parameters with made-up credentials of the first alternative."""
    schemes: Mapping[str, Any] = mock.tree.get("components", {}).get("securitySchemes", {})
    alternatives = route.operation.get("security", mock.tree.get("security", ()))
    headers: dict[str, str] = {"Accept": "*/*"}
    query: list[tuple[str, str]] = []
    for name in next(iter(alternatives), {}):
        scheme = schemes.get(name, {})
        if scheme.get("type") == "apiKey":
            if scheme["in"] == "query":
                query.append((scheme["name"], "key"))
            elif scheme["in"] == "header":
                headers[scheme["name"]] = "key"
            else:
                headers["Cookie"] = f"{scheme['name']}=key"
        elif scheme.get("scheme", "bearer").lower() == "basic":
            headers["Authorization"] = "Basic bWU6c2VjcmV0"
        else:
            headers["Authorization"] = f"{str(scheme.get('scheme', 'bearer')).capitalize()} token"
    return headers, query

"""What a document says, as facts that can be counted: one key each, with a value that two documents can differ in.

A corpus page has a `.facts` file next to it, written by hand from the page:

    POST /v1/orders/{shop}
      server https://api.teashop.dev
      security bearer
      path shop: string required
      body application/json required
      body items[].tea: string required enum=oolong|assam default=oolong
      response 200
      response 200 id: string required

A line that ends with `~` is known from a sample or invented by rule, and must be marked so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.document.document import join, split
from generator.pages.reading import OriginKind, Reading

Facts = dict[str, str]
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_MOST_DEPTH = 8
_FIELD = re.compile(r"(path|query|header|cookie|body|response \S+) (\S+?): (\S+)((?: .*)?)")


@dataclass(slots=True)
class Known:
    """The facts of one page: those it states, and those that are marked as inferred."""

    stated: Facts = field(default_factory=dict)
    marked: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """How the facts of a reading compare with those of the page."""

    found: int
    missing: list[str]
    wrong: list[str]
    invented: list[str]


def compared(expected: Known, got: Known) -> Score:
    """Compare; a fact that is stated where the page only hints at it counts as invented."""
    missing = [f"{key} = {value}" for key, value in expected.stated.items() if key not in got.stated]
    missing += [f"~ {key}" for key in expected.marked if key not in got.marked and key not in got.stated]
    wrong = [
        f"{key} = {got.stated[key]}, the page says {value}"
        for key, value in expected.stated.items()
        if key in got.stated and got.stated[key] != value
    ]
    invented = [f"{key} = {value}" for key, value in got.stated.items() if key not in expected.stated]
    found = sum(1 for key, value in expected.stated.items() if got.stated.get(key) == value)
    found += sum(1 for key in expected.marked if key in got.marked)
    return Score(found, missing, wrong, invented)


def read_facts(text: str) -> Known:
    """Return the facts of a `.facts` file."""
    known = Known()
    operation = ""
    for raw in text.splitlines():
        line = raw.split(" #")[0].rstrip()
        if not line.strip() or line.startswith("#"):
            continue
        marked = line.endswith("~")
        line = line.removesuffix("~").rstrip()
        if not line.startswith(" "):
            operation = line
            _put(known, marked, operation, "")
        else:
            for key, value in _line_facts(line.strip()):
                _put(known, marked, f"{operation} {key}", value)
    return known


def _put(known: Known, marked: bool, key: str, value: str) -> None:
    (known.marked if marked else known.stated)[key] = value


def _line_facts(line: str) -> Iterator[tuple[str, str]]:
    match = _FIELD.fullmatch(line)
    if match is None:
        words = line.split()
        required = words[0] == "body" and words[-1] == "required"
        yield " ".join(words[:-1] if required else words), ""
        if required:
            yield "body required", ""
        return
    key = f"{match[1]} {match[2]}"
    yield key, ""
    if match[3] != "?":
        yield f"{key} type", match[3]
    rest = match[4]
    if re.search(r" required\b", rest):
        yield f"{key} required", ""
    for name, value in re.findall(r" (enum|default|format)=(\"[^\"]*\"|\S+)", rest):
        yield f"{key} {name}", "|".join(sorted(value.strip('"').split("|"))) if name == "enum" else value.strip('"')


def facts_of(reading: Reading) -> Known:
    """Return the facts of a reading's document."""
    walk = _Walk(reading)
    document = reading.document or {}
    for path, item in document.get("paths", {}).items():
        for method in _METHODS:
            if method in item:
                walk.operation(path, method, item)
    return walk.known


class _Walk:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document: Mapping[str, Any] = reading.document or {}
        self.known = Known()
        self.around: list[str] = []
        """Pointers of the schemas that the walk is in: one that holds itself is told once."""

    def put(self, pointer: str, key: str, value: str = "") -> None:
        marked = self.reading.origin(pointer).kind is not OriginKind.PAGE
        target = self.known.marked if marked else self.known.stated
        target.setdefault(key, value)

    def operation(self, path: str, method: str, item: Mapping[str, Any]) -> None:
        here = join(("paths", path, method))
        operation = item[method]
        name = f"{method.upper()} {path}"
        self.put(here, name)
        for index, server in enumerate(self.document.get("servers", [])):
            self.put(f"/servers/{index}", f"{name} server {server['url']}")
        self.security(name, operation)
        for place, parameters in ((join(("paths", path)), item), (here, operation)):
            for index, parameter in enumerate(parameters.get("parameters", [])):
                self.parameter(name, f"{place}/parameters/{index}", parameter)
        self.body(name, here, operation)
        for status, response in operation.get("responses", {}).items():
            spot = f"{here}/responses/{status}"
            self.put(spot, f"{name} response {status}")
            found, spot = self.resolved(response, spot)
            for media, content in found.get("content", {}).items():
                pointer = f"{spot}/content{join((media,))}/schema"
                self.schema(f"{name} response {status}", "", content.get("schema", {}), pointer, 0)

    def security(self, name: str, operation: Mapping[str, Any]) -> None:
        schemes = self.document.get("components", {}).get("securitySchemes", {})
        for requirement in operation.get("security", self.document.get("security", [])):
            for key in requirement:
                scheme = schemes.get(key, {})
                words = scheme.get("scheme") if scheme.get("type") == "http" else scheme.get("type")
                if words == "apiKey":
                    words = f"apiKey {scheme.get('in')} {scheme.get('name')}"
                self.put(join(("components", "securitySchemes", key)), f"{name} security {words}")

    def parameter(self, name: str, pointer: str, parameter: Mapping[str, Any]) -> None:
        parameter, pointer = self.resolved(parameter, pointer)
        key = f"{name} {parameter.get('in')} {parameter.get('name')}"
        self.put(pointer, key)
        if parameter.get("required"):
            self.put(pointer, f"{key} required")
        schema, spot = self.resolved(parameter.get("schema", {}), f"{pointer}/schema")
        self.scalars(key, schema, spot)
        self.below(f"{name} {parameter.get('in')}", str(parameter.get("name")), schema, spot, 0)

    def body(self, name: str, here: str, operation: Mapping[str, Any]) -> None:
        if "requestBody" not in operation:
            return
        body, pointer = self.resolved(operation["requestBody"], f"{here}/requestBody")
        for media, content in body.get("content", {}).items():
            spot = f"{pointer}/content{join((media,))}"
            self.put(spot, f"{name} body {media}")
            self.schema(f"{name} body", "", content.get("schema", {}), f"{spot}/schema", 0)
        if body.get("required"):
            self.put(f"{pointer}/required", f"{name} body required")

    def resolved(self, value: Any, pointer: str) -> tuple[Any, str]:
        for _ in range(_MOST_DEPTH):
            if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
                return value, pointer
            pointer = value["$ref"].removeprefix("#")
            found: Any = self.document
            for token in split(pointer):
                found = found.get(token, {}) if isinstance(found, dict) else {}
            value = (
                {**found, **{key: inner for key, inner in value.items() if key != "$ref"}}
                if isinstance(found, dict)
                else found
            )
        return value, pointer

    def schema(self, prefix: str, path: str, schema: Any, pointer: str, depth: int) -> None:
        schema, pointer = self.resolved(schema, pointer)
        if not isinstance(schema, dict) or depth > _MOST_DEPTH:
            return
        if not path and schema.get("type") not in (None, "object"):
            self.put(pointer, f"{prefix} (value)")
            self.put(pointer, f"{prefix} (value) type", _kind(schema))
        self.below(prefix, path, schema, pointer, depth)

    def below(self, prefix: str, path: str, schema: Mapping[str, Any], pointer: str, depth: int) -> None:
        if depth > _MOST_DEPTH or pointer in self.around:
            return
        self.around.append(pointer)
        self.parts(prefix, path, schema, pointer, depth)
        self.around.pop()

    def parts(self, prefix: str, path: str, schema: Mapping[str, Any], pointer: str, depth: int) -> None:
        for part in schema.get("allOf", []) if isinstance(schema.get("allOf"), list) else []:
            self.schema(prefix, path, part, pointer, depth + 1)
        items = schema.get("items")
        if isinstance(items, dict):
            self.schema(prefix, f"{path}[]", items, f"{pointer}/items", depth + 1)
        for name, inner in schema.get("properties", {}).items():
            own = f"{path}.{name}" if path else name
            spot = f"{pointer}/properties{join((name,))}"
            key = f"{prefix} {own}"
            self.put(spot, key)
            if name in schema.get("required", []):
                self.put(spot, f"{key} required")
            resolved, where = self.resolved(inner, spot)
            self.scalars(key, resolved, where if where != spot else spot)
            self.below(prefix, own, resolved, where, depth + 1)

    def scalars(self, key: str, schema: Any, pointer: str) -> None:
        if not isinstance(schema, dict):
            return
        kind = _kind(schema)
        if kind:
            self.put(pointer, f"{key} type", kind)
        holder = schema["items"] if isinstance(schema.get("items"), dict) and "enum" not in schema else schema
        if "enum" in holder:
            self.put(pointer, f"{key} enum", "|".join(sorted(str(one) for one in holder["enum"] if one is not None)))
        if "default" in schema:
            value = schema["default"]
            self.put(
                pointer, f"{key} default", value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
            )
        if "format" in schema:
            self.put(pointer, f"{key} format", str(schema["format"]))


def _kind(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        return "|".join(sorted(kind))
    if kind is None and isinstance(schema.get("anyOf", schema.get("oneOf")), list):
        kinds = {
            _kind(one) if isinstance(one, dict) and "$ref" not in one else "object"
            for one in schema.get("anyOf", schema.get("oneOf", []))
        }
        return "|".join(sorted(one for one in kinds if one))
    if kind is None and "properties" in schema:
        return "object"
    nullable = "|null" if schema.get("nullable") and kind else ""
    return f"{kind or ''}{nullable}"


def written(known: Known) -> str:
    """Return facts as a `.facts` file has them: for writing one that is then checked by hand against the page."""
    lines: list[str] = []
    operations = [key for key in (*known.stated, *known.marked) if key.count(" ") == 1]
    for operation in operations:
        lines.append(operation + (" ~" if operation in known.marked else ""))
        for facts, mark in ((known.stated, ""), (known.marked, " ~")):
            lines += [f"  {line}{mark}" for line in _written(operation, facts)]
    return "\n".join(lines) + "\n"


def _written(operation: str, facts: Facts) -> Iterator[str]:
    own = {key.removeprefix(f"{operation} "): value for key, value in facts.items() if key.startswith(f"{operation} ")}
    for key in own:
        words = key.split(" ")
        if words[-1] in ("type", "required", "enum", "default", "format") and " ".join(words[:-1]) in own:
            continue
        field_key = (
            words[0] in ("path", "query", "header", "cookie", "body") and len(words) == 2 and "/" not in words[1]
        )
        if words[0] == "response" and len(words) == 3:
            field_key = True
        if not field_key:
            yield key if key != "body required" else "body required"
            continue
        said = f"{key}: {own.get(f'{key} type', '?')}"
        said += " required" if f"{key} required" in own else ""
        for name in ("enum", "default", "format"):
            if f"{key} {name}" in own:
                value = own[f"{key} {name}"]
                said += f' {name}="{value}"' if " " in value else f" {name}={value}"
        yield said

"""Reads path items, operations and what they hold into the canonical tree, with every reference resolved in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .findings import Findings
from .references import Homes, Missing, Place, Resolver, Target, is_mapping, is_sequence
from .schemas import SchemaReader
from .wording import pascal

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fixed methods of a Path Item Object (OpenAPI 3.2, 4.9)."""

_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_STATUS = re.compile(r"[1-9](?:\d\d|XX)\Z")
_KEPT_OF_OPERATION = ("operationId", "summary", "description", "deprecated", "externalDocs")
_LOCATIONS = ("path", "query", "querystring", "header", "cookie")
_DROPPED_HEADERS = ("accept", "content-type")


@dataclass(slots=True)
class OperationReader:
    """Reads the operations of one description."""

    resolver: Resolver
    schemas: SchemaReader
    findings: Findings
    _memo: dict[tuple[int, str], Any] = field(default_factory=dict[tuple[int, str], Any])

    _places: Homes = field(default_factory=Homes)

    def place_of(self, parameter: dict[str, Any]) -> Place | None:
        """Return where a parameter that was read stands."""
        return self._places.of(parameter)

    def path_items(self, items: Any, place: Place, *, webhooks: bool = False) -> dict[str, Any]:
        """Return path → method → operation, for `paths`, `webhooks` or a callback."""
        if not is_mapping(items):
            if items is not None and items != []:
                self.findings.broken("invalid-paths", "paths are an object", place)
            return {}
        read: dict[str, Any] = {}
        for path in sorted(items):
            if path.startswith("x-"):
                continue
            where = place.down(path)
            if not webhooks and not path.startswith("/"):
                self.findings.warning("invalid-path", f"the path `{path}` does not begin with a slash", where)
            read[path] = self.path_item(items[path], where, path, webhooks=webhooks)
        return read

    def path_item(self, node: Any, place: Place, path: str, *, webhooks: bool = False) -> dict[str, Any]:
        """Return method → operation of a path item; its parameters and servers are those of each operation."""
        resolved = self._resolved(node, place, "path item")
        if resolved is None:
            return {}
        item, place = resolved.node, resolved.place
        if isinstance(node, dict) and item is not node:
            item = {**item, **{key: value for key, value in node.items() if key != "$ref"}}
        operations: dict[str, Any] = {}
        for method, operation, where in _operations(item, place):
            read = self._operation(operation, where, (method, path), item, place, webhooks=webhooks)
            if read is not None:
                operations[method] = read
        return operations

    def _operation(
        self, node: Any, place: Place, key: tuple[str, str], item: dict[str, Any], parent: Place, *, webhooks: bool
    ) -> dict[str, Any] | None:
        outer, self.findings.problems = self.findings.problems, []
        read: dict[str, Any] = {}
        if is_mapping(node):
            read = self._read_operation(node, place, key, item, parent, webhooks=webhooks)
        else:
            self.findings.broken("invalid-operation", "an operation is an object", place)
        problems, self.findings.problems = self.findings.problems, outer
        if not problems:
            return read
        if self.findings.keep_going:
            code, message, where = problems[0]
            self.findings.warning(code, f"{key[0].upper()} {key[1]} is left out: {message}", where)
            return None
        for code, message, where in problems:
            self.findings.error(code, message, where)
        return None

    def _read_operation(
        self, node: dict[str, Any], place: Place, key: tuple[str, str], item: dict[str, Any], parent: Place, *, webhooks: bool
    ) -> dict[str, Any]:
        identity = node.get("operationId")
        name = pascal(identity) if isinstance(identity, str) else ""
        name = name or pascal(key[0]) + (pascal(key[1]) or "Root")
        read: dict[str, Any] = {key: node[key] for key in _KEPT_OF_OPERATION if node.get(key) is not None}
        _keep_texts(read)
        if not read.get("operationId"):
            read.pop("operationId", None)
        for text in ("summary", "description"):
            if text not in read and isinstance(item.get(text), str):
                read[text] = item[text]
        tags = node.get("tags")
        read["tags"] = [str(tag) for tag in tags] if is_sequence(tags) else [tags] if isinstance(tags, str) else []
        read["parameters"] = self._parameters(node, place, key[1], item, parent, name, webhooks=webhooks)
        if node.get("requestBody") is not None:
            read["requestBody"] = self._body(node["requestBody"], place.named(f"{name}Request", "requestBody"))
        read["responses"] = self._responses(node.get("responses"), place.down("responses"), name)
        for keyword in ("security", "servers"):
            value = node.get(keyword, item.get(keyword) if keyword == "servers" else None)
            if is_sequence(value) and (value or keyword == "security"):
                read[keyword] = value
        callbacks = node.get("callbacks")
        if is_mapping(callbacks) and callbacks:
            read["callbacks"] = self._callbacks(callbacks, place.down("callbacks"))
        return read

    def _callbacks(self, callbacks: dict[str, Any], place: Place) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for name in sorted(callbacks):
            resolved = self._resolved(callbacks[name], place.down(name), "callback")
            if resolved is not None:
                where = resolved.place.named(pascal(name))
                read[name] = self.path_items(resolved.node, where, webhooks=True)
        return read

    def _parameters(
        self, node: dict[str, Any], place: Place, path: str, item: dict[str, Any], parent: Place, name: str, *, webhooks: bool
    ) -> list[dict[str, Any]]:
        merged: dict[tuple[str, str], tuple[dict[str, Any], Place]] = {}
        for holder, where in ((item, parent), (node, place)):
            own: set[tuple[str, str]] = set()
            for parameter, spot in self._listed(holder.get("parameters"), where, name):
                identity = (parameter["in"], parameter["name"])
                if identity in own:
                    message = f"the {identity[0]} parameter `{identity[1]}` is declared twice; the first stands"
                    self.findings.warning("duplicate-parameter", message, spot)
                    continue
                own.add(identity)
                merged[identity] = (parameter, spot)
        if webhooks:
            return [parameter for parameter, _ in merged.values()]
        return self._matched(merged, path, place)

    def _matched(
        self, merged: dict[tuple[str, str], tuple[dict[str, Any], Place]], path: str, place: Place
    ) -> list[dict[str, Any]]:
        """Leave out path parameters that the template does not have, and add those that it has undeclared."""
        wanted = list(dict.fromkeys(_TEMPLATE.findall(path)))
        kept: list[dict[str, Any]] = []
        for (location, name), (parameter, spot) in merged.items():
            if location == "path" and name not in wanted:
                message = f"the path `{path}` has no `{{{name}}}`; the parameter is left out"
                self.findings.warning("unused-path-parameter", message, spot)
            else:
                kept.append(parameter)
        for name in wanted:
            if ("path", name) not in merged:
                message = f"`{{{name}}}` of the path `{path}` is not declared; it is taken as a string"
                self.findings.warning("undeclared-path-parameter", message, place)
                kept.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})
        return kept

    def _listed(self, parameters: Any, place: Place, name: str) -> Iterator[tuple[dict[str, Any], Place]]:
        where = place.down("parameters")
        if is_mapping(parameters) and parameters:
            self.findings.broken("invalid-parameter", "`parameters` is a list", where)
        for index, node in enumerate(parameters if is_sequence(parameters) else []):
            spot = where.down(str(index))
            parameter = self._parameter(node, spot, name)
            if parameter is not None:
                yield parameter, spot

    def _parameter(self, node: Any, place: Place, name: str) -> dict[str, Any] | None:
        resolved = self._resolved(node, place, "parameter")
        if resolved is None:
            return None
        parameter, place = resolved.node, resolved.place
        wire, location = parameter.get("name"), parameter.get("in")
        if not isinstance(wire, str) or location not in _LOCATIONS:
            self.findings.broken("invalid-parameter", f"a parameter needs a `name`, and an `in` of {_LOCATIONS}", place)
            return None
        if location == "header" and wire.lower() in _DROPPED_HEADERS:
            return None
        base = name if resolved.node is node else ""
        return self._once(parameter, base, lambda: self._read_parameter(parameter, place, base))

    def _read_parameter(self, node: dict[str, Any], place: Place, name: str) -> dict[str, Any]:
        place = place.named(name + pascal(node["name"]))
        read = self._described(node, ("name", "in", "deprecated"))
        self._places.put(read, place)
        read["required"] = node.get("required") is True or node["in"] == "path"
        for key in ("style", "explode", "allowReserved", "allowEmptyValue"):
            if isinstance(node.get(key), bool if key != "style" else str):
                read[key] = node[key]
        self._valued(node, read, place)
        return read

    def _header(self, node: Any, place: Place) -> dict[str, Any] | None:
        resolved = self._resolved(node, place, "header")
        if resolved is None:
            return None
        header, where = resolved.node, resolved.place if resolved.node is not node else place
        return self._once(header, "header", lambda: self._read_header(header, where))

    def _read_header(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        read = self._described(node, ("deprecated",))
        read["required"] = node.get("required") is True
        if isinstance(node.get("explode"), bool):
            read["explode"] = node["explode"]
        self._valued(node, read, place)
        return read

    def _valued(self, node: dict[str, Any], read: dict[str, Any], place: Place) -> None:
        """Read the schema or content, and the examples, of a parameter or header."""
        content = node.get("content")
        if is_mapping(content) and content:
            read["content"] = self._content(content, place.down("content"))
        else:
            read["schema"] = self.schemas.read(node["schema"], place.labelled("", "schema")) if "schema" in node else True
        self._examples(node, read, place)

    def _described(self, node: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        read = {key: node[key] for key in (*keys, "summary", "description") if node.get(key) is not None}
        _keep_texts(read)
        return read

    def _body(self, node: Any, place: Place) -> dict[str, Any]:
        resolved = self._resolved(node, place, "request body")
        if resolved is None:
            return {}
        body = resolved.node
        if body is not node:
            place = _renamed(resolved.place, "Request")
        return self._once(body, "body", lambda: self._read_body(body, place))

    def _read_body(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        read = self._described(node, ())
        if isinstance(node.get("required"), bool):
            read["required"] = node["required"]
        read["content"] = self._content(node.get("content"), place.down("content"))
        return read

    def _responses(self, responses: Any, place: Place, name: str) -> dict[str, Any]:
        if responses is None or responses == []:
            return {}
        if not is_mapping(responses):
            self.findings.broken("invalid-responses", "`responses` is an object", place)
            return {}
        read: dict[str, Any] = {}
        first = _first_success(list(responses))
        for key in responses:
            status = key.upper() if key != "default" else key
            if key.startswith("x-"):
                continue
            if status != "default" and not _STATUS.match(status):
                message = f"`{key}` is not a status: a number of three digits, `4XX` or `default`; the response is left out"
                self.findings.warning("invalid-status", message, place.down(key))
                continue
            base = f"{name}Response" + ("" if key == first else pascal(status))
            response = self._response(responses[key], place.named(base, key))
            if response is not None:
                read[status] = response
        return dict(sorted(read.items()))

    def _response(self, node: Any, place: Place) -> dict[str, Any] | None:
        if isinstance(node, str) or node is None or node == []:
            self.findings.warning("invalid-response", "a response is an object; it is read as its description", place)
            return {"description": node or "", "content": {}, "headers": {}}
        resolved = self._resolved(node, place, "response")
        if resolved is None:
            return None
        response = resolved.node
        if response is not node:
            place = _renamed(resolved.place, "Response")
        return self._once(response, "response", lambda: self._read_response(response, place))

    def _read_response(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        read = self._described(node, ())
        read["content"] = self._content(node.get("content"), place.down("content"))
        headers = node.get("headers")
        found: dict[str, Any] = {}
        for name in sorted(headers) if is_mapping(headers) else ():
            header = self._header(headers[name], place.labelled(pascal(name), "headers", name))
            if header is not None and name.lower() != "content-type":
                found[name] = header
        read["headers"] = found
        return read

    def _content(self, content: Any, place: Place) -> dict[str, Any]:
        if content is None or content == []:
            return {}
        if not is_mapping(content):
            self.findings.broken("invalid-content", "`content` is an object: media type → its schema", place)
            return {}
        read: dict[str, Any] = {}
        for media_type in sorted(content):
            where = place.labelled("", media_type)
            resolved = self._resolved({} if content[media_type] is None else content[media_type], where, "media type")
            if resolved is not None and not media_type.startswith("x-"):
                where = where if resolved.node is content[media_type] else resolved.place.labelled("")
                read[media_type] = self._media_type(resolved.node, where)
        return read

    def _media_type(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for key, label in (("schema", ""), ("itemSchema", "Item")):
            if key in node:
                read[key] = self.schemas.read(node[key], place.labelled(label, key))
        encoding = node.get("encoding")
        if is_mapping(encoding) and encoding:
            where = place.down("encoding")
            read["encoding"] = {
                name: self._encoding(encoding[name], where.labelled(pascal(name), name))
                for name in sorted(encoding)
                if is_mapping(encoding[name])
            }
        for key in ("prefixEncoding", "itemEncoding"):
            if key in node:
                message = f"`{key}` is not written; parts are encoded by their own type"
                self.findings.warning("unsupported-encoding", message, place.down(key))
        self._examples(node, read, place)
        return read

    def _encoding(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        kept = ("contentType", "style", "explode", "allowReserved")
        read: dict[str, Any] = {key: node[key] for key in kept if node.get(key) is not None}
        headers = node.get("headers")
        found: dict[str, Any] = {}
        for name in sorted(headers) if is_mapping(headers) else ():
            header = self._header(headers[name], place.labelled(pascal(name), "headers", name))
            if header is not None and name.lower() != "content-type":
                found[name] = header
        if found:
            read["headers"] = found
        return read

    def _examples(self, node: dict[str, Any], read: dict[str, Any], place: Place) -> None:
        if "example" in node:
            read["example"] = node["example"]
        examples = node.get("examples")
        if is_sequence(examples):
            examples = {str(index): {"value": value} for index, value in enumerate(examples, 1)}
        found: dict[str, Any] = {}
        for name in examples if is_mapping(examples) else ():
            example = examples[name]
            if is_mapping(example) and isinstance(example.get("$ref"), str):
                target = self.resolver.resolve(example["$ref"], place)
                if isinstance(target, Missing) or not is_mapping(target.node):
                    where = place.down("examples", name)
                    self.findings.warning("dangling-example", f"the example `{name}` leads nowhere; it is left out", where)
                    continue
                example = target.node
            found[name] = example if is_mapping(example) else {"value": example}
        if found:
            read["examples"] = found

    def _resolved(self, node: Any, place: Place, kind: str) -> Target | None:
        """Follow the references of a component that is not a schema; None where it is broken, which was told."""
        seen: set[tuple[int, str]] = set()
        start = place
        while is_mapping(node) and isinstance(node.get("$ref"), str):
            target = self.resolver.resolve(node["$ref"], place)
            if isinstance(target, Missing):
                self.findings.broken("dangling-reference", f"`$ref: {node['$ref']}`: {target.reason}", start)
                return None
            step = (id(target.place.resource), target.place.pointer())
            if step in seen:
                self.findings.broken("reference-cycle", f"the references of this {kind} lead in a circle", start)
                return None
            seen.add(step)
            node, place = target.node, target.place
        if not is_mapping(node):
            article = "an" if kind[0] in "aeiou" else "a"
            self.findings.broken(f"invalid-{kind.replace(' ', '-')}", f"{article} {kind} is an object", place)
            return None
        return Target(node, place)

    def _once(self, node: dict[str, Any], kind: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Read a component that many operations share once."""
        key = (id(node), kind)
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]


def _operations(item: dict[str, Any], place: Place) -> Iterator[tuple[str, Any, Place]]:
    for method in METHODS:
        if method in item:
            yield method, item[method], place.down(method)
    additional = item.get("additionalOperations")
    for method in sorted(additional) if is_mapping(additional) else ():
        yield method.lower(), additional[method], place.down("additionalOperations", method)


def _renamed(place: Place, suffix: str) -> Place:
    """Return the place of a shared component, from which names begin with the component's own name."""
    name = pascal(place.keys[-1]) if place.keys else ""
    return place.named(name if name.endswith((suffix, "Error")) else name + suffix)


def _first_success(statuses: list[str]) -> str:
    """Return the status whose schemas are plainly the response: the first of 2xx, then default, then any."""
    successes = sorted(status for status in statuses if status[:1] == "2")
    return successes[0] if successes else "default" if "default" in statuses else min(statuses, default="")


def _keep_texts(read: dict[str, Any]) -> None:
    for key in ("summary", "description", "operationId"):
        if key in read and not isinstance(read[key], str):
            read[key] = str(read[key])

"""Reads path items, operations and their parts into the canonical tree, with every reference resolved in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import Struct, field

from ..openapi.json_values import flags_of
from ..openapi.problems import Findings, kind_of
from ..openapi.references import Homes, Place, ReferenceTarget, is_mapping, is_sequence, is_true
from ..openapi.selector import Selector
from ..text.inflection import pascal
from ..text.path_words import stems
from .media_types import MediaReader, is_scalar, is_token, items_of, keep_texts, scalar_text
from .paging_extensions import own_extension, paging_of
from .path_parameters import matched
from .sdk_names import NO_OVERRIDES, Overrides, suggested_body, suggested_call, suggested_name
from .urls import check_servers, path_problem, report_equal_paths
from .websockets import check_websocket

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fixed methods of a Path Item Object (OpenAPI 3.2, 4.9)."""

_METHOD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_STATUS = re.compile(r"[1-9](?:\d\d|XX)\Z")
_KEPT_OF_OPERATION = ("operationId", "summary", "description", "deprecated", "externalDocs")
_LOCATIONS = ("path", "query", "querystring", "header", "cookie")
_INCOMPLETE = f"a parameter needs a `name`, and an `in` that is one of {', '.join(_LOCATIONS)}"
_DROPPED_HEADERS = ("accept", "content-type", "content-length", "transfer-encoding")
"""Written by the client from the body and the responses (OpenAPI 3.2, 4.12.2.1), and by the HTTP library."""

MOST_PARAMETERS = 2_000
"""The most parameters of an operation: each is an argument of a method, and a few more lines."""


class _OperationPlace(NamedTuple):
    """The place of an operation: its method and path, the path item around it, and the name of its callback."""

    method: str
    path: str
    place: Place
    item: dict[str, Any]
    parent: Place
    webhook: bool
    callback: str = ""


class OperationReader(Struct):
    """Reads the operations of one description."""

    media: MediaReader
    findings: Findings
    selector: Selector
    overrides: Overrides = NO_OVERRIDES
    root: dict[str, Any] = field(default_factory=dict[str, Any])
    """The whole document; `overrides` and other rules for all operations come from its root."""

    _places: Homes = field(default_factory=Homes)
    _open: set[int] = field(default_factory=set[int])
    """The path items that are being read."""
    _identities: dict[str, _OperationPlace] = field(default_factory=dict[str, _OperationPlace])
    _stems: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def place_of(self, parameter: dict[str, Any]) -> Place | None:
        """Return the place of a parameter that was read."""
        return self._places.of(parameter)

    def wanted(self, tree: dict[str, Any], key: str, place: Place) -> Iterator[tuple[Any, Place]]:
        """Yield the selected parts of `paths` or `webhooks`, with what their path items share."""
        for path, node in items_of(tree.get(key)):
            target = ReferenceTarget(node, place.down(key, path))
            if is_mapping(node) and isinstance(node.get("$ref"), str):
                found = self.media.resolver.resolve(node["$ref"], target.place)
                target = found if isinstance(found, ReferenceTarget) else target
            if not is_mapping(target.node):
                continue
            kept = [
                (operation, target.place)
                for method, operation, _ in _operations(target.node, target.place)
                if self.selector.keeps(method, path, operation)
            ]
            yield from kept
            if kept:
                yield {key: target.node[key] for key in ("parameters", "servers") if key in target.node}, target.place

    def path_items(self, items: Any, place: Place, *, webhooks: bool = False, callback: str = "") -> dict[str, Any]:
        """Return path → method → operation, for `paths`, `webhooks` or the `callback` of a name."""
        if not is_mapping(items):
            if items is not None:
                self.findings.broken("invalid-paths", f"paths are an object, not {kind_of(items)}", place)
            return {}
        read: dict[str, Any] = {}
        if not webhooks:
            report_equal_paths(items, place, self.findings)
            self._stems = stems(_named(items))
        for path in sorted(items):
            if path.startswith("x-"):
                continue
            where = place.down(path)
            problem = None if webhooks else path_problem(path)
            if problem is not None:
                self.findings.warning("invalid-path", f"the path `{path}` {problem}", where)
            with self.findings.part(path):
                read[path] = self.path_item(items[path], where, path, webhooks=webhooks, callback=callback)
        return read

    def path_item(
        self, node: Any, place: Place, path: str, *, webhooks: bool = False, callback: str = ""
    ) -> dict[str, Any]:
        """Return method → operation of a path item; its parameters and servers are added to each operation."""
        resolved = self.media.resolved(node, place, "path item")
        if resolved is None:
            return {}
        item, place = resolved.node, resolved.place
        if is_mapping(node) and item is not node:
            item = {**item, **{key: value for key, value in node.items() if key != "$ref"}}
        if id(resolved.node) in self._open:
            message = f"the callbacks of `{path}` lead back to it; they are read once"
            self.findings.loss("callback-cycle", message, place)
            return {}
        self._open.add(id(resolved.node))
        check_servers(item.get("servers"), place.down("servers"), self.findings)
        operations: dict[str, Any] = {}
        for method, operation, where in _operations(item, place):
            if not _METHOD.fullmatch(method):
                self.findings.broken("invalid-method", f"{method[:40]!r} cannot be the method of a request", where)
                continue
            if ("paths", path, method) in self.selector.left_out:
                continue
            read = self._operation(operation, _OperationPlace(method, path, where, item, place, webhooks, callback))
            if read is not None:
                operations[method] = read
        self._open.discard(id(resolved.node))
        return operations

    def _operation(self, node: Any, at: _OperationPlace) -> dict[str, Any] | None:
        with self.findings.part(f"{at.method.upper()} {at.path}") as part:
            if is_mapping(node):
                read = self._read_operation(node, at)
                return None if part.problems else read
            self.findings.broken("invalid-operation", "an operation is an object", at.place)
        return None

    def _read_operation(self, node: dict[str, Any], at: _OperationPlace) -> dict[str, Any]:
        place = at.place
        check_servers(node.get("servers"), place.down("servers"), self.findings)
        check_websocket(node, at.item, f"{at.method.upper()} {at.path}", place, self.findings)
        identity = node.get("operationId")
        self._report_repeated(identity, at)
        name = self._stem(at, identity if isinstance(identity, str) else "")
        read: dict[str, Any] = {key: node[key] for key in _KEPT_OF_OPERATION if node.get(key) is not None}
        read |= flags_of(node, ("deprecated",))
        keep_texts(read)
        if not read.get("operationId"):
            read.pop("operationId", None)
        for text in ("summary", "description"):
            if text not in read and isinstance(at.item.get(text), str):
                read[text] = at.item[text]
        tags = node["tags"] if is_sequence(node.get("tags")) else [node.get("tags")]
        read["tags"] = [scalar_text(tag) for tag in tags if is_scalar(tag)]
        read["parameters"] = self._parameters(node, at, name)
        if node.get("requestBody") is not None:
            read["requestBody"] = self._body(node["requestBody"], place.named(f"{name}Request", "requestBody"))
        if suggested := suggested_call(node, self.overrides):
            read["suggested"] = suggested
        if body := suggested_body(node, node.get("requestBody")):
            read["suggestedBody"] = body
        if not at.webhook and (paging := paging_of(node, place, self.root, self.media.resolver)):
            read["pagination"] = paging
        if not at.webhook and (polling := own_extension("polling", node)):
            read["polling"] = polling
        read["responses"] = self._responses(node.get("responses"), place.down("responses"), name)
        for keyword in ("security", "servers"):
            value = node.get(keyword, at.item.get(keyword) if keyword == "servers" else None)
            if is_sequence(value) and (value or keyword == "security"):
                read[keyword] = value
        callbacks = node.get("callbacks")
        if is_mapping(callbacks) and callbacks:
            read["callbacks"] = self._callbacks(callbacks, place.down("callbacks"))
        return read

    def _stem(self, at: _OperationPlace, identity: str) -> str:
        """Return the beginning of the names of the schemas in an operation."""
        stem = None if at.webhook else self._stems.get((at.method, at.path))
        return stem or pascal(identity or at.callback) or pascal(at.method) + (pascal(at.path) or "Root")

    def _report_repeated(self, identity: Any, at: _OperationPlace) -> None:
        if not isinstance(identity, str) or not identity:
            return
        first = self._identities.setdefault(identity, at)
        if first is not at and not at.webhook and not first.webhook:
            message = f"{first.method.upper()} {first.path} has the operationId `{identity}` too: each needs its own"
            self.findings.warning("repeated-operation-id", message, at.place.down("operationId"))

    def _callbacks(self, callbacks: dict[str, Any], place: Place) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for name in sorted(callbacks):
            resolved = self.media.resolved(callbacks[name], place.down(name), "callback")
            if resolved is not None:
                where = resolved.place.named(pascal(name))
                read[name] = self.path_items(resolved.node, where, webhooks=True, callback=name)
        return read

    def _parameters(self, node: dict[str, Any], at: _OperationPlace, name: str) -> list[dict[str, Any]]:
        merged: dict[tuple[str, str], tuple[dict[str, Any], Place]] = {}
        for holder, where in ((at.item, at.parent), (node, at.place)):
            own: set[tuple[str, str]] = set()
            for parameter, here in self._listed(holder.get("parameters"), where, name):
                identity = (parameter["in"], parameter["name"])
                if identity in own:
                    message = f"the {identity[0]} parameter `{identity[1]}` is declared twice; the first one is used"
                    self.findings.loss("duplicate-parameter", message, here)
                    continue
                own.add(identity)
                merged[identity] = (parameter, here)
        if len(merged) > MOST_PARAMETERS:
            message = f"the operation has {len(merged):,} parameters, more than {MOST_PARAMETERS:,}: remove some"
            self.findings.broken("too-many-parameters", message, at.place.down("parameters"))
            return []
        if at.webhook:
            return [parameter for parameter, _ in merged.values()]
        kept = matched(merged, at.path, at.place, self.findings)
        for parameter, where in kept:
            self._places.put(parameter, where)
        return [parameter for parameter, _ in kept]

    def _listed(self, parameters: Any, place: Place, name: str) -> Iterator[tuple[dict[str, Any], Place]]:
        where = place.down("parameters")
        if is_mapping(parameters) and parameters:
            self.findings.broken("invalid-parameter", "`parameters` is a list", where)
        for index, node in enumerate(parameters if is_sequence(parameters) else []):
            at = where.down(str(index))
            parameter = self._parameter(node, at, name)
            if parameter is not None:
                yield parameter, at

    def _parameter(self, node: Any, place: Place, name: str) -> dict[str, Any] | None:
        resolved = self.media.resolved(node, place, "parameter")
        if resolved is None:
            return None
        parameter, place = resolved.node, resolved.place
        wire, location = parameter.get("name"), parameter.get("in")
        if not isinstance(wire, str) or location not in _LOCATIONS:
            self.findings.broken("invalid-parameter", _INCOMPLETE, place)
            return None
        if location == "header" and wire.lower() in _DROPPED_HEADERS:
            return None
        if location == "header" and not is_token(wire):
            message = f"{wire[:40]!r} cannot be the name of a header: that is letters, digits and `!#$%&'*+-.^_`|~`"
            self.findings.broken("invalid-header-name", message, place.down("name"))
            return None
        base = name if resolved.node is node else ""
        return self.media.once(parameter, base, lambda: self._read_parameter(parameter, place, base))

    def _read_parameter(self, node: dict[str, Any], place: Place, name: str) -> dict[str, Any]:
        place = place.named(name + pascal(node["name"]))
        read = self.media.described(node, ("name", "in", "deprecated"))
        self._places.put(read, place)
        read["required"] = is_true(node.get("required")) or node["in"] == "path"
        if node["in"] == "path" and node.get("required") is False:
            message = "a parameter of the path is always required"
            self.findings.warning("optional-path-parameter", message, place.down("required"))
        if suggested := suggested_name(node):
            read["suggested"] = suggested
        if isinstance(node.get("style"), str):
            read["style"] = node["style"]
        read |= flags_of(node, ("explode", "allowReserved", "allowEmptyValue"))
        if node.get("x-ms-skip-url-encoding") is True:
            read["allowReserved"] = True
            if node["in"] == "path":
                read["manySegments"] = True
        self.media.valued(node, read, place)
        return read

    def _body(self, node: Any, place: Place) -> dict[str, Any]:
        resolved = self.media.resolved(node, place, "request body")
        if resolved is None:
            return {}
        body = resolved.node
        if body is not node:
            place = _renamed(resolved.place, "Request")
        return self.media.once(body, "body", lambda: self._read_body(body, place))

    def _read_body(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        read = self.media.described(node, ())
        read |= flags_of(node, ("required",))
        read["content"] = self.media.content(node.get("content"), place)
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
                message = f"`{key}` is neither a status of three digits nor `4XX` nor `default`; it is left out"
                self.findings.loss("invalid-status", message, place.down(key))
                continue
            if status[0] in "6789":
                message = f"`{key}` is not an HTTP status: these are 100 to 599"
                self.findings.warning("invalid-status", message, place.down(key))
            base = f"{name}Response" + ("" if key == first else pascal(status))
            response = self._response(responses[key], place.named(base, key))
            if response is not None:
                read[status] = response
        return dict(sorted(read.items()))

    def _response(self, node: Any, place: Place) -> dict[str, Any] | None:
        if isinstance(node, str) or node is None or node == []:
            read = "this text is read as its description" if node else "it is read as one without a body"
            self.findings.warning("invalid-response", f"a response must be an object; {read}", place)
            return {"description": node or "", "content": {}, "headers": {}}
        resolved = self.media.resolved(node, place, "response")
        if resolved is None:
            return None
        response = resolved.node
        if response is not node:
            place = _renamed(resolved.place, "Response")
        return self.media.once(response, "response", lambda: self._read_response(response, place))

    def _read_response(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        read = self.media.described(node, ())
        read["content"] = self.media.content(node.get("content"), place)
        read["headers"] = self.media.headers(node.get("headers"), place)
        return read


def _operations(item: dict[str, Any], place: Place) -> Iterator[tuple[str, Any, Place]]:
    written = {key.lower(): key for key in item if key not in METHODS and key.lower() in METHODS}
    for method in METHODS:
        key = method if method in item else written.get(method)
        if key is not None:
            yield method, item[key], place.down(key)
    additional = item.get("additionalOperations")
    for method, operation in items_of(additional):
        yield method.lower(), operation, place.down("additionalOperations", method)


def _named(items: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield method, path and operationId of the path items that are not references."""
    for path, item in items.items():
        for method in METHODS if is_mapping(item) else ():
            if is_mapping(operation := item.get(method)):
                identity = operation.get("operationId")
                yield method, path, identity if isinstance(identity, str) else ""


def _renamed(place: Place, suffix: str) -> Place:
    """Return the place of a shared component, at which names begin with the component's own name."""
    name = pascal(place.keys[-1]) if place.keys else ""
    if suffix == "Request":
        name = name.removesuffix("Body") or name
    return place.named(name if name.endswith((suffix, "Error")) else name + suffix)


def _first_success(statuses: list[str]) -> str:
    """Return the status whose schemas are simply the response: the first of 2xx, then default, then any."""
    successes = sorted(status for status in statuses if status[:1] == "2")
    return successes[0] if successes else "default" if "default" in statuses else min(statuses, default="")

"""`application/xml` and `+xml` bodies, by the `xml` keywords of the description (OpenAPI 3.2, 4.26 XML Object).

Models know nothing of XML, so the codec gets the schema, reduced to what matters here: `type`, `properties`, `items`,
`additionalProperties`, `allOf`, `anyOf`, `oneOf`, `$ref` and `xml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, TypeAlias, cast

from ..errors import RequestError
from .codecs import Encoded, TypedCodec, essence
from .json_values import JSONValue, text
from .xml_tree import XSI, CharacterData, XMLNode, parse, write

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
"""Media types of pages, such as a login form, which servers send in place of what was asked for."""
_EXCERPT = 60

XMLSchema: TypeAlias = Mapping[str, Any]
"""A JSON schema, reduced."""


class XML(TypedCodec):
    """XML. The root element is named by the schema's `xml`, else by `name`, else by the component that the schema
    refers to.

    `schemas` holds the components by name. Documents with a document type, and so with entities, are refused.
    """

    __slots__ = ("_name", "_schema", "_schemas")

    concrete = "application/xml"

    def __init__(
        self,
        type_: Any,
        schema: XMLSchema | None = None,
        *,
        schemas: Mapping[str, XMLSchema] | None = None,
        name: str | None = None,
        content_type: str = "application/xml",
    ) -> None:
        super().__init__(type_, content_type)
        self._schema: XMLSchema = schema or {}
        self._schemas = schemas or {}
        self._name = name

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Return the document in UTF-8."""
        written: JSONValue = self.document(value)
        shape = _Shape(self._schema, self._schemas)
        root = _element(shape, shape.name(self._name or shape.component or self._default_name(shape)), written)
        return self.media_type(content_type), write(root)

    def decode(self, content: bytes, content_type: str) -> Any:
        """Return the value; unknown elements and attributes are kept as properties."""
        from .headers import typed

        kind = essence(content_type)
        if kind in _PAGES and essence(self.content_type) not in _PAGES:
            raise ValueError(
                f"the body is {kind!r}, no XML: it begins with {content[:_EXCERPT].decode(errors='replace')!r}"
            )
        return typed(self.reader, _read(_Shape(self._schema, self._schemas), parse(content)))

    def _default_name(self, shape: _Shape) -> str:
        if shape.is_array:
            return f"{shape.items.name('item')}s"
        return getattr(self.type, "__name__", "root")


class _Shape:
    """A schema with its references followed and its compositions merged."""

    def __init__(self, schema: Any, schemas: Mapping[str, XMLSchema]) -> None:
        self._schemas = schemas
        self._members: dict[str | None, _Shape] = {}
        self.component: str | None = None
        self.types: set[str] = set()
        self.properties: dict[str, Any] = {}
        self._items: Any = None
        self._additional: Any = None
        self.xml: dict[str, Any] = {}
        self._merge(schema, ())

    def _merge(self, schema: Any, seen: tuple[str, ...]) -> None:
        if not isinstance(schema, Mapping):
            return
        found = cast(XMLSchema, schema)
        reference = found.get("$ref")
        if isinstance(reference, str):
            name = reference.rpartition("/")[2]
            if name not in seen:
                self.component = self.component or name
                self._merge(self._schemas.get(name), (*seen, name))
        for keyword in ("allOf", "anyOf", "oneOf"):
            for part in found.get(keyword, ()):
                component, xml = self.component, dict(self.xml)
                self._merge(part, seen)
                self.component, self.xml = component, xml if keyword != "allOf" else self.xml
        types = found.get("type")
        self.types.update([types] if isinstance(types, str) else types or ())
        self.properties.update(found.get("properties", {}))
        self._items = found.get("items", self._items)
        self._additional = found.get("additionalProperties", self._additional)
        self.xml.update(found.get("xml", {}))

    @property
    def is_array(self) -> bool:
        """Return whether it is an array, perhaps null, and nothing else."""
        return "array" in self.types

    @cached_property
    def items(self) -> _Shape:
        """The items of an array."""
        return _Shape(self._items, self._schemas)

    def member(self, name: str) -> _Shape:
        """Return the shape of a property, declared or not."""
        key = name if name in self.properties else None
        if key not in self._members:
            self._members[key] = _Shape(self.properties.get(name, self._additional), self._schemas)
        return self._members[key]

    def name(self, inferred: str) -> str:
        """Return the name on the wire."""
        return self.xml.get("name") or inferred

    @property
    def kind(self) -> str:
        """Return `element`, `attribute`, `text`, `cdata` or `none`; `none` omits the element and keeps its content."""
        if "nodeType" in self.xml:
            return str(self.xml["nodeType"])
        if self.xml.get("attribute"):
            return "attribute"
        return "none" if self.is_array and not self.xml.get("wrapped") else "element"


# -- writing ----------------------------------------------------------------------------------------------------------


def _node(shape: _Shape, name: str) -> XMLNode:
    return XMLNode(name, shape.xml.get("namespace"), shape.xml.get("prefix"))


def _element(shape: _Shape, name: str, value: JSONValue) -> XMLNode:
    node = _node(shape, name)
    _fill(node, shape, name, value)
    return node


def _fill(node: XMLNode, shape: _Shape, name: str, value: JSONValue) -> None:
    """Put a value into its element."""
    match value:
        case None:
            node.attributes.append((XMLNode("nil", XSI, "xsi"), "true"))
        case dict():
            for key in _in_order(shape, value):
                _add(node, shape.member(key), key, value[key])
        case list():
            items = shape.items
            for item in value:
                node.children.append(_element(items, items.name(name), item))
        case _:
            node.children.append(text(value))


def _in_order(shape: _Shape, value: dict[str, JSONValue]) -> Iterator[str]:
    """Yield declared properties in the order of the schema, then the others."""
    yield from (key for key in shape.properties if key in value)
    yield from (key for key in value if key not in shape.properties)


def _add(node: XMLNode, shape: _Shape, key: str, value: JSONValue) -> None:
    """Add a property to the element of its object."""
    match shape.kind:
        case "attribute":
            if value is not None:
                written = " ".join(text(item) for item in value) if isinstance(value, list) else text(value)
                node.attributes.append((_node(shape, shape.name(key)), written))
        case "text" | "cdata":
            if value is not None:
                node.children.append(CharacterData(text(value)) if shape.kind == "cdata" else text(value))
        case "none":
            if isinstance(value, list):
                items = shape.items
                node.children.extend(_element(items, items.name(key), item) for item in value)
            else:
                _fill(node, shape, key, value)
        case "element" if isinstance(value, list) and not shape.types:  # an undeclared property
            node.children.extend(_element(_Shape({}, {}), key, item) for item in value)
        case "element":
            node.children.append(_element(shape, shape.name(key), value))
        case other:
            raise RequestError(f"XML node type {other!r} is not known")


# -- reading ----------------------------------------------------------------------------------------------------------


def _read(shape: _Shape, node: XMLNode) -> Any:
    """Return the value of an element."""
    if node.attribute("nil", XSI) in ("true", "1"):
        return None
    if shape.is_array:
        return [_read(shape.items, child) for child in node.elements]
    if shape.properties or "object" in shape.types:
        return _read_object(shape, node)
    if not shape.types and (node.elements or node.plain_attributes):
        return _read_object(shape, node)
    return _scalar(shape, node.text)


def _read_object(shape: _Shape, node: XMLNode) -> dict[str, Any]:
    result: dict[str, Any] = {}
    taken: set[int] = set()
    for key in shape.properties:
        found = _read_property(shape.member(key), key, node, taken)
        if found is not _ABSENT:
            result[key] = found
    for name, value in node.plain_attributes.items():
        if not any(_is_attribute(shape.member(key), key, name) for key in shape.properties):
            result.setdefault(name, value)
    for child in node.elements:
        if id(child) not in taken:
            _keep(result, child, _read(shape.member(child.name), child))
    return result


_ABSENT: Any = object()


def _read_property(shape: _Shape, key: str, node: XMLNode, taken: set[int]) -> Any:
    """Return the value of a property in the element of its object."""
    match shape.kind:
        case "attribute":
            value = node.attribute(shape.name(key), shape.xml.get("namespace"))
            if value is None:
                return _ABSENT
            return [_scalar(shape.items, item) for item in value.split()] if shape.is_array else _scalar(shape, value)
        case "text" | "cdata":
            return _scalar(shape, node.text) if node.text or not node.elements else _ABSENT
        case "none" if shape.is_array:
            items = shape.items
            children = node.named(items.name(key), items.xml.get("namespace"))
            taken.update(id(child) for child in children)
            return [_read(items, child) for child in children] if children else _ABSENT
        case "none":
            return _read(shape, node)
        case _:
            children = node.named(shape.name(key), shape.xml.get("namespace"))
            taken.update(id(child) for child in children)
            if not children:
                return _ABSENT
            return (
                _read(shape, children[0]) if shape.types or len(children) == 1 else [_read(shape, c) for c in children]
            )


def _is_attribute(shape: _Shape, key: str, name: str) -> bool:
    return shape.kind == "attribute" and shape.name(key) == name


def _keep(result: dict[str, Any], child: XMLNode, value: Any) -> None:
    """Add an undeclared element to the result; several of the same name become a list."""
    if child.name not in result:
        result[child.name] = value
    elif isinstance(result[child.name], list):
        result[child.name].append(value)
    else:
        result[child.name] = [result[child.name], value]


def _scalar(shape: _Shape, value: str) -> Any:
    """Return the text as a value of the schema's type; as text if it is no such value."""
    stripped = value.strip()
    if "string" in shape.types or not shape.types:
        return value
    try:
        if "integer" in shape.types:
            return int(stripped)
        if "number" in shape.types:
            return float(stripped)
    except ValueError:
        pass
    if "boolean" in shape.types and stripped in _BOOLEANS:
        return _BOOLEANS[stripped]
    return None if not stripped and "null" in shape.types else value


_BOOLEANS: Mapping[str, bool] = {"true": True, "1": True, "false": False, "0": False}

"""`application/xml` and `+xml` bodies, by the `xml` keywords of the description (OpenAPI 3.2, 4.26 XML Object).

Models know nothing of XML, so the codec gets the schema, reduced to what matters here: `type`, `properties`, `items`,
`additionalProperties`, `allOf`, `anyOf`, `oneOf`, `$ref` and `xml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias, TypeVar, cast

from ..errors import RequestError
from ..problems import Problem, Problems, Step, accept, pointer
from .codecs import Encoded, TypedCodec, essence
from .json_values import JSONValue, text
from .xml_tree import XSI, CharacterData, XMLNode, parse, write

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
"""Media types of pages, such as a login form, which servers send in place of what was asked for."""
_EXCERPT = 60
_SCALARS = frozenset({"boolean", "integer", "null", "number", "string"})

T = TypeVar("T")
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
        reader = _Reader()
        value = reader.read(_Shape(self._schema, self._schemas), parse(content))
        if reader.problems:
            accept(Problems(reader.problems))
        return typed(self.reader, value)

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

    @property
    def is_scalar(self) -> bool:
        """Return whether it is text, a number or a flag."""
        return bool(self.types) and self.types <= _SCALARS and not self.properties

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


class _Reader:
    """Reads one document. Lists and text that stand elsewhere than declared are read, and noted in `problems`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._path: list[Step] = []

    def read(self, shape: _Shape, node: XMLNode) -> Any:
        """Return the value of an element."""
        if node.attribute("nil", XSI) in ("true", "1"):
            return None
        if shape.is_array:
            return self._items(shape.items, node.elements)
        if shape.properties or "object" in shape.types:
            return self._object(shape, node)
        if not shape.types and (node.elements or node.plain_attributes):
            return self._object(shape, node)
        return _scalar(shape, node.text)

    def _at(self, step: Step, shape: _Shape, node: XMLNode) -> Any:
        self._path.append(step)
        value = self.read(shape, node)
        self._path.pop()
        return value

    def _items(self, items: _Shape, nodes: Sequence[XMLNode]) -> list[Any]:
        return [self._at(index, items, node) for index, node in enumerate(nodes)]

    def _object(self, shape: _Shape, node: XMLNode) -> dict[str, Any]:
        result: dict[str, Any] = {}
        taken: set[int] = set()
        for key in shape.properties:
            self._path.append(key)
            found = self._property(shape.member(key), key, node, taken)
            self._path.pop()
            if found is not _ABSENT:
                result[key] = found
        for name, value in node.plain_attributes.items():
            if not any(_is_attribute(shape.member(key), key, name) for key in shape.properties):
                result.setdefault(name, value)
        for child in node.elements:
            if id(child) not in taken:
                _keep(result, child, self._at(child.name, shape.member(child.name), child))
        if node.text.strip() and not node.elements:
            self._take_text(shape, node.text, result)
        return result

    def _property(self, shape: _Shape, key: str, node: XMLNode, taken: set[int]) -> Any:
        """Return the value of a property in the element of its object."""
        match shape.kind:
            case "attribute":
                value = node.attribute(shape.name(key), shape.xml.get("namespace"))
                if value is None:
                    return _ABSENT
                return (
                    [_scalar(shape.items, item) for item in value.split()] if shape.is_array else _scalar(shape, value)
                )
            case "text" | "cdata":
                return _scalar(shape, node.text) if node.text or not node.elements else _ABSENT
            case "none" if shape.is_array:
                items = shape.items
                if children := _taken(items, key, node, taken):
                    return self._unwrapped(items, children)
                children = _taken(shape, key, node, taken) if shape.name(key) != items.name(key) else []
                return self._misnamed(items, children, items.name(key)) if children else _ABSENT
            case "none":
                return self.read(shape, node)
            case _:
                children = _taken(shape, key, node, taken)
                if not children:
                    return _ABSENT
                if shape.is_array:
                    return self._wrapped(shape, children)
                return (
                    self.read(shape, children[0]) if shape.types or len(children) == 1 else self._items(shape, children)
                )

    def _unwrapped(self, items: _Shape, nodes: Sequence[XMLNode]) -> list[Any]:
        """Return a list whose items are declared to stand next to each other; an element around them is read, too."""
        if len(nodes) > 1 or not _is_list(items, nodes[0]):
            return self._items(items, nodes)
        return self._noted("items without an element around them", self._items(items, nodes[0].elements))

    def _misnamed(self, items: _Shape, nodes: Sequence[XMLNode], name: str) -> list[Any]:
        """Return a list of which each item, or an element around all, has the list's name in place of the items'."""
        if len(nodes) == 1 and _is_list(items, nodes[0]):
            return self._unwrapped(items, nodes)
        return self._noted(f"elements `{name}`", self._items(items, nodes))

    def _wrapped(self, shape: _Shape, nodes: Sequence[XMLNode]) -> list[Any]:
        """Return a list that is declared to have an element around its items; items without it are read, too."""
        items, (first, *more) = shape.items, nodes
        if not more and (_is_list(items, first) or not _is_item(items, first)):
            return self._items(items, first.elements)
        return self._noted("an element around the items", self._items(items, nodes))

    def _take_text(self, shape: _Shape, text: str, result: dict[str, Any]) -> None:
        """Add the text of an object that has no element, if a single property can be meant."""
        absent = [key for key in shape.properties if shape.member(key).kind == "element" and key not in result]
        if len(absent) == 1 and shape.member(absent[0]).is_scalar and not _has_text(shape):
            self._path.append(absent[0])
            member = shape.member(absent[0])
            result[absent[0]] = self._noted(f"an element `{member.name(absent[0])}`", _scalar(member, text))
            self._path.pop()

    def _noted(self, expected: str, value: T) -> T:
        """Note that a value stands elsewhere than declared, and return it."""
        self.problems.append(Problem(pointer(self._path), expected, value, converted=True))
        return value


_ABSENT: Any = object()


def _taken(shape: _Shape, key: str, node: XMLNode, taken: set[int]) -> list[XMLNode]:
    """Return the child elements that a shape names, and add them to those that some property has taken."""
    children = node.named(shape.name(key), shape.xml.get("namespace"))
    taken.update(id(child) for child in children)
    return children


def _is_list(items: _Shape, node: XMLNode) -> bool:
    """Return whether an element is no item, but a list of items: it has elements of one name, which an item cannot
    have.
    """
    names = {child.name for child in node.elements}
    if node.plain_attributes or node.text.strip() or len(names) > 1:
        return False
    if items.is_scalar:
        return bool(names) or "string" not in items.types
    return bool(names) and bool(items.properties) and names.isdisjoint(_names(items))


def _is_item(items: _Shape, node: XMLNode) -> bool:
    """Return whether an element in whose place a list is declared is one item of it."""
    if items.is_scalar:
        return not node.elements and bool(node.text.strip())
    names = {child.name for child in node.elements}
    return bool(names) and names <= _names(items) and items.name("") not in names


def _names(shape: _Shape) -> set[str]:
    """Return the names of the elements that an object may have."""
    members = {key: shape.member(key) for key in shape.properties}
    inner = {member.items.name(key) for key, member in members.items() if member.is_array}
    return inner | {member.name(key) for key, member in members.items()}


def _has_text(shape: _Shape) -> bool:
    return any(shape.member(key).kind in ("text", "cdata") for key in shape.properties)


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

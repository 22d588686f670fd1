"""Converts XML text to and from a tree of elements, with namespaces (XML 1.0; Namespaces in XML 1.0)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from ..errors import RequestError

XSI = "http://www.w3.org/2001/XMLSchema-instance"

MAX_DEPTH = 200
"""Elements within elements that are read."""
MAX_NAMESPACES = 1_000
"""The most namespaces in scope: every element that declares one copies them all."""

_NAME = re.compile(r"[^\W\d][\w.\-]*")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(slots=True)
class XMLNode:
    """An element, or the name of an attribute."""

    name: str
    namespace: str | None = None
    prefix: str | None = None
    attributes: list[tuple[XMLNode, str]] = field(default_factory=list["tuple[XMLNode, str]"])
    children: list[XMLNode | str] = field(default_factory=list["XMLNode | str"])

    @property
    def elements(self) -> list[XMLNode]:
        """The elements in it."""
        return [child for child in self.children if isinstance(child, XMLNode)]

    @property
    def text(self) -> str:
        """The text directly in the element, without that in child elements."""
        return "".join(child for child in self.children if isinstance(child, str))

    @property
    def plain_attributes(self) -> dict[str, str]:
        """Return the attributes by name, without those about XML itself."""
        return {name.name: value for name, value in self.attributes if name.namespace != XSI}

    def attribute(self, name: str, namespace: str | None) -> str | None:
        """Return the value of an attribute; one of the given namespace takes precedence."""
        found = [(one.namespace, value) for one, value in self.attributes if one.name == name]
        exact = [value for space, value in found if space == namespace]
        return next(iter(exact or [value for space, value in found if space != XSI]), None)

    def named(self, name: str, namespace: str | None) -> list[XMLNode]:
        """Return the child elements of a name; of the namespace if there are any, since servers are lax about
        namespaces.
        """
        found = [child for child in self.elements if child.name == name]
        exact = [child for child in found if child.namespace == namespace]
        return exact if namespace is not None and exact else found


class CharacterData(str):
    """Text that is written as a CDATA section (XML 1.0, 2.7)."""

    __slots__ = ()


def write(root: XMLNode) -> bytes:
    """Return the document in UTF-8."""
    return (_DECLARATION + _written(root, {"xsi": None, "": None})).encode()


def _written(node: XMLNode, scope: Mapping[str, str | None]) -> str:
    """Return the text of an element, declaring the namespaces that are not in scope."""
    inner = dict(scope)
    tag = _qualified(node, inner)
    attributes = "".join(f' {_qualified(name, inner)}="{_escaped_value(value)}"' for name, value in node.attributes)
    spaces = "".join(
        f' xmlns{":" if prefix else ""}{prefix}="{_escaped_value(space)}"'
        for prefix, space in inner.items()
        if space is not None and scope.get(prefix) != space
    )
    content = "".join(_escaped(child) if isinstance(child, str) else _written(child, inner) for child in node.children)
    return f"<{tag}{spaces}{attributes}>{content}</{tag}>" if content else f"<{tag}{spaces}{attributes}/>"


def _qualified(node: XMLNode, scope: dict[str, str | None]) -> str:
    """Return the name with its prefix, and add the prefix to the scope."""
    if not _NAME.fullmatch(node.name):
        raise RequestError(f"{node.name!r} cannot be the name of an XML element or attribute")
    if node.namespace is not None:
        scope[node.prefix or ""] = node.namespace
        return f"{node.prefix}:{node.name}" if node.prefix else node.name
    return f"{node.prefix}:{node.name}" if node.prefix and scope.get(node.prefix) else node.name


def _escaped(value: str) -> str:
    if _ILLEGAL.search(value):
        raise RequestError("the body has control characters, which XML cannot express")
    if isinstance(value, CharacterData):
        return f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _escaped_value(value: str) -> str:
    return _escaped(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def parse(content: bytes) -> XMLNode:
    """Return the root; raise `ValueError` for malformed content, document types, and deep nesting."""
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = builder.document_type
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError) as error:  # LookupError for an encoding that is no text encoding
        raise ValueError(f"not well-formed XML: {error}") from None
    return builder.root.elements[0]


class _Builder:
    """Builds the tree from the events of the parser."""

    def __init__(self) -> None:
        self.root = XMLNode("")
        self._open = [self.root]
        self._scopes: list[Mapping[str, str]] = [{"xml": "http://www.w3.org/XML/1998/namespace"}]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if len(self._open) > MAX_DEPTH:
            raise ValueError(f"the XML is nested more than {MAX_DEPTH} deep")
        declared = {key[6:]: value for key, value in attributes.items() if _declares(key)}
        scope = {**self._scopes[-1], **declared} if declared else self._scopes[-1]
        if len(scope) > MAX_NAMESPACES:
            raise ValueError(f"the XML declares more than {MAX_NAMESPACES} namespaces")
        prefix, _, local = name.rpartition(":")
        node = XMLNode(local, scope.get(prefix), prefix or None)
        for key, value in attributes.items():
            if not _declares(key):
                prefix, _, local = key.rpartition(":")
                node.attributes.append((XMLNode(local, scope.get(prefix) if prefix else None, prefix or None), value))
        self._open[-1].children.append(node)
        self._open.append(node)
        self._scopes.append(scope)

    def end(self, name: str) -> None:
        """Close an element."""
        self._open.pop()
        self._scopes.pop()

    def data(self, text: str) -> None:
        """Add text, with XML's own entities already replaced."""
        self._open[-1].children.append(text)

    def document_type(self, name: str, system: str | None, public: str | None, internal: bool) -> None:
        """Raise `ValueError`: a document type can declare entities."""
        raise ValueError("XML with a document type is not read")


def _declares(key: str) -> bool:
    return key == "xmlns" or key.startswith("xmlns:")

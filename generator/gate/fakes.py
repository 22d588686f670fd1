"""The grammar of fakes: what the templates write into the module for tests."""

from __future__ import annotations

import ast

from .definitions import Class, Function
from .expressions import DATA, PUBLIC, SELF, TEXT, call
from .forms import Either, Is, ItemRow, Named, Node, Requirement
from .frequent_forms import KnownProperty
from .imports import Import

_DOCSTRING = Node(ast.Expr, value=TEXT)
_IMPORT = Import()


def _assigned(name: str, value: Requirement) -> Node:
    return Node(ast.Assign, targets=ItemRow(Node(ast.Name, id=Is(name))), value=value)


_FAKE = Node(ast.Attribute, value=SELF, attr=Is("_fake"))
_OF_FAKE = Either("a fake", SELF, _FAKE)
_FAKE_OPERATION = Function(
    ast.FunctionDef,
    name=PUBLIC,
    decorators=ItemRow(Named("cached_property")),
    body=ItemRow(
        _IMPORT,
        Node(
            ast.Return,
            value=Either(
                "the fake of an operation",
                call("FakeOperation", _OF_FAKE, TEXT, Named("builder")),
                call("FakeOperation", _OF_FAKE, TEXT, Named("builder"), TEXT),
                call("FakePagedOperation", _OF_FAKE, TEXT, Named("builder"), TEXT),
            ),
        ),
    ),
)
_INNER_FAKE = Function(
    ast.FunctionDef,
    name=PUBLIC,
    decorators=ItemRow(Named("cached_property")),
    body=ItemRow(Node(ast.Return, value=Node(ast.Call, func=Named("class"), args=ItemRow(_OF_FAKE)))),
)
_KNOWN_FAKE = KnownProperty(
    "self._fake",
    {"class": frozenset({0}), "FakeOperation": frozenset({1, 2}), "FakePagedOperation": frozenset({2})},
    always_imports=False,
)
FAKE_RESOURCE = Class(
    name=PUBLIC,
    bases=ItemRow(Named("FakeResource")),
    statement=Either(
        "what the fake of a resource holds", _DOCSTRING, Node(ast.Pass), _FAKE_OPERATION, _INNER_FAKE, _KNOWN_FAKE
    ),
)
_CLIENTS = Node(ast.Tuple, elts=ItemRow(Named("class"), Named("class")))
FAKE_CLASS = Class(
    name=PUBLIC,
    bases=ItemRow(Node(ast.Subscript, value=Named("Fake"), slice=_CLIENTS)),
    statement=Either(
        "what a fake holds",
        _DOCSTRING,
        _assigned("_clients", _CLIENTS),
        Either("a table", _assigned("_operations", DATA), _assigned("_examples", Named("EXAMPLES"))),
        _FAKE_OPERATION,
        _INNER_FAKE,
        _KNOWN_FAKE,
    ),
)

FAKE_WEBHOOKS = Class(
    name=PUBLIC,
    bases=ItemRow(Named("FakeWebhooks")),
    statement=Either("what the fake of webhooks holds", _DOCSTRING, _assigned("_webhooks", Named("WEBHOOKS"))),
)

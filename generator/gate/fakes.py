"""The grammar of fakes: what the templates write into the module for tests."""

from __future__ import annotations

import ast

from .definitions import DOCSTRING, Class, Function, assigned
from .expressions import DATA, PUBLIC, SELF, TEXT, call
from .forms import Either, Is, ItemRow, Named, Node
from .frequent_forms import KnownProperty
from .imports import IMPORT

_FAKE = Node(ast.Attribute, value=SELF, attr=Is("_fake"))
_OF_FAKE = Either("a fake", SELF, _FAKE)
_FAKE_OPERATION = Function(
    ast.FunctionDef,
    name=PUBLIC,
    decorators=ItemRow(Named("cached_property")),
    body=ItemRow(
        IMPORT,
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
        "what the fake of a resource holds", DOCSTRING, Node(ast.Pass), _FAKE_OPERATION, _INNER_FAKE, _KNOWN_FAKE
    ),
)
_CLIENTS = Node(ast.Tuple, elts=ItemRow(Named("class"), Named("class")))
FAKE_CLASS = Class(
    name=PUBLIC,
    bases=ItemRow(Node(ast.Subscript, value=Named("Fake"), slice=_CLIENTS)),
    statement=Either(
        "what a fake holds",
        DOCSTRING,
        assigned(Is("_clients"), _CLIENTS),
        Either("a table", assigned(Is("_operations"), DATA), assigned(Is("_examples"), Named("EXAMPLES"))),
        _FAKE_OPERATION,
        _INNER_FAKE,
        _KNOWN_FAKE,
    ),
)

FAKE_WEBHOOKS = Class(
    name=PUBLIC,
    bases=ItemRow(Named("FakeWebhooks")),
    statement=Either("what the fake of webhooks holds", DOCSTRING, assigned(Is("_webhooks"), Named("WEBHOOKS"))),
)

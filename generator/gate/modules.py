"""The grammar of modules: the statements that the templates write in each kind of module."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..text.casing import is_identifier
from .definitions import DOCSTRING, Class, Function, assigned
from .expressions import (
    ANNOTATION,
    ARGUMENT,
    CONSTRUCTOR,
    DATA,
    FIELD,
    OPERATION,
    OPTIONS_OF_CONSTANTS,
    PUBLIC,
    REQUEST,
    RULES,
    SELF,
    STATUS,
    TEXT,
    TEXTS,
    TYPE,
    WEBHOOKS,
    call,
    paginated,
    sent,
    waited,
)
from .fakes import FAKE_CLASS, FAKE_RESOURCE, FAKE_WEBHOOKS
from .forms import (
    NO_ITEMS,
    Each,
    Either,
    Is,
    ItemRow,
    Keywords,
    Later,
    Named,
    Node,
    Perhaps,
    Requirement,
    Violation,
    Word,
    refusal,
)
from .frequent_forms import KnownConstant, KnownField, KnownFunction, KnownLiteral, KnownProperty
from .imports import IMPORT
from .scopes import Scope


def _is_lower(name: str, _: Scope) -> bool:
    return is_identifier(name) and name == name.lower()


def _is_constant(name: str, _: Scope) -> bool:
    return is_identifier(name) and name.startswith("_") and name == name.upper()


def _is_sibling(name: str, scope: Scope) -> bool:
    return is_identifier(name) and f".{name}" in scope.modules


class _Quoted(Struct, frozen=True):
    """A text that holds a type: `TypeAliasType` evaluates it when the type is first needed."""

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem of the type in the text."""
        if not isinstance(found, str):
            return refusal(found, "the text of a type is expected")
        try:
            expression = ast.parse(found, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return refusal(found, "it is the text of no type")
        problem = ANNOTATION.problem(expression, scope)
        # The lines of the text are not those of the module.
        return None if problem is None else replace(problem, line=0)


def _annotated(name: Requirement, annotation: Requirement, value: Requirement) -> Node:
    return Node(ast.AnnAssign, target=Node(ast.Name, id=name), annotation=annotation, value=value, simple=Is(1))


# Statements that every kind of module may have.
_BUILTINS_IMPORT = Node(ast.Import, names=ItemRow(Node(ast.alias, name=Is("builtins"))))
_EXPORTS = assigned(Is("__all__"), TEXTS)


def _while_checking(*statements: Requirement, otherwise: Requirement | None = None) -> Node:
    """Return the form of an `if TYPE_CHECKING` block, and of the one statement in its `else`."""
    body = Each(Either("what type checkers see", IMPORT, *statements))
    rest = Each(otherwise) if otherwise else NO_ITEMS
    return Node(ast.If, test=Named("TYPE_CHECKING"), body=body, orelse=rest)


# Lazy modules: the module's own name, the names of its submodules, and what these define.
_OWN_NAME = Named("__name__")
_MODULE = Node(ast.Constant, value=Word(_is_sibling, "a module next to this one"))
_NAMES = Node(ast.Tuple, elts=Each(Node(ast.Constant, value=PUBLIC)))
_BY_MODULE = Node(ast.Dict, keys=Each(_MODULE), values=Each(_NAMES))
_KEYS_BY_MODULE = Node(ast.Dict, keys=Each(_MODULE), values=Each(Node(ast.Tuple, elts=Each(TEXT))))
_LAZY_MODELS = assigned(Is("__getattr__"), call("LazyModels", _OWN_NAME, _BY_MODULE))
_LAZY_OPERATIONS = assigned(
    Is("__getattr__"),
    call("LazyOperations", _OWN_NAME, Node(ast.Constant, value=PUBLIC), _BY_MODULE, inner=_NAMES, derived=_BY_MODULE),
)
_LAZY_SCHEMAS = assigned(Is("XML_SCHEMAS"), call("LazySchemas", _OWN_NAME, _KEYS_BY_MODULE))
_LAZY_MODULE = assigned(
    Is("models", "all_models"), call("LazyModule", _OWN_NAME, Node(ast.Constant, value=Is("models")))
)

# Models.
_ALIAS = _annotated(PUBLIC, Later(Named("TypeAlias")), TYPE)
_RECURSIVE_ALIAS = assigned(PUBLIC, call("TypeAliasType", TEXT, Node(ast.Constant, value=_Quoted())))
_CHECKED_ALIAS = _annotated(PUBLIC, Later(Named("TypeAlias")), Node(ast.Constant, value=_Quoted()))
_FOR_CHECKERS = _while_checking(_CHECKED_ALIAS, DOCSTRING, otherwise=_RECURSIVE_ALIAS)
_FIELD = _annotated(PUBLIC, ANNOTATION, Perhaps(DATA))
_MODEL = Class(
    name=PUBLIC,
    bases=ItemRow(Named("base")),
    options=Keywords({"extra": Node(ast.Constant, value=Is("allow", "forbid", "ignore"))}),
    statement=Either(
        "what a model holds",
        DOCSTRING,
        Node(ast.Pass),
        _FIELD,
        KnownField(PUBLIC),
        assigned(Is("__asserts__"), call("Asserts", DATA)),
        _annotated(
            Is("__pydantic_extra__"),
            ANNOTATION,
            Node(ast.Call, func=Named("Field"), keywords=Keywords(FIELD)),
        ),
    ),
)

# Errors.
_ERROR = Class(
    name=PUBLIC,
    bases=ItemRow(Named("StatusError", "class")),
    statement=Either("what an error holds", DOCSTRING, Node(ast.Pass), _annotated(Is("body"), ANNOTATION, Is(None))),
)
_ERRORS = _annotated(
    Is("STATUS_ERRORS"),
    ANNOTATION,
    Node(ast.Dict, keys=Each(STATUS), values=Each(Named("class", "StatusError"))),
)

# Operations.
_CONSTANT = _annotated(Word(_is_constant, "the name of a constant"), ANNOTATION, OPERATION)
_RULES = [_annotated(Word(_is_constant, "the name of a constant"), ANNOTATION, rule) for rule in RULES.values()]
_BUILDER = Function(
    ast.FunctionDef,
    name=Word(_is_lower, "the name of a function"),
    method=False,
    decorators=ItemRow(Node(ast.Attribute, value=Named("operation"), attr=Is("builder"))),
    body=ItemRow(Node(ast.Return, value=REQUEST)),
)
_KNOWN_RESOURCE = KnownProperty("self._client", {"class": frozenset({0})}, always_imports=True)
_KNOWN_CONSTANT = KnownConstant(Word(_is_constant, "the name of a constant"), OPTIONS_OF_CONSTANTS)
_KNOWN_BUILDER = KnownFunction(Word(_is_lower, "the name of a function"), "")
_CLIENT = Node(ast.Attribute, value=SELF, attr=Is("_client"))


def _methods(client: Requirement) -> tuple[Function, ...]:
    """Return the forms of the methods that pass a request to a client: whole or as a stream, sync and async."""
    send, stream = sent(client, "send"), sent(client, "stream")
    awaited = Node(ast.Await, value=send)
    return (
        _method(ast.FunctionDef, Either("a call", Node(ast.Attribute, value=send, attr=Is("data")), stream)),
        _method(
            ast.AsyncFunctionDef,
            Either("a call", Node(ast.Attribute, value=awaited, attr=Is("data")), Node(ast.Await, value=stream)),
        ),
    )


def _derived_methods(client: Requirement) -> tuple[Function, ...]:
    """Return the forms of the methods that iterate over pages, and of those that wait: sync and async."""
    iterates = (paginated("Paginator", client), paginated("AsyncPaginator", client))
    return (
        _method(ast.FunctionDef, Either("what iterates, or waits", *iterates, waited("Poller", client))),
        _method(ast.AsyncFunctionDef, Node(ast.Await, value=waited("AsyncPoller", client))),
    )


def _method(kind: type[ast.FunctionDef | ast.AsyncFunctionDef], value: Requirement) -> Function:
    return Function(kind, name=PUBLIC, body=ItemRow(Node(ast.Return, value=value)))


_PROPERTY = Function(
    ast.FunctionDef,
    name=PUBLIC,
    decorators=ItemRow(Named("cached_property")),
    body=ItemRow(
        IMPORT,
        Node(
            ast.Return,
            value=Node(ast.Call, func=Named("class"), args=ItemRow(Either("a client", SELF, _CLIENT))),
        ),
    ),
)
_RESOURCE = Class(
    name=PUBLIC,
    bases=ItemRow(Named("Resource", "AsyncResource", "StreamingResource", "AsyncStreamingResource")),
    statement=Either(
        "what a resource holds",
        DOCSTRING,
        Node(ast.Pass),
        _PROPERTY,
        _KNOWN_RESOURCE,
        *_methods(_CLIENT),
        KnownFunction(PUBLIC, "self._client"),
        *_derived_methods(_CLIENT),
    ),
)
_RESOURCE_OF_PARTS = Class(name=PUBLIC, bases=Each(Later(Named("class"))), statement=DOCSTRING)

# Clients.
_SUPER = Node(ast.Call, func=Named("super"))
_INIT = Function(
    ast.FunctionDef,
    name=Is("__init__"),
    options=True,
    body=ItemRow(
        Node(
            ast.Expr,
            value=Node(
                ast.Call,
                func=Node(ast.Attribute, value=_SUPER, attr=Is("__init__")),
                keywords=Keywords(CONSTRUCTOR),
            ),
        )
    ),
)
_CLIENT_CLASS = Class(
    name=PUBLIC,
    bases=ItemRow(Named("Client", "AsyncClient", "StreamingClient", "AsyncStreamingClient")),
    statement=Either(
        "what a client holds",
        DOCSTRING,
        _INIT,
        _PROPERTY,
        _KNOWN_RESOURCE,
        *_methods(SELF),
        KnownFunction(PUBLIC, "self"),
        *_derived_methods(SELF),
    ),
)

# Webhooks.
_EVENT = Class(
    name=PUBLIC,
    bases=ItemRow(
        Node(
            ast.Subscript,
            value=Named("WebhookEvent"),
            slice=Either("the type of a body", Node(ast.Constant, value=_Quoted()), TYPE),
        )
    ),
    statement=DOCSTRING,
)
_EVENTS = _annotated(Is("WEBHOOKS"), ANNOTATION, WEBHOOKS)
_PARSE = Function(
    ast.FunctionDef,
    name=Is("parse"),
    method=False,
    body=ItemRow(
        Node(
            ast.Return,
            value=Node(
                ast.Call,
                func=Node(ast.Attribute, value=Named("WEBHOOKS"), attr=Is("parse")),
                args=ItemRow(ARGUMENT, ARGUMENT),
                keywords=Keywords({"url": ARGUMENT, "secret": ARGUMENT, "verification": ARGUMENT}),
            ),
        )
    ),
)

_EXAMPLES = _annotated(Is("EXAMPLES"), ANNOTATION, DATA)
_SCHEMAS = _annotated(Is("XML_SCHEMAS", "SCHEMAS"), ANNOTATION, DATA)
_DECLARED_SCHEMAS = _annotated(Is("XML_SCHEMAS"), ANNOTATION, Is(None))
_COMMON = (DOCSTRING, IMPORT, _EXPORTS)

MODULES: Mapping[str, Requirement] = {
    "package": Either("what a package holds", *_COMMON),
    "client": Either(
        "what the client's module holds",
        *_COMMON,
        _BUILTINS_IMPORT,
        _while_checking(otherwise=_LAZY_MODULE),
        _CONSTANT,
        *_RULES,
        _BUILDER,
        _KNOWN_CONSTANT,
        _KNOWN_BUILDER,
        _CLIENT_CLASS,
    ),
    "errors": Either("what the errors' module holds", *_COMMON, _while_checking(), _ERROR, _ERRORS),
    "models": Either(
        "what a module of models holds", *_COMMON, _while_checking(), _FOR_CHECKERS, _ALIAS, _RECURSIVE_ALIAS, _MODEL
    ),
    "models package": Either("what the package of models holds", *_COMMON, _while_checking(otherwise=_LAZY_MODELS)),
    "operations": Either(
        "what a module of operations holds",
        *_COMMON,
        _BUILTINS_IMPORT,
        _while_checking(),
        _CONSTANT,
        *_RULES,
        _BUILDER,
        _KNOWN_CONSTANT,
        _KNOWN_BUILDER,
        _RESOURCE,
    ),
    "operations package": Either(
        "what a package of operations holds",
        *_COMMON,
        _while_checking(_RESOURCE_OF_PARTS, otherwise=_LAZY_OPERATIONS),
    ),
    "testing": Either(
        "what the module of fakes holds",
        *_COMMON,
        _BUILTINS_IMPORT,
        _while_checking(),
        FAKE_RESOURCE,
        FAKE_CLASS,
        FAKE_WEBHOOKS,
    ),
    "webhooks": Either(
        "what the module of webhooks holds", *_COMMON, _while_checking(), _EVENT, _ALIAS, _EVENTS, _PARSE
    ),
    "examples": Either("what the module of examples holds", *_COMMON, _EXAMPLES, KnownLiteral(Is("EXAMPLES"))),
    "schemas": Either(
        "what a module of XML schemas holds", *_COMMON, _SCHEMAS, KnownLiteral(Is("XML_SCHEMAS", "SCHEMAS"))
    ),
    "schemas package": Either(
        "what the package of XML schemas holds",
        *_COMMON,
        _while_checking(_DECLARED_SCHEMAS, otherwise=_LAZY_SCHEMAS),
    ),
}
"""Kind of module → what each of its statements must be."""


def kind_of(path: str) -> str:
    """Return the kind of a module by its path within the package: `calls.py`, `models/__init__.py`."""
    is_package = path.endswith("/__init__.py")
    first = path.partition("/")[0].removesuffix(".py")
    match first:
        case "__init__":
            return "package"
        case "client" | "errors" | "testing":
            return first
        case "models":
            return "models package" if is_package else "models"
        case "webhook_events":
            return "webhooks"
        case "published_examples":
            return "examples"
        case "xml_schemas":
            return "schemas package" if is_package else "schemas"
        case _:
            return "operations package" if is_package else "operations"

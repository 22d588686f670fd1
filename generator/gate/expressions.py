"""The grammar of expressions: how the templates write data, types, operations and the arguments of clients.

A template that writes something new needs a row here; what has no row is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ..text.casing import is_identifier
from .forms import Chain, Each, Either, Is, ItemRow, Keywords, Later, Named, Node, Requirement, TableEntry, Typed, Word
from .scopes import Scope

BUILTINS: Mapping[str, frozenset[str]] = {
    **{name: frozenset({"type"}) for name in ("bool", "bytes", "float", "int", "object", "str")},
    **{name: frozenset({"type", "generic"}) for name in ("dict", "list", "tuple", "type")},
    **{name: frozenset({name}) for name in ("super", "property", "__name__")},
}
"""Names of Python's own that generated code uses, and as what."""

_TABLE: dict[str, Requirement] = {}
"""The places that hold each other."""


def _is_public(name: str, _: Scope) -> bool:
    return is_identifier(name) and not name.startswith("_")


PUBLIC = Word(_is_public, "a name without an underscore in front")


def call(name: str, *given: Requirement | tuple[Requirement, ...], **keywords: Requirement) -> Node:
    """Return the form of a call of a name with its arguments; those in a tuple may be left out."""
    required = [one for one in given if not isinstance(one, tuple)]
    optional = [one for each in given if isinstance(each, tuple) for one in each]
    table: dict[str | None, Requirement] = dict(keywords.items())
    return Node(ast.Call, func=Named(name), args=ItemRow(*required, optional=tuple(optional)), keywords=Keywords(table))


# Data: literals of JSON, and tuples of them.
TEXT = Node(ast.Constant, value=Typed(frozenset({str})))
BOOL = Node(ast.Constant, value=Typed(frozenset({bool})))
NONE = Node(ast.Constant, value=Is(None))
_INTEGER = Node(ast.Constant, value=Typed(frozenset({int})))
_NUMBER = Node(ast.Constant, value=Typed(frozenset({int, float})))
_NEGATIVE = Node(ast.UnaryOp, op=Typed(frozenset({ast.USub})), operand=_NUMBER)
DATA = TableEntry(_TABLE, "data")
_KEY = Either("a key", Node(ast.Constant, value=Typed(frozenset({type(None), bool, int, float, str}))), _NEGATIVE)
_TABLE["data"] = Either(
    "a literal",
    Node(ast.Constant, value=Typed(frozenset({type(None), bool, int, float, str}))),
    _NEGATIVE,
    Node(ast.Tuple, elts=Each(DATA)),
    Node(ast.List, elts=Each(DATA)),
    Node(ast.Dict, keys=Each(_KEY), values=Each(DATA)),
)
TEXTS = Node(ast.List, elts=Each(TEXT))

# Types. Nothing in them is text but the values of a Literal: pydantic would evaluate it.
TYPE = TableEntry(_TABLE, "type")
ANNOTATION = Later(TYPE)


def _builtin(meaning: str) -> Node:
    names = (name for name, meanings in BUILTINS.items() if meaning in meanings)
    return Node(ast.Attribute, value=Named("builtins"), attr=Is(*names))


_VALUE = Either("a value", Node(ast.Constant, value=Typed(frozenset({bool, int, str, type(None)}))), _NEGATIVE)
_MEMBER = Either("a type", TYPE, Node(ast.Constant, value=Is(...)))
FIELD: Mapping[str | None, Requirement] = {
    **dict.fromkeys(("ge", "gt", "le", "lt", "multiple_of"), Either("a number", _NUMBER, _NEGATIVE)),
    **dict.fromkeys(("min_length", "max_length"), _NUMBER),
    **dict.fromkeys(("init", "repr", "allow_inf_nan"), BOOL),
    **dict.fromkeys(("alias", "validation_alias", "serialization_alias"), TEXT),
}
"""The arguments of pydantic's `Field`: no function that makes or changes a value."""
_METADATA = Either(
    "what a type is annotated with",
    Named("mark"),
    Node(ast.Call, func=Named("Field"), keywords=Keywords(FIELD)),
    call("Asserts", DATA),
    call("MultipleOf", _NUMBER),
    call("Pattern", TEXT),
    call("UniqueItems"),
    call("Tagged", TEXT, Node(ast.Dict, keys=Each(TEXT), values=Each(TEXT)), optional=BOOL, default=TEXT),
    Node(ast.Call, func=Named("OneOf"), args=Each(TYPE)),
)
_TABLE["type"] = Either(
    "a type",
    Named("type", "class"),
    NONE,
    Node(ast.Attribute, value=Named("models"), attr=PUBLIC),
    _builtin("type"),
    Node(
        ast.Subscript,
        value=Either("a generic type", Named("generic"), _builtin("generic")),
        slice=Either("types", TYPE, Node(ast.Tuple, elts=Each(_MEMBER))),
    ),
    Node(ast.Subscript, value=Named("generic_of_one"), slice=TYPE),
    Node(ast.Subscript, value=Named("generic_of_two"), slice=Node(ast.Tuple, elts=ItemRow(TYPE, TYPE))),
    Node(ast.Subscript, value=Named("generic_of_three"), slice=Node(ast.Tuple, elts=ItemRow(TYPE, TYPE, TYPE))),
    Node(
        ast.Subscript,
        value=Named("Literal"),
        slice=Either("values", _VALUE, Node(ast.Tuple, elts=Each(_VALUE))),
    ),
    Node(ast.Subscript, value=Named("Annotated"), slice=Node(ast.Tuple, elts=ItemRow(TYPE, _METADATA, rest=_METADATA))),
    Chain(ast.BitOr, TYPE),
)

# Operations: how parameters, bodies and responses are written and read.
_NO_ARGUMENTS = Node(ast.arguments)


def _deferred(requirement: Requirement) -> Node:
    """Return the form of a lambda without arguments: it names models that are only looked up when needed."""
    return Node(ast.Lambda, args=_NO_ARGUMENTS, body=Later(requirement))


_STYLE = Either(
    "a style",
    call("Style", TEXT, explode=BOOL, allow_reserved=BOOL, allow_empty_value=BOOL, type=TYPE),
    call("Content", TEXT, nullable=BOOL, type=TYPE),
)
_STYLES = Node(ast.Dict, keys=Each(TEXT), values=Each(_STYLE))
_STYLED = Either("styles of parameters", _STYLES, _deferred(_STYLES))
_ENCODINGS = Node(
    ast.Dict,
    keys=Each(TEXT),
    values=Each(call("Encoding", content_type=TEXT, style=TEXT, explode=BOOL, allow_reserved=BOOL, headers=DATA)),
)
_CODEC = Either(
    "a codec",
    call("JSON", TYPE, content_type=TEXT),
    call("Form", TYPE, encoding=_ENCODINGS, content_type=TEXT),
    call("Multipart", TYPE, encoding=_ENCODINGS, content_type=TEXT),
    call("XML", TYPE, DATA, schemas=Named("XML_SCHEMAS"), content_type=TEXT),
    call("Text", (TYPE,), content_type=TEXT),
    call("Binary", content_type=TEXT),
    call("JSONLines", TYPE, content_type=TEXT),
    call("EventStream", (TYPE,), envelope=BOOL, json_data=BOOL, content_type=TEXT),
)
_CODECS = Either("codecs", _CODEC, NONE, Node(ast.Tuple, elts=Each(_CODEC)))
STATUS = Either("a status", _INTEGER, TEXT)
_VARIABLES = Node(
    ast.Dict, keys=Each(TEXT), values=Each(call("ServerVariable", TEXT, (Node(ast.Tuple, elts=Each(TEXT)),)))
)
SERVER = Either("a server", TEXT, call("Server", TEXT, _VARIABLES))
_OPERATION: Mapping[str, Requirement] = {
    "security": DATA,
    **dict.fromkeys(("path", "query", "headers", "cookies"), _STYLED),
    "querystring": Either("a query string", TEXT, call("Form", TYPE)),
    "body": _deferred(_CODECS),
    "idempotency": DATA,
    **dict.fromkeys(("body_required", "callers_keys", "strict_responses"), BOOL),
    "servers": Node(ast.Tuple, elts=Each(SERVER)),
    "responses": _deferred(Node(ast.Dict, keys=Each(STATUS), values=Each(_CODECS))),
}
OPERATION = call("Operation", TEXT, TEXT, **_OPERATION)


# How lists are divided into pages, and which answers end a waiting.
_SECONDS = Node(ast.Constant, value=Typed(frozenset({int, float})))
_STATES = Node(ast.Tuple, elts=Each(Node(ast.Constant, value=Typed(frozenset({bool, int, str})))))
_OUTCOME = Node(ast.Constant, value=Is("success", "failure", "retry"))
_RULES: Mapping[str, Mapping[str, Requirement]] = {
    "PaginationRule": {
        "style": Node(ast.Constant, value=Is("offset", "page", "cursor", "url", "link")),
        "first": _INTEGER,
        **dict.fromkeys(("items", "query", "header", "body", "next", "next_header", "more", "total", "pages"), TEXT),
    },
    "PollingRule": {
        "state": TEXT,
        "statuses": Node(ast.Dict, keys=Each(_INTEGER), values=Each(_OUTCOME)),
        **dict.fromkeys(("success", "failure", "retry"), _STATES),
        **dict.fromkeys(("delay", "longest_delay", "deadline"), _SECONDS),
    },
}
RULES: Mapping[str, Requirement] = {name: call(name, **options) for name, options in _RULES.items()}
"""Class of a rule → what it is constructed with."""
OPTIONS_OF_CONSTANTS: Mapping[str, Requirement] = {
    name: Keywords(dict(options.items())) for name, options in {"Operation": _OPERATION, **_RULES}.items()
}
"""Class of a constant → the keyword arguments of its constructor."""

# What functions do with their arguments.
# Webhooks: their events, and how they are verified.
_VERIFYING = {"environment": TEXT, "header": TEXT, "tolerance": _NUMBER, "signed": TEXT, "prefix": TEXT}
_WITH_PARTS = {**_VERIFYING, "timestamp_header": TEXT, "id_header": TEXT, "encoding": TEXT, "digest": TEXT}
_VERIFICATION = Either(
    "a way to verify",
    call("StandardWebhooks", **_VERIFYING),
    call("TimestampedSignature", **_WITH_PARTS, timestamp_key=TEXT, signature_key=TEXT, separator=TEXT),
    call("BodySignature", **_WITH_PARTS),
    call("Ed25519Signature", **_WITH_PARTS),
    call("SharedSecret", **_VERIFYING),
    call("Unsigned"),
)
_WEBHOOK_TYPE = call("WebhookType", Named("class"), TEXT, (_CODECS, DATA), tags=DATA)
WEBHOOKS = call("Webhooks", _deferred(Node(ast.Tuple, elts=Each(_WEBHOOK_TYPE))), verification=_VERIFICATION)

# Expressions in the bodies of functions.
ARGUMENT = Named("an argument")
SELF = Node(ast.Name, id=Is("self"))
_GIVEN = Node(ast.Dict, keys=Each(TEXT), values=Each(ARGUMENT))
REQUEST = call(
    "Request",
    Named("operation"),
    **dict.fromkeys(("path", "query", "headers", "cookies"), _GIVEN),
    **dict.fromkeys(("querystring", "body", "content_type"), ARGUMENT),
)
_BUILT = Node(ast.Call, func=Named("builder"), args=Each(ARGUMENT), keywords=Keywords({}, others=ARGUMENT))


def paginated(kind: str, client: Requirement) -> Node:
    """Return the form of what iterates: a client, the request that it sends, its rule, and the options."""
    return Node(ast.Call, func=Named(kind), args=ItemRow(client, _BUILT, Named("a PaginationRule"), ARGUMENT))


def waited(kind: str, client: Requirement) -> Node:
    """Return the form of a waiting: as what iterates, then what ends it, and when."""
    poller = Node(ast.Call, func=Named(kind), args=ItemRow(client, _BUILT, Named("a PollingRule"), ARGUMENT))
    return Node(ast.Call, func=Node(ast.Attribute, value=poller, attr=Is("wait")), args=ItemRow(ARGUMENT, ARGUMENT))


OPTIONS: Mapping[str | None, Requirement] = {"options": ARGUMENT}
"""Arguments that methods pass on in addition to the request."""


def sent(client: Requirement, method: str) -> Node:
    """Return the form of a call that passes a request to a client."""
    function = Node(ast.Attribute, value=client, attr=Is(method))
    return Node(ast.Call, func=function, args=ItemRow(_BUILT), keywords=Keywords(OPTIONS))


# What clients are constructed with.
_SOURCE = {"environment": TEXT, "argument": TEXT}
_CREDENTIAL = Either(
    "a credential",
    call("APIKey", ARGUMENT, TEXT, TEXT, **_SOURCE),
    call("Basic", ARGUMENT, (ARGUMENT,), password_environment=TEXT, **_SOURCE),
    call("Bearer", ARGUMENT, **_SOURCE),
    call("HTTPScheme", ARGUMENT, TEXT, **_SOURCE),
    call("MutualTLS"),
    call("OAuth2", ARGUMENT, token_urls=DATA, **_SOURCE),
    call("OpenIDConnect", ARGUMENT, **_SOURCE),
)
CONSTRUCTOR: Mapping[str | None, Requirement] = {
    "servers": Node(ast.Dict, keys=Each(TEXT), values=Each(SERVER)),
    "credentials": Node(ast.Dict, keys=Each(TEXT), values=Each(_CREDENTIAL)),
    "headers": Node(ast.Dict, keys=Each(TEXT), values=Each(call("ClientHeader", TEXT, ARGUMENT, TYPE, required=BOOL))),
    "errors": Named("STATUS_ERRORS"),
    "defaults": DATA,
    "operation_variables": DATA,
    **dict.fromkeys(("server", "variables", "base_url", "timeout", "max_retries", "http_client"), ARGUMENT),
    None: ARGUMENT,
}
"""Arguments that the constructor of a client passes to the runtime's."""

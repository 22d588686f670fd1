"""Which fields of Python's syntax nodes hold further nodes, to walk large trees fast."""

from __future__ import annotations

import ast

_TEXTS = frozenset({"id", "ctx", "attr", "name", "asname", "module", "level", "simple", "kind", "type_comment"})
"""Fields of nodes that hold no further nodes; a context is what its place says."""


_KNOWN: dict[type[ast.AST], tuple[str, ...]] = {}


def child_fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """Return the fields of a kind of node that may hold nodes, or lists of nodes."""
    if kind not in _KNOWN:
        _KNOWN[kind] = _child_fields(kind)
    return _KNOWN[kind]


def _child_fields(kind: type[ast.AST]) -> tuple[str, ...]:
    if kind is ast.Constant:
        return ()
    if kind in (ast.arg, ast.keyword):
        return ("annotation",) if kind is ast.arg else ("value",)
    return tuple(name for name in kind._fields if name not in _TEXTS)

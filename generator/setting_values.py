"""Checks of values in provider.toml: each function returns what is wrong, as the end of a sentence, or None."""

from __future__ import annotations

import re
from keyword import iskeyword
from typing import Literal, TypeAlias

from .text.casing import MAXIMUM_LENGTH

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SERVER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

_MOST_DEEP = 5
"""How many resources may be nested: `client.a.b.c.d.e.method`."""

Library: TypeAlias = Literal["httpx", "httpx2"]
"""An HTTP library that a client may be made for."""
LIBRARIES: tuple[Library, ...] = ("httpx", "httpx2")


def identifier(value: str) -> str | None:
    """Return what is wrong with a Python name, or None."""
    if not _IDENTIFIER.fullmatch(value) or iskeyword(value):
        return "is not a public Python name: use letters, digits and `_`, begin with a letter, and use no keyword"
    return _too_long(value)


def class_name(value: str) -> str | None:
    """Return what is wrong with the name of a client's class, or None."""
    return identifier(value) or (None if value[0].isupper() else "is not the name of a class: begin with a capital")


def _too_long(value: str) -> str | None:
    return f"is longer than {MAXIMUM_LENGTH} characters" if len(value) > MAXIMUM_LENGTH else None


def argument(value: str) -> str | None:
    """Return what is wrong with the name of an argument that may be empty, or None."""
    return identifier(value) if value else None


def resource(value: str) -> str | None:
    """Return what is wrong with a path of resources, such as `agents.tools`, or None."""
    parts = value.split(".")
    if len(parts) > _MOST_DEEP:
        return f"is too deep: at most {_MOST_DEEP} resources may be nested"
    if any(identifier(part) is not None for part in parts):
        return "is not a dotted path of Python names: write `resource.method` or the like"
    if not all(part[0].islower() for part in parts):
        return "has a name with a capital: begin resources and methods with a lower-case letter"
    return None


def call(value: str) -> str | None:
    """Return what is wrong with the path of a method, such as `agents.tools.create`, or None."""
    parent, _, method = value.rpartition(".")
    return resource(method) or (resource(parent) if parent else None)


def server_name(value: str) -> str | None:
    """Return what is wrong with the name of a server, or None."""
    if not _SERVER_NAME.fullmatch(value):
        return "is not a server name: use letters, digits, `.`, `_` and `-`"
    return _too_long(value)


def variable(value: str) -> str | None:
    """Return what is wrong with the name of an environment variable, or None."""
    if not _VARIABLE.fullmatch(value):
        return "is not the name of an environment variable: use letters, digits and `_`, and no digit first"
    return _too_long(value)


def pointer(value: str) -> str | None:
    """Return what is wrong with a JSON pointer, or None."""
    return None if not value or value.startswith("/") else "is no JSON pointer: begin it with `/`"


def library(value: str) -> str | None:
    """Return what is wrong with the name of an HTTP library, or None."""
    return None if value in LIBRARIES else "is no HTTP library: choose `httpx` or `httpx2`"


def formatter(value: str) -> str | None:
    """Return what is wrong with the name of a formatter, or None."""
    return None if value in ("black", "ruff") else "is not a formatter: choose `black` or `ruff`"


def reading(value: str) -> str | None:
    """Return what is wrong with a way to read responses, or None."""
    return None if value in ("strict", "lenient") else "is not a way to read responses: choose `strict` or `lenient`"


def filled(value: str) -> str | None:
    """Return what is wrong with a text that has to say something, or None."""
    return None if value.strip() else "is empty: say it"

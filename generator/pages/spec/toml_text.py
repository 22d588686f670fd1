"""Values as TOML text (TOML 1.0): what `source.toml` and a draft `provider.toml` are written with."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

Value = str | int | bool | Sequence[str]


def table(header: str, members: Mapping[str, Value | None]) -> str:
    """Return a table (`[a]`, or `[[a]]`) with its members; None is left out. An empty header has no line."""
    lines = [header] if header else []
    lines += [f"{key(name)} = {value(one)}" for name, one in members.items() if one is not None]
    return "\n".join(lines) + "\n"


def key(name: str) -> str:
    """Return a key, quoted where it must be."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else string(name)


def value(one: Value) -> str:
    """Return a value."""
    match one:
        case bool():
            return "true" if one else "false"
        case int():
            return str(one)
        case str():
            return string(one)
        case _:
            return f"[{', '.join(map(string, one))}]"


def string(text: str) -> str:
    """Return a basic string: what is not printable becomes an escape."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    short = json.dumps(character)[1:-1]
    code = ord(character)
    if len(short) == len("\\n"):
        return short
    if code in range(0xD800, 0xE000):
        return "\\uFFFD"
    return f"\\U{code:08x}"

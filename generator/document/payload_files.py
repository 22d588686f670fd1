"""Reads files that hold one JSON value, such as a provider's example payloads, as untrusted text."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from ..paths import open_file
from .limits import LIMITS

if TYPE_CHECKING:
    from pathlib import Path

    from .document import JSON

_NUMBERED = re.compile(r"-(\d{1,9})\Z", re.ASCII)
"""The number that `import` appends to the name of a file if the name is taken."""
_MOST_DIGITS = 4_000
"""Digits of an integer: what Python itself reads by default, and a little less."""


def payload_order(name: str) -> tuple[str, int]:
    """Return the key by which payloads are sorted, by file or label: `page.json`, `page-2.json`, `page-10.json`."""
    stem = name.removesuffix(".json")
    found = _NUMBERED.search(stem)
    return (stem[: found.start()], int(found[1])) if found else (stem, 0)


def read_payload(path: Path) -> JSON:
    """Return the value of a file of JSON (RFC 8259).

    Raises:
        OSError: it cannot be opened, or is a folder, a pipe or a device.
        ValueError: it is larger than the limit `bytes`, or `parse_payload` refuses its text.
    """
    with open_file(path) as stream:
        data = stream.read(LIMITS.bytes + 1)
    if len(data) > LIMITS.bytes:
        raise ValueError(f"larger than {LIMITS.bytes:,} bytes")
    return parse_payload(data)


def parse_payload(text: bytes | str) -> JSON:
    """Return the value of a JSON text (RFC 8259).

    Raises:
        ValueError: it is not UTF-8 or no JSON; an object has the same key twice; a number is too large for a double; a
            text holds half a character; or containers are nested deeper than the limit `depth`.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig")
    if _depth(text) > LIMITS.depth:
        raise ValueError(f"nested more than {LIMITS.depth} deep")
    value: JSON = json.loads(
        text, object_pairs_hook=_unique, parse_constant=_refused, parse_float=_finite, parse_int=_integer
    )
    if "\\u" in text or not text.isascii():
        # Raises UnicodeEncodeError, a ValueError, for a lone surrogate.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def _depth(text: str) -> int:
    """Return the greatest nesting depth of the brackets in a text, ignoring those within its strings."""
    if text.count("[") + text.count("{") <= LIMITS.depth:
        return 0
    deepest = depth = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("an object has the same key twice")
    return result


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]} is too large for a number")
    return value


def _integer(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise ValueError(f"a number has {len(text):,} digits")
    return int(text)

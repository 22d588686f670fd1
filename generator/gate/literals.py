"""Recognises the text of large literals from the innermost brackets outwards. A parser makes a node of each value."""

from __future__ import annotations

import re

_DEEPEST = 90
"""The most brackets within each other. Python reads some more."""
_SCALAR = re.compile(
    r"""
    "(?:[^"\\\n]++|\\(?:["'\\nrt]|x[0-9a-f]{2}|u[0-9a-f]{4}|U000[0-9a-f]{5}))*+"
    |'(?:[^'\\\n]++|\\(?:["'\\nrt]|x[0-9a-f]{2}|u[0-9a-f]{4}|U000[0-9a-f]{5}))*+'
    |-?(?:0|[1-9][0-9]{0,4000}+)(?:\.[0-9]++)?+(?:e[+-]?[0-9]{1,3}+)?+(?![\w.])
    |\b(?:None|True|False)\b
    |[ \n]++
    """,
    re.VERBOSE | re.ASCII,
)
_COLLECTION = re.compile(r"\[(?:[\0\1],)*+[\0\1]?\]|\((?:(?:[\0\1],)++[\0\1]?)?\)|\{(?:\0:[\0\1],)*+(?:\0:[\0\1])?\}")


def is_literal(text: str) -> bool:
    """Return whether a text is one literal of JSON values and tuples; False if it takes Python's parser to say."""
    if "\0" in text or "\1" in text:
        return False
    # A scalar becomes \0 and a collection \1. What is neither, and is no bracket, comma or colon, stays and is refused.
    left = _SCALAR.sub(lambda found: "" if found[0].isspace() else "\0", text)
    for _ in range(_DEEPEST):
        if left in ("\0", "\1"):
            return True
        left, changes = _COLLECTION.subn("\1", left)
        if not changes:
            return False
    return False

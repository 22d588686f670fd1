"""Keeps credentials out of messages, logs, `repr`, pickles, and the locals of a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn
from urllib.parse import quote, quote_plus

MARK = "[secret]"
_GONE = "\ue000"
"""Stands for a secret while others are looked for."""
_MARKS = re.compile(f"{_GONE}+")
_STEM = 6
"""Characters of a longer secret that are enough to recognise it where it is cut."""
_WORD = re.compile(r"[^\s\"'<>]+")


class Secret(str):
    """A text that `repr` hides and `pickle` refuses; tracebacks show locals by `repr`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret()"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a credential cannot be pickled: make the client in the process that uses it")


def redacted(text: str, secrets: Iterable[str]) -> str:
    """Return the text with secrets replaced: as they are, percent-encoded, or cut off at either end."""
    for secret in sorted({form for one in secrets for form in _forms(one)}, key=len, reverse=True):
        if len(secret) < _STEM:
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", _GONE, text)
        else:
            text = _without(text, secret)
            text = _without(text[::-1], secret[::-1])[::-1]
    return _MARKS.sub(MARK, text)


def without_queries(text: str) -> str:
    """Return the text without the queries of its URLs, which may hold credentials."""
    return _WORD.sub(lambda found: _without_query(found[0]), text)


def shown(text: str, most: int) -> str:
    """Return the beginning of an untrusted text, made safe for a line of a message."""
    line = "".join(character if character.isprintable() else " " for character in text[: most + 1])
    return " ".join(line.split()) if len(line) <= most else f"{' '.join(line[:most].split())}…"


def _without_query(word: str) -> str:
    before, _, query = word.partition("?")
    return f"{before}?…" if "=" in query else word


def _forms(secret: str) -> Iterator[str]:
    """Yield the forms in which a secret may be written."""
    if not secret:
        return
    yield str(secret)
    for encoded in (quote(secret, safe=""), quote(secret), quote_plus(secret)):
        yield encoded
        yield re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), encoded)
    yield secret.replace("\\", "\\\\").replace('"', '\\"')


def _without(text: str, secret: str) -> str:
    """Return the text with each occurrence of the secret, or of its beginning, replaced."""
    stem, rest = secret[:_STEM], secret[_STEM:]
    first, *others = text.split(stem)
    return first + "".join(_GONE + other[_common(other, rest) :] for other in others)


def _common(one: str, other: str) -> int:
    """Return the length of the common beginning of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))

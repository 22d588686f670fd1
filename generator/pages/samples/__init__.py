"""Samples of calls on pages, in nine languages and as HTTP messages: what they send.

    from generator.pages import samples
    samples.read_fence(fence)                       → Sample | None, of one fence of a markdown page
    samples.read(code, line, word="python")         → Sample | None, of a text of any language

In: the text of a sample. Out: a `Sample`, as far as it is written out. Imports nothing but `document`.
Nothing is run. Credentials that a sample has are never kept beyond telling of what kind they are: see `sample.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import curl_samples, http_messages, languages

if TYPE_CHECKING:
    from ..markdown import Fence
    from .sample import Sample

_SHELL = frozenset({"curl", "bash", "sh", "shell", "shell-session", "console", "cURL", "zsh", "http"})


def read(code: str, line: int, word: str = "", label: str = "") -> Sample | None:
    """Return what a sample sends; `line` is where it begins, `word` the language as its fence names it."""
    if word.casefold() in _SHELL | {"", "text", "plaintext"} and (message := http_messages.read(code, line, label)):
        return message
    language = languages.language_of(code, word)
    if not language or word.casefold() in _SHELL:
        found = curl_samples.read(code, line, label)
        if found is not None or not language:
            return found
    return languages.read(language, code, line, label)


def read_fence(fence: Fence) -> Sample | None:
    """Return what the sample in a fence sends; None if the fence holds none."""
    return read(fence.text, fence.line + 1, fence.language, fence.label)

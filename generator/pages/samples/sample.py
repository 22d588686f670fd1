"""One call as a sample of a page makes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...document.document import JSON

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sample:
    """The request of a sample, as far as it is written out."""

    language: str
    """`curl`, `python`, `javascript`, `go`, `ruby`, `java`, `php`, `csharp`, `swift` or `http`."""
    line: int
    """The line of the page on which the sample begins."""
    label: str = ""
    method: str = ""
    """In lower case; empty if the sample does not show it."""
    url: str = ""
    """As written, with query; empty if the sample does not show it."""
    headers: tuple[tuple[str, str], ...] = ()
    body: JSON = None
    has_body: bool = False
    """Whether `body` is what is sent: a body of null is possible."""
    form: tuple[tuple[str, str], ...] = ()
    """The fields of a form: names and values, files as `@name`."""
    media_type: str = ""
    """In lower case, without parameters: what a header of the sample says, else what its tool sends for such a body.
    Empty where neither is known, and for JSON that no header names.
    """
    user: str = ""
    """The value of `-u`, with the password: only to recognise basic authentication; never written anywhere."""


def stated_media_type(headers: Sequence[tuple[str, str]]) -> str:
    """Return the media type that `Content-Type` says, in lower case and without parameters; empty if it says none."""
    for name, value in headers:
        said = value.partition(";")[0].strip().lower()
        if name.lower() == "content-type" and _MEDIA_TYPE.fullmatch(said):
            return said
    return ""


def sent_media_type(samples: Iterable[Sample]) -> str:
    """Return the media type of the first sample that shows one; empty if none does."""
    return next((one.media_type for one in samples if one.media_type), "")

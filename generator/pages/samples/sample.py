"""One call as a sample of a page makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...document.document import JSON


@dataclass(frozen=True, slots=True)
class Sample:
    """The request of a sample, as far as it is written out."""

    language: str
    """`curl`, `python`, `javascript`, `go`, `ruby`, `java`, `php`, `csharp` or `swift`."""
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
    body_text: str = ""
    """The body as written, where it is no JSON."""
    form: tuple[tuple[str, str], ...] = ()
    """Fields of a form that are sent one by one: names and values, files as `@name`."""
    user: str = ""
    """The value of `-u`, with the password: only to recognise basic authentication; never written anywhere."""

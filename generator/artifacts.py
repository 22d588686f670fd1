"""What goes into the line, and what comes out of it: plain data that can be pickled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .config import Library, Settings
    from .diagnostics import Location
    from .document.loader import Document, Source
    from .ir.api import Api
    from .naming.assign import Names
    from .naming.published import PublishedNames
    from .normalize.normalize import Canonical


RUNTIME = "_runtime"
"""The package of the runtime: beside the clients, or within the one that stands alone."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a client is made from."""

    source: Source
    settings: Settings
    package: str
    """The name of its package."""
    overlay: Document | None = None
    runtime: str = f"..{RUNTIME}"
    """How its modules name the runtime."""
    keep_going: bool = False
    """Leave out an operation that cannot be generated, with a warning, in place of refusing the document."""
    payloads: Mapping[str, Any] = field(default_factory=dict[str, "Any"])
    """Name of a file of the provider's examples → the JSON value in it."""
    published: PublishedNames | None = None
    """The names of the package that is published, which callers use already."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A client."""

    files: Mapping[str, str]
    """Path within its package → text."""
    api: Api
    names: Names
    models: int
    """How many classes and aliases its models module defines."""
    made: Mapping[str, str]
    """What its modules were made of, for `content_cache.Before`."""
    http: Library = "httpx"
    """The HTTP library that its settings choose."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a description means, what it is called in Python, and the documents (their overlay applied) that say so."""

    api: Api
    names: Names
    source: Source
    canonical: Canonical
    """The tree that it is read from."""

    def where(self, pointer: str) -> Location:
        """Return the place of a JSON pointer into the main document, or of its nearest ancestor that is there."""
        return self.source.main.where(pointer)

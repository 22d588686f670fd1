"""The inputs and results of the pipeline: plain data that can be pickled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .config import Library, Settings
    from .diagnostics import Location
    from .document.loader import Document, Source
    from .gate.importable import Facts
    from .ir.api import Api
    from .naming.assign import Names
    from .naming.published import PublishedNames
    from .normalize.normalize import Canonical


RUNTIME = "_runtime"
"""The package of the runtime: next to the clients, or in a package with its own runtime."""


class Inputs(Struct, frozen=True):
    """Everything from which a client is made."""

    source: Source
    settings: Settings
    package: str
    """The name of its package."""
    overlay: Document | None = None
    runtime: str = f"..{RUNTIME}"
    """The runtime in relative imports of its modules."""
    keep_going: bool = False
    """Whether an operation that cannot be generated is left out with a warning, instead of refusing the document."""
    payloads: Mapping[str, Any] = field(default_factory=dict[str, "Any"])
    """Name of a file of the provider's examples → the JSON value in it."""
    published: PublishedNames | None = None
    """The names of the published package, which callers already use."""


class Generated(Struct, frozen=True):
    """A generated client."""

    files: Mapping[str, str]
    """Path within its package → text."""
    api: Api
    names: Names
    models: int
    """The number of classes and aliases in its models."""
    made: Mapping[str, str]
    """The texts that its modules were formatted from, as digests, for `content_cache.Before`."""
    http: Library = "httpx"
    """The HTTP library that its settings choose."""
    facts: Mapping[str, Facts] = field(default_factory=dict[str, "Facts"])
    """Module → what its import depends on, for the modules that the gate looked at."""


class Described(Struct, frozen=True):
    """A description's meaning, its Python names, and the documents (with the overlay applied) that it comes from."""

    api: Api
    names: Names
    source: Source
    canonical: Canonical
    """The tree that it is read from."""

    def where(self, pointer: str) -> Location:
        """Return the place of a JSON pointer into the main document, or of its nearest existing ancestor."""
        return self.source.main.where(pointer)

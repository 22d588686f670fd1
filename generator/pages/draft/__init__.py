"""Write what a page without a document says as an OpenAPI document, in which each value has its origin.

In: `PageOperation`s, webhooks and types. Out: a `Reading`. Imports `names`, `operations`, `reading`,
`text.targets` of `pages`.
"""

from __future__ import annotations

from .document import reading

__all__ = ["reading"]

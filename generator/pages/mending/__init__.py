"""Documents that are not quite OpenAPI → documents that are, with every change on record.

    mended(tree, line_of) → (tree, repairs)

One page in three publishes a document that validators refuse: `type: bearer`, `type: 'null'` in OpenAPI 3.0, lists of
`examples`, enumerations of `value:` objects, references that lead nowhere. What such a page means is clear in each of
these cases, and is written as the standard has it; what cannot be known is left open or left out, never invented. A
document that is OpenAPI comes back as it is, without a repair.

In: a tree, which is not changed, and `line_of(pointer)`, the line of a value. Out: a tree, and the repairs. Imports the
tables of `openapi`, and of `pages` what URLs and words for types mean.
"""

from __future__ import annotations

from .document import mended

__all__ = ["mended"]

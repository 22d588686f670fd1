"""One module a reader: what it takes from a page, and what it cannot, is in docs/pages.md.

In: a `Page`, texts addressed to machines dropped. Out: a `Reading`. Imports what readers share, of `pages`.
"""

"""Readers of pages that people write by hand: curl with tables and lists, and markup with a block an operation.

In: a `Page`, texts addressed to machines dropped. Out: a `Reading`. Imports what readers share, of `pages`.
"""

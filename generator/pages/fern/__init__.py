"""What the pages of Fern have in common: the top of a page, examples, glued columns, numbered code.

In: a `Page`, or lines of one. Out: its head, payloads, columns. Imports what readers share, of `pages`.
"""

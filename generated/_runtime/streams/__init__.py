"""Read responses item by item: events, lines, bytes.

In: an open response. Out: an iterator over its items, or a file. Imports `http`, `wire`.
"""

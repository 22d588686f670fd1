"""Rendered Mintlify pages, as text: lines and glued columns → fields.

In: the text of a page. Out: lines that say one thing each, sections of fields, the page's head, its samples. Imports
what readers share of `pages`.
"""

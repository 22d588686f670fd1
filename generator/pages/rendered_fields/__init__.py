"""Read rendered Mintlify pages as text: lines and glued columns become fields.

In: the text of a page. Out: lines with one statement each, sections of fields, the page's head, its samples. Imports
what readers share of `pages`.
"""

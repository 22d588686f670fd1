"""Compare two schemas, keyword by keyword.

In: a pair of schemas and the direction they travel in. Out: changes.
Imports `compare/rules`; knows no operation and prints nothing.
"""

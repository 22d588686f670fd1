"""Convert any accepted version of OpenAPI to one canonical tree.

In: a `Source`. Out: the tree of OpenAPI 3.1 that later stages read, with defaults and security filled in.
Imports `document`, `openapi` and `schema`; knows no Python names.
"""

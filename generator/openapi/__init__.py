"""The vocabulary of OpenAPI and JSON Schema: fixed fields, keywords, references, media types.

In: a `Document`. Out: what a value there means, and what a reference leads to.
Imports `document` alone.
"""

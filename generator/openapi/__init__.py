"""The vocabulary of OpenAPI and JSON Schema: fixed fields, keywords, references, media types.

In: a `Document`. Out: the answers to what a value there is and what a reference leads to.
Imports `document` alone.
"""

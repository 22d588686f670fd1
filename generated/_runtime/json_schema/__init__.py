"""JSON Schema 2020-12 evaluated on values.

In: a schema and a value. Out: whether it is valid, and where not.
Imports nothing of the runtime.
"""

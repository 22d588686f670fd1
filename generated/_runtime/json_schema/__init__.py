"""Evaluate JSON Schema 2020-12 on values.

In: a schema and a value. Out: whether the value is valid, and where it is not.
Imports nothing of the runtime.
"""

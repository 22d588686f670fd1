"""Methods as the templates write them, and those that follow from an operation: they iterate over pages, or wait.

In: an operation, its names, and what writes types. Out: views for the templates. Imports `ir`, `naming` and
the modules of `emit` that write expressions and types.
"""

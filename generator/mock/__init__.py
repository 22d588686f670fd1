"""Play a provider on this machine: check requests against the description, and answer them from it.

In: a canonical tree, and the examples that the provider publishes. Out: HTTP responses.
Imports `normalize` and what is below it; knows no Python names and no generated code.
"""

"""A provider played on this machine: requests are checked against the description, answers come from it.

In: a canonical tree, and the examples that the provider publishes. Out: HTTP responses.
Imports `normalize` and what is below it; knows no Python names and no generated code.
"""

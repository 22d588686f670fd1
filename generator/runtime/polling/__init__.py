"""Polling: asking for a thing until it is in a state that ends the waiting.

In: the request that asks for it, and the rule that says which states are which. Out: the thing in its final state, or
an error that has it. Imports `http`, `models` and `paging.values`; no client imports it.
"""

"""Poll: request something until it is in a state that ends the wait.

In: the request, and the rule that classifies states. Out: the thing in its final state, or an error that has it.
Imports `http`, `models` and `paging.values`; no client imports it.
"""

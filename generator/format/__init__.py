"""Source text gets its final layout; black defines it.

In: path -> text. Out: the same, laid out.
Imports nothing of the stages.
"""

"""Give source text its final layout, which black defines.

In: path -> text. Out: the same mapping with formatted texts.
Imports nothing of the stages.
"""

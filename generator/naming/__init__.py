"""Choose all Python names, in one place and at one time.

In: an `Api` and the settings of the provider. Out: `Names`, which an unrelated change does not affect.
Imports `ir` and what is below it, and `text`; writes no code.
"""

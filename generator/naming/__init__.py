"""All Python names, given in one place and at one time.

In: an `Api` and the settings of the provider. Out: `Names`, which an unrelated change leaves alone.
Imports `ir` and what is below it, and `text`; writes no code.
"""

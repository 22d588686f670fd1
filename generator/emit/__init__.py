"""The modules of a package are written.

In: an `Api` and its `Names`. Out: path -> text, through the templates.
Imports everything above it in the line; knows neither the disk nor the gate.
"""

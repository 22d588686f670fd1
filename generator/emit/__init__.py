"""Write the modules of a package.

In: an `Api` and its `Names`. Out: path -> text, through the templates.
Imports all earlier stages; knows neither the disk nor the gate.
"""

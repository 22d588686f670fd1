"""Do what each command does behind its options.

In: options that the command line has read. Out: rows, diagnostics and texts to print.
Imports every other folder; no other folder imports this one.
"""

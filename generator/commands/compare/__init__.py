"""Do what `diff` and `changelog` do: read two revisions, compare them, search the caller's code.

In: options that the command line has read. Out: a report as text, and an exit status.
Imports `compare` and `commands`; reads git through `commands/git` alone.
"""

"""Check every file against what the templates may write, before it is published.

In: path -> text. Out: the problems found; none if the files may be published.
Imports nothing of `emit`: the gate trusts no stage that it checks.
"""

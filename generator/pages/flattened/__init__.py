"""Restore pages that arrive on one line: markdown and YAML get their line breaks back by grammar, and are checked.

In: the text of a page whose white space was squeezed. Out: the same page with lines, or the place at which the lines
cannot be known. Imports what readers share, of `pages`.
"""

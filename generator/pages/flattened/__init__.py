"""Pages that arrive on one line: markdown and YAML get their line breaks back, by grammar, and proved.

In: the text of a page whose white space was squeezed. Out: the same page with lines, or the spot at which nobody can
say how they were. Imports what readers share, of `pages`.
"""

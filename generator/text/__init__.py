"""Handle words, prose and literals; the only place where text of a document enters Python source.

In: strings of strangers. Out: identifiers, wrapped prose, and literals that evaluate to exactly those strings.
Imports nothing of the stages.
"""

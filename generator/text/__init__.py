"""Words, prose and literals: the only place where the text of a document enters Python source.

In: strings of strangers. Out: identifiers, wrapped prose, literals that cannot be anything else.
Imports nothing of the stages.
"""

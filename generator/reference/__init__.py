"""Write the reference of a generated client: pages for people and for machines, and an index to search.

In: a described API with the texts of its package and the programs that call it. Out: texts by path, markdown and plain.
Texts of documents are hostile: they enter pages through `texts` alone. Imports neither `commands` nor any network.
"""

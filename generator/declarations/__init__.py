"""Read declarations about operations: how a list is divided into pages, and which states end a wait.

In: tables of provider.toml, or extensions of a document. Out: declarations as they are written, each with its places;
`ir` checks them against the operations. Imports `diagnostics` alone.
"""

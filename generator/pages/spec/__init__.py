"""Readings of the pages of one API → what `import` writes: document, examples, sources, drafts of settings and overlay.

In: readings. Out: texts by their path in the provider's folder, and counted facts. Imports what readers share, of
`pages`; touches neither disk nor network.
"""

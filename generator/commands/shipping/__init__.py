"""Do more with a client than writing it to `generated/`: calls to paste, the mock server, distributions.

In: a subject, and options. Out: text, a server, files of a folder.
Imports the pipeline, `snippets`, `distribution` and `mock`.
"""

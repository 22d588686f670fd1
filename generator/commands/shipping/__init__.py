"""What is done with a client besides writing it to `generated/`: calls to paste, the mock server, distributions.

In: a subject, and options. Out: text, a server, files of a folder. Imports the line, `snippets`, `distribution` and
`mock`.
"""

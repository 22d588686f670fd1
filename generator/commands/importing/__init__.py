"""`import`: turn pages from files and addresses into a provider's folder in `specs/`, its client, and a table of facts.

In: what the user named. Out: files of the folder, all of them or none, and rows for the summary. Imports `pages`, and
the commands that generate; `fetching` is the only module of the program that opens a socket.
"""

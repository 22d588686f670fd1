"""Read texts as trees that know the position of every value.

In: files and bytes that a user named. Out: a `Document`, with overlays applied, within the limits.
Imports nothing of the other stages, and opens no socket.
"""

"""Read texts for readers: JSON as pages print it, curl commands, JSX, tables, html, URLs, prose.

In: text, and the line on which it begins. Out: plain data that knows its lines. Imports `document`, and of `pages` the
data of a reading.
"""

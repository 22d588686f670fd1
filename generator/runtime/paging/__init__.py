"""Pagination: lists that a server sends a page at a time, as one iterator.

In: a request for the first page, and the rule by which an operation is divided into pages. Out: items and pages, asked
for as they are needed, and the cursor to go on from. Imports `http` and `models`; no client imports it.
"""

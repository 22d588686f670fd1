"""Comparisons: of documents, of revisions, and of a program with them."""

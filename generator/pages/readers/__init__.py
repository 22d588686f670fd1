"""One module a reader: what it takes from a page, and what it cannot, is in docs/pages.md."""

"""What `breadth.py` is made of: one document's work, and the processes that do it."""

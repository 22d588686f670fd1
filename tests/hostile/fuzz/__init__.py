"""Fuzzing: what a reader of documents must never do, whatever the bytes; `python -m tests.hostile.fuzz --help`."""

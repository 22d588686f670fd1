"""Parts of the bench of calls: see `tests/bench/call.py`."""

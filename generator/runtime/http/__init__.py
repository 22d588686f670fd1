"""Send requests and receive responses: clients, requests, responses, retries.

In: an operation and its arguments. Out: a decoded response or one error.
Imports `wire`, `models`, `security`, and `streams` when a stream is opened.
"""

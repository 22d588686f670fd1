"""What is sent and received: clients, requests, responses, retries, credentials, streams.

In: an operation and its arguments. Out: a decoded response or one error.
Imports `wire` and `models`.
"""

"""Fakes that answer a generated client in a test, in place of the provider.

In: requests that the real client writes. Out: responses that the real client reads, and a record of the requests.
Imports `http`, `wire` and `models`; no client imports it.
"""

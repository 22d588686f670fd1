"""Webhooks: requests that a provider's server makes, verified and read. No web framework is needed, or known.

In: headers and the bytes of a body. Out: a typed event, or one error that says nothing.
Imports `http` for content types, `wire`, `models`.
"""

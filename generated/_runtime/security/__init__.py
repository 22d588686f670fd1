"""Credentials: what a client was given, and where it goes in a request.

In: a credential, and the security schemes of an operation. Out: text for a header, a query or a cookie.
Imports `http`.
"""

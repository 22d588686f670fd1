"""Add credentials to requests.

In: a credential, and the security schemes of an operation. Out: text for a header, a query or a cookie.
Imports `http`.
"""

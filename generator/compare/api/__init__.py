"""Compare two sides of an API: operations, parameters, bodies, responses, security, servers.

In: a pair of `Api`. Out: changes, each with its place on both sides.
Imports `compare/schemas` and `compare/rules`; prints nothing.
"""

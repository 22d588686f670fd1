"""The meaning of an API as frozen data.

In: the canonical tree. Out: an `Api` of operations, parameters, bodies, responses and schemas, in wire names.
Imports `document`, `openapi`, `schema` and `normalize`; knows neither Python names nor files.
"""

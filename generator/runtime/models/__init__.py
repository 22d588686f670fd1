"""The base of all models: strict for values that are sent, tolerant for values that are received.

In: annotations of a class. Out: validators and serializers of pydantic.
Imports `json_schema`; knows neither HTTP nor files.
"""

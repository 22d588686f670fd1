"""The base of all models: strict where they are sent, tolerant where they are received.

In: annotations of a class. Out: validators and serializers of pydantic.
Imports `json_schema`; knows neither HTTP nor files.
"""

"""Process schemas: read, merge `allOf`, hoist inline classes, share, find cycles.

In: schemas as in the document. Out: canonical schemas, in which every class has a name.
Imports `document`, `openapi` and `text`; knows neither operations nor Python.
"""

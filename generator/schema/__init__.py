"""Everything that is done to schemas: read, merge `allOf`, hoist inline classes, share, find cycles.

In: schemas as the document writes them. Out: canonical schemas, in which every class has a name.
Imports `document`, `openapi` and `text`; knows neither operations nor Python.
"""

"""Write and read values: parameters, paths, forms, multipart, XML, codecs.

In: Python values. Out: text and bytes, and back.
Imports `models`; knows no HTTP client.
"""

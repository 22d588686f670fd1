"""What the words of a page mean: headings, sentences about a field, credentials, code and headings without marks.

In: texts of a page. Out: announcements, schemas, fields and credentials. Imports what readers share, of `pages`.
"""

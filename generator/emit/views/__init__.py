"""The data of templates: operations and their derived methods, fakes, webhooks.

In: Api and Names. Out: views, plain data for templates. Imports `ir`, `naming`, and the expressions of `emit`.
"""

"""What the templates of modules beside the client need: fakes and webhooks.

In: Api and Names. Out: views, plain data for templates. Imports `ir`, `naming`, and the expressions of `emit`.
"""

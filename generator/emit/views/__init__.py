"""What templates need: operations and the methods that follow from them, fakes, webhooks.

In: Api and Names. Out: views, plain data for templates. Imports `ir`, `naming`, and the expressions of `emit`.
"""

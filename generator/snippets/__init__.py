"""Snippets: the Python source of a call, made from a payload that the provider publishes.

In: a generated package, the canonical tree with its examples. Out: source that compiles and sends that payload, and
whether it does so exactly. Imports what makes a client; commands, packages and docs print what comes out.

The payload is decoded by the generated classes themselves, in a process that can do nothing else (`worker`): which
variant of a union it is, and what a value is in Python, is then what a caller's program would find, too.
"""

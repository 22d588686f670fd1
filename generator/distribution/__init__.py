"""Distributions: a generated package as a project that pip installs, a wheel and an sdist.

In: the files of a package with its runtime, facts about its description, a program that makes a first call. Out: texts
of a project, or the bytes of both files, the same in every run. Imports `text`, `compare` and the build backend.
"""

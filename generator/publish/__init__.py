"""Files reach the disk: staged, imported on trial, exchanged in one step.

In: path and text of each file, and a folder. Out: what became of each package.
Imports no stage: it would publish any text.
"""

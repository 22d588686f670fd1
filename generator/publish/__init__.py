"""Write files to disk: they are staged, imported on trial and exchanged in one step.

In: the path and text of each file, and a folder. Out: what became of each package.
Imports no stage: it can publish any text.
"""

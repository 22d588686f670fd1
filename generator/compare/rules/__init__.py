"""Every kind of change: its id, how grave it is in which direction, and its sentence.

In: nothing. Out: tables.
Imports neither the comparisons nor the reports.
"""

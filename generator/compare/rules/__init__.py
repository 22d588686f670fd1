"""Define every kind of change: its id, its severity in each direction, and its sentence.

In: nothing. Out: tables.
Imports neither the comparisons nor the reports.
"""

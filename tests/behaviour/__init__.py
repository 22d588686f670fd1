"""Checks what generated clients send and receive, for each cell of the standards' tables."""

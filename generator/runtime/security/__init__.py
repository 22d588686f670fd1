"""Credentials: what a client was given, and where it goes."""

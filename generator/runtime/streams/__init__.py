"""Responses that are read item by item."""

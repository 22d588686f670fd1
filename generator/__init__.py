"""Clientwright: typed Python clients from OpenAPI documents."""

"""Clientwright turns OpenAPI documents into typed Python clients; `pipeline` is the page to read first."""

__version__ = "0.1.0"

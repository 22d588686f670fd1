"""Clientwright turns OpenAPI documents into typed Python clients; read `pipeline` first."""

__version__ = "0.1.0"

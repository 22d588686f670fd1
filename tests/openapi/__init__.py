"""Tests of `generator/openapi`."""

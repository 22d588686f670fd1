"""Tests of `generator/schema`."""

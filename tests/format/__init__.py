"""Tests of `generator/format`."""

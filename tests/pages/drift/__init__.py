"""Tests of `generator/pages/drift`."""

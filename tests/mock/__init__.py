"""Tests of `generator/mock`."""

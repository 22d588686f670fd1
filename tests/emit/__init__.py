"""Tests of `generator/emit`."""

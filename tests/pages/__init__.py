"""Tests of `generator/document`."""

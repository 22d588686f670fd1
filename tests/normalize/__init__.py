"""Tests of `generator/normalize`."""

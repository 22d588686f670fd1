"""Tests of `generator/naming`."""

"""Tests of `generator/ir`."""

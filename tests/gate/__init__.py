"""Tests of `generator/gate`."""

"""Tests of the generator, of its runtime and of what it generates."""

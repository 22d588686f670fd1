"""Tests of the runtime on its own, without generated code."""

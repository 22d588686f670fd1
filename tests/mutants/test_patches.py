"""Each patch still fits the program: `make mutants` begins with all of them."""

from __future__ import annotations

import ast

import pytest

from . import outer_patches, patches, thin_patches, wide_patches
from .copies import ROOT
from .patch import Patch

EVERY = (*patches.PATCHES, *thin_patches.PATCHES, *wide_patches.PATCHES, *outer_patches.PATCHES)


@pytest.mark.slow
@pytest.mark.parametrize("patch", EVERY, ids=lambda patch: patch.name)
def test_a_patch_stands_once_in_its_file_and_leaves_python(patch: Patch) -> None:
    text = (ROOT / "generator" / patch.file).read_text("utf-8")
    assert text.count(patch.old) == 1
    ast.parse(text.replace(patch.old, patch.new))

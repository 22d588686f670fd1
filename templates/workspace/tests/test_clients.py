"""Every client can be imported, with all its modules, and is what specs/ give."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROVIDERS = sorted(path.name for path in (ROOT / "specs").iterdir() if path.is_dir())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_module_can_be_imported(provider):
    for path in sorted((ROOT / "generated" / provider).rglob("*.py")):
        names = path.relative_to(ROOT).with_suffix("").parts
        import_module(".".join(names[:-1] if names[-1] == "__init__" else names))


@pytest.mark.skipif(not PROVIDERS, reason="specs/ has no provider yet")
def test_generated_code_is_what_the_specs_give():
    done = subprocess.run([sys.executable, "-m", "clientwright", "check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

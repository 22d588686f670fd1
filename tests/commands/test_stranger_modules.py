"""A stranger's tree may hold a `yaml.py`: whatever is run in it, no module of that tree is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.publish.support import PETS, ROOT, provider

if TYPE_CHECKING:
    from pathlib import Path

LIBRARIES = (
    *("black", "click", "httpx", "httpcore", "h11", "idna", "certifi", "anyio", "jinja2", "markupsafe", "yaml"),
    *("_yaml", "jsonpath_rfc9535", "iregexp_check", "regex", "pydantic", "pydantic_core", "typing_extensions"),
    *("annotated_types", "rich", "pygments", "ruff", "pathspec", "platformdirs", "mypy_extensions", "mypy", "git"),
    *("sitecustomize", "usercustomize", "__future__", "encodings", "distributed", "httpx2", "orjson", "tests"),
)

PROBE = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"


def before_us(folder: Path) -> set[str]:
    """Return what `python -m` imports by itself before it comes to a program: SECURITY.md says that it does."""
    (folder / "probe.py").write_text(PROBE)
    done = subprocess.run([sys.executable, "-m", "probe"], cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def traps(without: set[str]) -> set[str]:
    return {*LIBRARIES, *sys.stdlib_module_names} - without


def lay_traps(folder: Path, without: set[str]) -> None:
    """Put a module into a tree for each name that a program may import, which leaves a file when it is."""
    for name in traps(without):
        (folder / f"{name}.py").write_text(f"open({f'canary of {name}'!r}, 'x').close()\nraise SystemExit({name!r})\n")


def sprung(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("canary*")]


@pytest.mark.parametrize("installed", [False, True])
def test_no_module_of_the_tree_is_imported(tmp_path: Path, installed: bool) -> None:
    tree = tmp_path / "stranger"
    for name in ("pets", "shops"):
        provider(tree, name, PETS)
    lay_traps(tree, set() if installed else before_us(tmp_path))
    # What pip installs as `clientwright` is such a script, in a folder of programs.
    script = tmp_path / "program"
    script.write_text("import sys\nfrom generator.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n")
    command = [sys.executable, str(script)] if installed else [sys.executable, "-m", "generator"]
    for arguments in (["generate", "--jobs", "2"], ["diff", "--used-in", "."]):
        done = subprocess.run(
            [*command, *arguments],
            cwd=tree,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=200,
        )
        assert sprung(tree) == [], arguments
        assert "Traceback" not in done.stderr, done.stderr
    assert (tree / "generated" / "shops" / "client.py").exists()

"""Whole runs of the program that are killed, fail, or run at the same time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.publish.lock import locked
from tests.publish.support import CHANGED, PETS, ROOT, generate, generated, provider

SHOPS = PETS.replace("pets", "shops").replace("Pet", "Shop").replace("pet", "shop")


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A workspace whose description of pets has changed since it was published; what is published, and what is to be."""
    folder = tmp_path_factory.mktemp("states")
    provider(folder, "pets", CHANGED)
    provider(folder, "shops", SHOPS)
    assert generate(folder).returncode == 0
    new = generated(folder)
    provider(folder, "pets", PETS)
    assert generate(folder).returncode == 0
    provider(folder, "pets", CHANGED)
    return folder, generated(folder), new


@pytest.fixture
def workspace(states: tuple[Path, dict[str, bytes], dict[str, bytes]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(states[0], tmp_path / "workspace"))


@pytest.fixture
def old(states: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> dict[str, bytes]:
    return states[1]


@pytest.fixture
def new(states: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> dict[str, bytes]:
    return states[2]


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in (*folder.iterdir(), *(folder / "generated").iterdir()) if "publishing" in path.name]


def test_an_edited_file_is_named(workspace: Path, new: dict[str, bytes]) -> None:
    client = workspace / "generated" / "shops" / "client.py"
    client.write_text(edited := client.read_text() + "# mine\n")
    done = generate(workspace, "--format", "json")
    assert done.returncode == 0
    result = json.loads(done.stdout)
    assert [row.get("edited") for row in result["providers"]] == [None, ["client.py"]]
    warnings = [one for one in result["diagnostics"] if one["code"] == "edited-by-hand"]
    assert [(one["severity"], one["file"]) for one in warnings] == [("warning", "generated/shops/client.py")]
    assert done.stderr.count("generated/shops/client.py: warning[edited-by-hand]") == 1
    _, _, kept = warnings[0]["message"].partition("its text is kept as ")
    assert (workspace / kept).read_text() == edited
    assert generated(workspace) == new
    assert "edited" not in generate(workspace).stderr


def test_an_edited_file_of_a_package_with_its_own_runtime_is_reported(tmp_path: Path) -> None:
    spec = tmp_path / "pets.yaml"
    spec.write_text(PETS)
    arguments = ["--spec", str(spec), "--out", "out", "--name", "zoo"]
    assert generate(tmp_path, *arguments).returncode == 0
    for path in ("client.py", "_runtime/http/preparation.py"):
        with (tmp_path / "out" / "zoo" / path).open("a") as file:
            file.write("# mine\n")
    spec.write_text(CHANGED)
    done = generate(tmp_path, *arguments)
    assert done.returncode == 0
    for path in ("client.py", "_runtime/http/preparation.py"):
        assert f"out/zoo/{path}: warning[edited-by-hand]: edited by hand since it was generated" in done.stderr
    kept = sorted((tmp_path / "out" / ".zoo.edited").rglob("*.py"))
    assert [path.read_text().endswith("# mine\n") for path in kept] == [True, True]
    assert "edited" not in generate(tmp_path, *arguments).stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_results_that_cannot_be_printed_are_no_bug(workspace: Path, new: dict[str, bytes]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "generator", "generate"],
            cwd=workspace,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "error: what was done cannot be printed: No space left on device\n")
    assert generated(workspace) == new


def test_an_edited_runtime_is_named(workspace: Path, new: dict[str, bytes]) -> None:
    core = workspace / "generated" / "_runtime" / "http" / "preparation.py"
    core.write_text(core.read_text() + "# mine\n")
    (workspace / "generated" / "_runtime" / "extra.py").write_text("x = 1\n")
    done = generate(workspace)
    assert "generated/_runtime/http/preparation.py: warning[edited-by-hand]" in done.stderr
    assert "generated/_runtime/extra.py: warning[edited-by-hand]" in done.stderr
    assert generated(workspace) == new


def test_simultaneous_runs_end_well(workspace: Path, new: dict[str, bytes]) -> None:
    shutil.rmtree(workspace / ".cache")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "generator", "generate"],
            cwd=workspace,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    outputs = [run.communicate(timeout=300) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], outputs
    assert generated(workspace) == new
    assert leftovers(workspace) == []


def test_who_is_publishing_is_named_in_a_line(workspace: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    impatient = workspace / "impatient"
    impatient.mkdir()
    (impatient / "sitecustomize.py").write_text("import generator.publish.lock as lock\nlock.PATIENCE = 0.2\n")
    with locked(workspace / ".generated.publishing"):
        done = generate(workspace, PYTHONPATH=os.pathsep.join([str(impatient), str(ROOT)]))
    assert done.returncode == 1
    assert f"process {os.getpid()} is publishing here" in done.stderr
    assert generated(workspace) == old
    assert generate(workspace).returncode == 0
    assert generated(workspace) == new


def test_an_unchanged_run_removes_the_work_folder_of_a_killed_run(workspace: Path, new: dict[str, bytes]) -> None:
    assert generate(workspace).returncode == 0
    for folder in (workspace / ".generated.publishing", workspace / "generated" / ".publishing"):
        (folder / "new" / "pets").mkdir(parents=True)
        (folder / "lock").write_text("1")
    assert generate(workspace).returncode == 0
    assert leftovers(workspace) == []
    assert generated(workspace) == new


@pytest.mark.parametrize(
    "link", ["generated", "generated/pets", "generated/pets/client.py", "generated/pets/models.py"]
)
def test_links_are_not_written_through(
    workspace: Path, tmp_path: Path, old: dict[str, bytes], new: dict[str, bytes], link: str
) -> None:
    """A link to the folder of all clients is followed; any other is refused, and what it leads to left alone."""
    real = tmp_path / "elsewhere"
    (workspace / link).rename(real)
    (workspace / link).symlink_to(real)
    before = {path: path.read_bytes() for path in [real, *real.rglob("*")] if path.is_file()}
    done = generate(workspace)
    assert (workspace / link).is_symlink()
    if link == "generated":
        assert done.returncode == 0, done.stderr
        assert {f"generated/{path.relative_to(real)}": path.read_bytes() for path in before} == new
        assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "workspace"]
    else:
        assert done.returncode == 1
        assert "cannot-publish" in done.stderr
        assert {path: path.read_bytes() for path in before} == before
        assert "Traceback" not in done.stderr


def mounted(folder: Path, what: str, options: str) -> subprocess.CompletedProcess[str]:
    """Run the program where a folder of the workspace is mounted on itself: only this process sees it."""
    script = 'mount --bind "$1" "$1" && mount -o "remount,bind,$2" "$1" || exit 77; exec "$3" -m generator generate'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f'cd "$0" && {script}', folder, what, options, sys.executable],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("mounting is not allowed here")
    return done


_ALSO = ("generated/pets", ".")
needs_mount = pytest.mark.skipif(shutil.which("unshare") is None, reason="there is no `unshare` here")


@needs_mount
@pytest.mark.parametrize("what", ["generated", ".cache", *(pytest.param(one, marks=pytest.mark.slow) for one in _ALSO)])
def test_a_read_only_folder_is_not_changed(
    workspace: Path, old: dict[str, bytes], new: dict[str, bytes], what: str
) -> None:
    done = mounted(workspace, what, "ro")
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr
    if what == ".cache":
        assert done.returncode == 0, done.stderr
        assert generated(workspace) == new
    else:
        assert done.returncode == 1
        assert "generated/pets: error[cannot-publish]: " in done.stderr
        assert generated(workspace) == old
    assert generate(workspace).returncode == 0
    assert generated(workspace) == new
    assert leftovers(workspace) == []


@needs_mount
def test_generated_may_be_mounted(workspace: Path, new: dict[str, bytes]) -> None:
    """As in a container that has nothing else of the host: nothing can be renamed into it from next to it."""
    (workspace / "generated" / "_runtime" / "http" / "preparation.py").write_text("broken = 1\n")
    done = mounted(workspace, "generated", "rw")
    assert (done.returncode, done.stderr.count("warning[edited-by-hand]")) == (0, 1), done.stderr
    assert generated(workspace) == new
    assert leftovers(workspace) == []


def test_a_folder_without_write_permission_is_not_changed(
    workspace: Path, old: dict[str, bytes], new: dict[str, bytes]
) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (workspace / "generated").chmod(0o555)
    done = generate(workspace)
    (workspace / "generated").chmod(0o755)
    assert done.returncode == 1
    assert "generated/pets: error[cannot-publish]: Permission denied" in done.stderr
    assert generated(workspace) == old
    assert generate(workspace).returncode == 0
    assert generated(workspace) == new


@needs_mount
@pytest.mark.slow
def test_a_disk_that_is_full(workspace: Path, tmp_path: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """A small file system with a little more room each time: the tree is the old one until it can be the new one."""
    script = """
        mount -t tmpfs -o "size=$4k" none "$1" || exit 77
        cp -r "$0/specs" "$0/generated" "$1" 2> "$1/../copied" || exit 76
        cd "$1"; "$2" -m generator generate; code=$?
        cp -r generated "$3"; exit $code
    """
    (workspace / "generated" / "_runtime" / "former.py").write_text("x = 1\n")
    old |= {"generated/_runtime/former.py": b"x = 1\n"}
    shutil.rmtree(workspace / ".cache")
    place, result, refused = tmp_path / "place", tmp_path / "result", 0
    place.mkdir()
    for size in range(100, 4_000, 4):
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", script, workspace, place, sys.executable, result, str(size)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 77:
            pytest.skip("mounting is not allowed here")
        if done.returncode == 76:
            continue
        found = {f"generated/{path.relative_to(result)}": path.read_bytes() for path in result.rglob("*.*")}
        assert "Traceback" not in done.stderr
        if done.returncode == 0:
            assert found == new
            break
        assert found == old, (size, done.stderr)
        assert "No space left on device" in done.stderr
        refused += 1
        shutil.rmtree(result)
    assert refused > 3


def test_a_bug_that_only_shows_in_python_is_found_before_it_is_published(
    workspace: Path, old: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import generator.publish.inventory as present\nimport generator.gate.check as gate\n"
        "from generator import pipeline\n"
        "original = pipeline.format_modules\n"
        "def spoiled(texts, *rest):\n"
        "    files = original(texts, *rest)\n"
        "    return files | {'models.py': files['models.py'] + '\\n\\nreturn\\n'} if 'height' in files.get('models.py', '') else files\n"
        "pipeline.format_modules = spoiled\npipeline.examine = lambda *_: gate.Examined([], {})\n"
    )
    done = generate(workspace, PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert done.returncode == 1
    errors = [line for line in done.stderr.splitlines() if "error[" in line]
    assert len(errors) == 1
    assert errors[0].startswith(
        "generated/pets: error[cannot-import]: the module generated.pets.models cannot be imported: SyntaxError: 'return' outside"
    )
    assert generated(workspace) == old

"""A run uses no network, no other program and no file outside its folders; dependencies are locked by hashes."""

from __future__ import annotations

import json
import os
import re
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

from generator.format.ruff import find_ruff
from tests.publish.support import CHANGED, PETS, ROOT, generate, provider

LOCKS = ("requirements.lock", "requirements-dev.lock")
"""What generating needs, and what else the tests need."""
WATCH = """
import os, sys
log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
refused = ("socket.", "ssl.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
programs = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn")
changes = {"os.mkdir": 1, "os.rmdir": 1, "os.remove": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2, "os.chmod": 1,
           "os.chown": 1, "os.truncate": 1, "os.utime": 1, "shutil.rmtree": 1, "shutil.move": 2, "shutil.copyfile": 2}

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, (str, bytes)):
            kind = "write" if (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or set(mode or "") & set("wax+") else "read"
            # What is opened below an open folder has a bare name; nothing else that is not here has.
            if os.sep in os.fsdecode(path) or os.path.exists(path):
                say(kind, os.fsdecode(path))
    elif event in ("os.remove", "os.rmdir") and arguments[1] != -1:
        say("write", os.path.join(os.readlink("/proc/self/fd/%d" % arguments[1]), os.fsdecode(arguments[0])))
    elif event in changes:
        for path in arguments[:changes[event]]:
            if isinstance(path, (str, bytes, os.PathLike)):
                say("write", os.fsdecode(path))
    elif event in programs:
        say("program", repr(arguments[:2]))
    elif event == "import" and arguments[1]:
        say("read", arguments[1])
    elif event.startswith(refused) and event not in ("socket.gethostname",):
        say("network", event)
        os._exit(99)

def say(kind, text):
    os.write(log, (kind + " " + text.replace(chr(10), " ") + chr(10)).encode("utf-8", "replace"))

sys.addaudithook(watch)
"""
"""Put in the way of every Python that a run starts, but for the one that imports: that one has a hook of its own."""


def watched(tmp_path: Path, folder: Path, *arguments: str) -> dict[str, set[str]]:
    """Run the program; return what it read, wrote and started."""
    site, log = tmp_path / "site", tmp_path / "audit"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(WATCH)
    log.write_text("")
    environment = {
        "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)]),
        "AUDIT_LOG": str(log),
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    done = generate(folder, *arguments, **environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, set[str]] = {"read": set(), "write": set(), "program": set(), "network": set()}
    for line in log.read_text("utf-8", "replace").splitlines():
        kind, _, text = line.partition(" ")
        found[kind].add(os.path.realpath(folder / text) if kind in ("read", "write") else text)
    return found


def is_below(path: str, *folders: Path) -> bool:
    return any(Path(path).is_relative_to(folder.resolve()) for folder in folders)


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the watch needs /proc")


@needs_proc
@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_run_stays_within_its_folders(tmp_path: Path, jobs: str) -> None:
    workspace = tmp_path / "workspace"
    provider(workspace, "pets", PETS)
    provider(workspace, "dogs", PETS)
    (workspace / "specs" / "pets" / "part.yaml").write_text("{}")
    for description in (PETS, CHANGED, CHANGED):
        provider(workspace, "pets", description)
        found = watched(tmp_path, workspace, "--jobs", jobs)
        check_reach(found, tmp_path, workspace, [workspace / "specs"])


@needs_proc
def test_a_document_from_anywhere_stays_within_its_folders(tmp_path: Path) -> None:
    spec, out = tmp_path / "documents" / "pets.yaml", tmp_path / "build"
    spec.parent.mkdir()
    for description in (PETS, CHANGED):
        spec.write_text(description)
        found = watched(tmp_path, tmp_path, "--spec", str(spec), "--out", str(out), "--name", "zoo")
        check_reach(found, tmp_path, out, [spec.parent])


def check_reach(found: dict[str, set[str]], tmp_path: Path, written: Path, read: list[Path]) -> None:
    python = [Path(path) for path in (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values())]
    own = [ROOT / "generator", ROOT / "templates", ROOT / ".cache"]
    system = [Path("/dev"), Path("/proc"), Path("/etc"), Path("/usr/share"), tmp_path / "site"]
    if written.name == "workspace":
        places = [written / "generated", written / ".generated.publishing", written / ".cache", ROOT / ".cache"]
    else:
        places = [written, ROOT / ".cache"]
    # The key that the cache is sealed with is in the user's own folder, in a folder of our own there.
    places.append(tmp_path / "state" / "clientwright")
    strays = {path for path in found["write"] if not is_below(path, *places, Path("/dev"))}
    # ruff formats our own text there, and the folder is removed.
    temporary = re.compile(rf"{re.escape(tempfile.gettempdir())}/(clientwright-)?\w{{8}}(/.*)?")
    strays = {path for path in strays if not temporary.fullmatch(path)}
    strays -= {str(written.resolve()), str(written.parent.resolve()), str(tmp_path.resolve() / "state")}
    assert strays == set()
    found["read"] = {path for path in found["read"] if not temporary.fullmatch(path)}
    assert {path for path in found["read"] if not is_below(path, *read, *places, *python, *own, *system)} <= {
        str(written.resolve()),
        str(written.parent.resolve()),
        str(ROOT),
    }
    assert found["network"] == set()
    importer = str(ROOT / "generator" / "publish" / "import_worker.py")
    others = {text for text in found["program"] if importer not in text and "multiprocessing" not in text}
    others = {text for text in others if f"[{find_ruff()!r}, 'format'" not in text}
    assert others == set()


def test_the_audit_hook_of_these_tests_sees_sockets(tmp_path: Path) -> None:
    (tmp_path / "generator.py").write_text("import socket\nsocket.socket()\n")
    with pytest.raises(AssertionError):
        watched(tmp_path, tmp_path)
    assert "network socket." in (tmp_path / "audit").read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_everything_that_is_installed_is_locked_with_hashes(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    pinned = [one.strip() for one in re.split(r"\n(?=\S)", text.strip())]
    assert len(pinned) > 20
    for one in pinned:
        name, *rest = one.split("\\\n")
        assert re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z0-9,-]+\])?==[^\s;]+( ; .+)?", name.strip()), name
        assert rest, f"{name} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line.strip()) for line in rest), name


def test_every_dependency_is_in_a_lock() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    locks = {name: (ROOT / name).read_text("utf-8").lower() for name in LOCKS}
    groups = [one for group in project["dependency-groups"].values() for one in group if isinstance(one, str)]
    assert not unlocked(project["project"]["dependencies"], locks["requirements.lock"])
    assert not unlocked(groups, "\n".join(locks.values()))


def unlocked(requirements: list[str], lock: str) -> list[str]:
    """Return the requirements whose package has no line of its own in the text of a lock."""
    names = {one: re.split(r"[^A-Za-z0-9._-]", one)[0].lower() for one in requirements}
    return [one for one, name in names.items() if not re.search(rf"^{re.escape(name)}(\[|==)", lock, re.MULTILINE)]


def test_installing_asks_for_the_hashes() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    commands = [line for line in makefile.splitlines() if "pip install" in line]
    assert commands
    assert all("--require-hashes" in line for line in commands)
    installing = re.findall(r"\$\(INSTALL\) (.*?);", makefile)
    assert sorted(installing) == [f"-r {name}" for name in sorted(LOCKS)]


@pytest.mark.parametrize("shown", [False, True])
def test_modules_are_imported_under_the_audit_hook_unless_they_are_shown_to_be_importable(
    tmp_path: Path, shown: bool
) -> None:
    """The hook itself is tested in `test_import_check`; here, that the program uses it for what it publishes."""
    provider(tmp_path, "pets", PETS)
    asked: set[str] = set()
    (tmp_path / "sitecustomize.py").write_text(
        "import json, os\nfrom generator.publish.import_check import Trial\nask = Trial.ask\n"
        "def noted(self, request):\n"
        "    with open(os.environ['ASKED'], 'a') as file: print(json.dumps(list(request.modules)), file=file)\n"
        "    return ask(self, request)\n"
        "Trial.ask = noted\n"
        + ("" if shown else "import generator.gate.check as gate\ngate.importable = lambda *_: frozenset()\n")
    )
    log = tmp_path / "asked"
    done = generate(tmp_path, PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]), ASKED=str(log))
    assert done.returncode == 0, done.stderr
    if shown:
        assert not log.exists()
        return
    for line in log.read_text().splitlines():
        asked |= set(json.loads(line))
    # The runtime is the program's own text: it is imported where a module of a client imports it.
    files = (path.relative_to(tmp_path) for path in (tmp_path / "generated" / "pets").rglob("*.py"))
    assert asked == {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in files}

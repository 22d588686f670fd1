"""Before publishing, every module is imported in a process that can do nothing else."""

from __future__ import annotations

import os
import py_compile
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import cache_from_source
from typing import TYPE_CHECKING

import pytest

from generator.publish import import_check as module
from generator.publish.import_check import ImportRequest
from generator.publish.publisher import HEADER, PublishError, Trial
from tests.publish.support import A, publish, publish_clients, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as one:
        yield one


CANARY = "canary"
FORBIDDEN = {
    "a socket": "import socket\nsocket.socket().connect(('127.0.0.1', 9))",
    "a name looked up": "import socket\nsocket.getaddrinfo('example.com', 80)",
    "a process": "import subprocess, sys\nsubprocess.run([sys.executable, '-V'])",
    "a shell": "import os\nos.system('touch ' + {0!r})",
    "a fork": "import os\nif os.fork() == 0: os._exit(0)",
    "another program": "import os\nos.execv('/bin/touch', ['touch', {0!r}])",
    "a written file": "open({0!r}, 'w')",
    "a descriptor to write to": "import os\nos.open({0!r}, os.O_CREAT | os.O_WRONLY)",
    "a new folder": "import os\nos.mkdir({0!r})",
    "a file removed": "import os\nos.unlink(__file__)",
    "a file renamed": "import os\nos.rename(__file__, {0!r})",
    "a link": "import os\nos.symlink('x', {0!r})",
    "a foreign function": "import ctypes\nctypes.CDLL(None)",
    "a temporary file": "import tempfile\ntempfile.mkdtemp()",
    "another hook": "import sys\nsys.addaudithook(print)",
    "a list of all objects": "import gc\ngc.get_objects()",
    "names of the hook": "import __main__ as m, os\nm._REFUSED = frozenset()\nos.mkdir({0!r})",
    "names of the frames": (
        "import os, sys\nframe = sys._getframe()\nwhile frame:\n"
        "    frame.f_globals.update(_REFUSED=frozenset(), _LOOKING={{'os.mkdir'}}, _WRITING=0, guard=None)\n"
        "    frame = frame.f_back\nos.mkdir({0!r})"
    ),
    "builtins": (
        "import builtins, os\nformer = {{**vars(builtins)}}\n"
        "builtins.frozenset = builtins.isinstance = builtins.any = lambda *_: False\n"
        "try:\n    os.mkdir({0!r})\nfinally:\n    vars(builtins).update(former)"
    ),
    "caught": "import os\ntry:\n    os.mkdir({0!r})\nexcept Exception:\n    pass",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_statements_that_no_template_writes_are_refused(target: Path, trial: Trial, name: str) -> None:
    canary = target.parents[1] / CANARY
    source = FORBIDDEN[name].format(str(canary))
    with pytest.raises(PublishError, match=r"the module pets\.a cannot be imported: it uses "):
        publish({"__init__.py": A, "a.py": f"{HEADER}\n{source}\n"}, target, trial)
    assert not canary.exists()
    assert not list(target.parent.iterdir())


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("def f(:", "SyntaxError: invalid syntax"),
        ("def f(a, a): pass", "SyntaxError: duplicate argument 'a'"),
        ("return", "SyntaxError: 'return' outside function"),
        ("missing", "NameError: name 'missing' is not defined"),
        ("from .b import nothing", "ImportError: cannot import name 'nothing' from 'pets.b'"),
        ("import nosuchmodule", "ModuleNotFoundError: No module named 'nosuchmodule'"),
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("raise ValueError('one\\ntwo')", "ValueError: one"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("import os\nos._exit(0)", "the process that imports ended with status 0"),
        ("def f(): f()\nf()", "RecursionError"),
    ],
)
def test_a_module_that_cannot_be_imported_is_named(target: Path, source: str, reason: str) -> None:
    publish({"__init__.py": A, "a.py": A, "b.py": A}, target)
    files = {"__init__.py": A, "a.py": f"{HEADER}\n{source}\n", "b.py": f"{HEADER}\nB = 2\n"}
    with Trial() as trial, pytest.raises(PublishError) as refused:
        publish(files, target, trial)
    assert refused.value.code == "cannot-import"
    assert refused.value.strerror.startswith(f"the module pets.a cannot be imported: {reason}")
    assert "\n" not in refused.value.strerror
    assert tree(target.parent) == {"pets/__init__.py": A, "pets/a.py": A, "pets/b.py": A}


def test_every_module_is_imported(target: Path, trial: Trial) -> None:
    files = {
        "__init__.py": A,
        "a/__init__.py": A,
        "a/b.py": f"{HEADER}\nfrom ..c import C\n",
        "c.py": f"{HEADER}\nC = 1\n",
    }
    publish(files, target, trial)
    with pytest.raises(PublishError, match=r"the module pets\.a\.b cannot be imported"):
        publish({**files, "c.py": f"{HEADER}\nD = 1\n"}, target, trial)


def test_a_package_is_imported_in_a_new_process_each_time(target: Path, trial: Trial) -> None:
    for number in range(3):
        text = f"{HEADER}\nA{number} = 1\n"
        publish({"__init__.py": f"{HEADER}\nfrom .a import A{number}\n", "a.py": text}, target, trial)


def test_libraries_of_clients_are_there_and_nothing_of_the_generator(target: Path, trial: Trial) -> None:
    publish({"__init__.py": f"{HEADER}\nimport httpx, pydantic\nfrom pydantic import Field\n"}, target, trial)
    with pytest.raises(PublishError, match="No module named 'generator'"):
        publish({"__init__.py": f"{HEADER}\nimport generator\n"}, target, trial)


def test_no_bytecode_and_no_environment(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEY", "secret")
    monkeypatch.setenv("PYTHONSTARTUP", "x")
    source = f"{HEADER}\nimport os\nassert 'API_KEY' not in os.environ\n"
    with Trial() as trial:
        publish({"__init__.py": source}, target, trial)
    assert [path.name for path in target.rglob("*")] == ["__init__.py"]


def test_an_import_that_does_not_end_is_ended(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 1.0)
    with Trial() as trial, pytest.raises(PublishError, match="the process that imports ended"):
        publish({"__init__.py": f"{HEADER}\nwhile True: pass\n"}, target, trial)


def test_a_package_that_ends_the_process_does_not_affect_others(tmp_path: Path) -> None:
    folder = tmp_path / "generated"
    bad = f"{HEADER}\nimport os\nos._exit(3)\n"
    with Trial() as trial:
        results = publish_clients(
            folder, {"cats": {"__init__.py": A}, "dogs": {"__init__.py": bad}, "pets": {"__init__.py": A}}, trial
        )
    assert isinstance(results["dogs"], PublishError)
    assert sorted(tree(folder)) == ["cats/__init__.py", "pets/__init__.py"]


def test_without_an_interpreter_nothing_is_published(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", os.fspath(target / "python"))
    with Trial() as trial, pytest.raises(OSError, match="No such file"):
        publish({"__init__.py": A}, target, trial)
    assert not list(target.parent.iterdir())


RAISES = "raise SystemExit('not the source')"


def test_bytecode_next_to_a_source_is_not_run(tmp_path: Path, trial: Trial) -> None:
    source = tmp_path / "generated" / "pets" / "__init__.py"
    source.parent.mkdir(parents=True)
    source.write_text(A)
    other = tmp_path / "other.py"
    other.write_text(RAISES)
    cached = cache_from_source(str(source))
    py_compile.compile(str(other), cached, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    assert trial.ask(ImportRequest(["generated.pets"], [tmp_path / "generated"], "generated"))() is None
    assert trial.ask(ImportRequest(["pets"], [tmp_path / "generated"]))() is None


@pytest.mark.parametrize("suffix", [".pyc", EXTENSION_SUFFIXES[0]])
def test_modules_without_a_source_are_not_found(tmp_path: Path, trial: Trial, suffix: str) -> None:
    other = tmp_path / "other.py"
    other.write_text(RAISES)
    folder = tmp_path / "generated" / "cats"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(A)
    py_compile.compile(str(other), str(folder / f"a{suffix}"))
    problem = trial.ask(ImportRequest(["generated.cats.a"], [tmp_path / "generated"], "generated"))()
    assert problem
    assert problem.endswith("No module named 'generated.cats.a'")

"""Documents handed out: to threads, processes, executors of any kind, and a dask cluster that loses a worker."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator import pipeline
from generator.cli import main
from generator.commands.executors import dask_cluster, remote_executor
from generator.commands.generate import RunOptions, generate_all
from generator.commands.job import Job, Outcome, run
from generator.commands.summary import WORKER_LOST, Status
from generator.commands.workspace import Workspace
from generator.diagnostics import Report

ROOT = Path(__file__).resolve().parents[2]

DOCUMENT = """\
openapi: 3.1.0
info: {{title: {0}, version: "1"}}
servers: [{{url: "https://{0}.example.com"}}]
paths:
  /{0}/{{id}}:
    get:
      operationId: get-{0}
      parameters: [{{name: id, in: path, required: true, schema: {{type: integer}}}}]
      responses:
        "200": {{description: It., content: {{application/json: {{schema: {{$ref: "{1}"}}}}}}}}
components:
  schemas:
    {0}: {{type: object, properties: {{name: {{type: string}}}}}}
"""
NAMES = ("cats", "dogs", "eels", "fish")
SPREAD = "spread"
REFUSED = "refused"


def on_progress(_done: int, _total: int) -> None:
    """Nobody looks."""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Four small providers, one in several files, one that is broken; by a path that only holds here."""
    for name in NAMES:
        write(tmp_path, name, DOCUMENT.format(name, f"#/components/schemas/{name}"))
    write(tmp_path, SPREAD, DOCUMENT.format(SPREAD, "parts/one.yaml"))
    write(tmp_path, SPREAD, "type: object\nproperties: {two: {$ref: two.yaml}}\n", "parts/one.yaml")
    write(tmp_path, SPREAD, "type: object\nproperties: {count: {type: integer}}\n", "parts/two.yaml")
    write(tmp_path, REFUSED, DOCUMENT.format(REFUSED, "missing.yaml"))
    monkeypatch.chdir(tmp_path)
    return Workspace(Path())


def write(folder: Path, provider: str, text: str, name: str = "openapi.yaml") -> None:
    path = folder / "specs" / provider / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def jobs(workspace: Workspace) -> list[Job]:
    subjects = [workspace.subject(name, Report()) for name in workspace.providers()]
    return [Job(subject) for subject in subjects if subject]


def told(outcomes: Sequence[Outcome] | Iterator[Outcome]) -> dict[str, Any]:
    """Return what must not depend on who did the work."""
    return {one.name: (one.files, one.operations, one.models, one.diagnostics, one.crash) for one in outcomes}


def lost(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the clients that no worker finished."""
    return sorted(one.name for one in outcomes if any(what.code == WORKER_LOST for what in one.diagnostics))


class Here(Executor):
    """Does at once what it is given."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        # What travels is written down, as it would be on its way.
        fn, args = pickle.loads(pickle.dumps((fn, args)))
        future.set_result(pickle.loads(pickle.dumps(fn(*args, **kwargs))))
        return future


class Losing(Here):
    """Loses every second piece of work, as soon as it is given or later."""

    count = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.count += 1
        match self.count % 4:
            case 0:
                raise BrokenExecutor("no more")
            case 2:
                future: Future[Any] = Future()
                future.set_exception(BrokenExecutor("it\nwas lost"))
                return future
            case _:
                return super().submit(fn, *args, **kwargs)


def elsewhere() -> ProcessPoolExecutor:
    """Processes that find nothing by the paths that hold here."""
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"), initializer=os.chdir, initargs=("/",))


@pytest.mark.parametrize("make", [Here, lambda: ThreadPoolExecutor(3), elsewhere], ids=["here", "threads", "processes"])
def test_any_executor_gives_the_same(workspace: Workspace, make: Callable[[], Executor]) -> None:
    expected = told([run(job) for job in jobs(workspace)])
    assert [name for name, one in expected.items() if one[0] is None] == [REFUSED]
    with make() as executor:
        assert told(remote_executor.run_on(executor, jobs(workspace), 1)) == expected


def test_generate_publishes_packages_from_an_executor(workspace: Workspace) -> None:
    rows = {
        row.provider: row
        for row in generate_all(workspace, workspace.providers(), RunOptions(executor=Here()), on_progress)
    }
    assert [rows[name].status for name in (*NAMES, SPREAD, REFUSED)] == [Status.WRITTEN] * 5 + [Status.REFUSED]
    assert (workspace.generated / "cats" / "client.py").is_file()


def test_jobs_that_an_executor_loses_are_done_on_this_machine(workspace: Workspace) -> None:
    expected = told([run(job) for job in jobs(workspace)])
    found = list(remote_executor.run_on(Losing(), jobs(workspace), 1))
    assert len(lost(found)) >= 3
    assert {one.name: one.files for one in found} == {name: one[0] for name, one in expected.items()}
    messages = {what.message for one in found for what in one.diagnostics if what.code == WORKER_LOST}
    assert any("BrokenExecutor: it)" in message for message in messages)


def test_that_a_worker_was_lost_is_not_remembered(workspace: Workspace) -> None:
    once = generate_all(workspace, NAMES, RunOptions(executor=Losing()), on_progress)
    again = generate_all(workspace, NAMES, RunOptions(executor=Losing()), on_progress)
    assert any(what.code == WORKER_LOST for row in once for what in row.diagnostics)
    assert not any(row.diagnostics for row in again)
    assert {row.status for row in again} == {Status.UNCHANGED}


def test_a_killed_process_loses_no_document(workspace: Workspace) -> None:
    with elsewhere() as executor:
        executor.submit(os.getpid).result()
        found = remote_executor.run_on(executor, jobs(workspace), 2)
        first = next(found)
        for process in list(executor._processes.values()):
            os.kill(process.pid, signal.SIGKILL)
        rest = list(found)
    assert sorted(one.name for one in [first, *rest]) == sorted(workspace.providers())
    assert [one.name for one in [first, *rest] if one.files is None] == [REFUSED]


def test_a_crash_is_reported_in_the_row_of_its_document(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.describe

    def crashing(inputs: Any, *rest: Any) -> Any:
        return whole(inputs, *rest) if inputs.package != "dogs" else 1 / 0

    monkeypatch.setattr(pipeline, "describe", crashing)
    with ThreadPoolExecutor(2) as executor:
        found = {one.name: one for one in remote_executor.run_on(executor, jobs(workspace), 1)}
    assert found["dogs"].crash is not None
    assert "ZeroDivisionError" in found["dogs"].crash
    assert [name for name, one in found.items() if one.crash] == ["dogs"]
    assert {name for name, one in found.items() if one.files} == {"cats", "eels", "fish", SPREAD}


def test_answers_of_a_worker_with_another_version_are_not_used(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = jobs(workspace)[:1]
    with pytest.raises(remote_executor.OtherProgramError):
        remote_executor.run_sent(job, remote_executor.pack(job), "another")


def test_a_reference_that_leaves_the_folder_stays_here(workspace: Workspace) -> None:
    secret = workspace.root / "specs" / "secret.yaml"
    secret.write_text("type: object\n")
    (workspace.specs / SPREAD / "parts" / "two.yaml").unlink()
    (workspace.specs / SPREAD / "parts" / "two.yaml").symlink_to(secret.resolve())
    found = {one.name: one for one in remote_executor.run_on(Here(), jobs(workspace), 1)}
    assert found[SPREAD].files is None
    assert told([found[SPREAD]]) == told([run(job) for job in jobs(workspace) if job.subject.name == SPREAD])


def test_without_dask_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(dask_cluster.SchedulerError, match="needs the package `distributed`"),
        dask_cluster.cluster("tcp://x:1"),
    ):
        pass


def test_an_address_that_is_none_is_one_line_and_wrong_usage(workspace: Workspace) -> None:
    done = CliRunner().invoke(main, ["generate", "cats", "--scheduler", "nowhere"])
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: no dask scheduler answers at nowhere: ")
    assert done.stderr.count("\n") == 1


@contextmanager
def local_cluster(count: int) -> Generator[Any]:
    """Give a cluster on this machine, whose workers find nothing by the paths that hold here."""
    distributed = pytest.importorskip("distributed", reason="the package `distributed` is not installed")
    with distributed.LocalCluster(
        count, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as started:
        yield started


def empty(started: Any) -> None:
    """Take all workers away, and wait until they are gone."""
    started.scale(0)
    while started.scheduler.workers:
        time.sleep(0.05)


def test_a_dask_cluster_that_loses_a_worker(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    expected = told([run(job) for job in jobs(workspace)])
    with local_cluster(2) as started, dask_cluster.cluster(started.scheduler_address) as executor:
        assert told(remote_executor.run_on(executor, jobs(workspace), 1)) == expected
        found = remote_executor.run_on(executor, jobs(workspace), 1)
        outcomes = [next(found)]
        os.kill(executor.submit(os.getpid).result(), signal.SIGKILL)
        outcomes += found
    assert {one.name: one.files for one in outcomes} == {name: one[0] for name, one in expected.items()}


def test_a_dask_cluster_without_workers_is_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "_PATIENCE", 1)
    with local_cluster(1) as started:
        empty(started)
        with (
            pytest.raises(dask_cluster.SchedulerError, match="has no worker"),
            dask_cluster.cluster(started.scheduler_address),
        ):
            pass


@pytest.mark.slow
def test_a_lost_dask_cluster_loses_no_document(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(dask_cluster, "_GRACE", 1.0)
    with local_cluster(1) as started, dask_cluster.cluster(started.scheduler_address) as executor:
        empty(started)
        found = list(remote_executor.run_on(executor, jobs(workspace), 1))
    assert sorted(one.name for one in found) == sorted(workspace.providers())
    assert [one.name for one in found if one.files is None] == [REFUSED]

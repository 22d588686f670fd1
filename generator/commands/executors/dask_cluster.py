"""Uses a running dask.distributed cluster as an executor. Only this needs the package `distributed`.

The cluster is trusted: what its workers return is unpickled here. The scheduler and the workers need this program and
its libraries (`PYTHONPATH` at the top of a checkout is enough), in the same versions as here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, Literal, ParamSpec, Protocol, TypeVar

from ...diagnostics import printable
from ..incremental import engine

_PATIENCE = 10
"""Seconds that the scheduler has to answer, and to have a worker."""
_GRACE = 30.0
"""Seconds that a cluster may be without any worker: one that died is often started again."""
_PAUSE = 1.0

T = TypeVar("T")
P = ParamSpec("P")


class SchedulerError(Exception):
    """No cluster can be used: the message is one line for the user."""


class _Promise(Protocol):
    """The part of `distributed.Future` that is used."""

    status: str

    def result(self) -> Any: ...
    def exception(self) -> BaseException: ...
    def cancel(self) -> object: ...
    def add_done_callback(self, fn: Callable[[_Promise], object]) -> object: ...


class _Client(Protocol):
    """The part of `distributed.Client` that is used."""

    status: str

    def submit(self, func: Callable[..., object], *args: object, pure: bool) -> _Promise: ...
    def wait_for_workers(self, n_workers: int, timeout: float) -> object: ...
    def run(self, function: Callable[[], str], *, on_error: Literal["return"]) -> Mapping[str, object]: ...
    def nthreads(self) -> Mapping[str, int]: ...
    def close(self) -> object: ...


@contextmanager
def cluster(address: str) -> Generator[Executor]:
    """Yield the cluster whose scheduler listens at `address`, as an executor.

    Raises:
        SchedulerError: `distributed` is not installed, nothing answers, there is no worker, or the workers have another
            version of this program.
    """
    client = _connected(address)
    executor = _Cluster(client)
    try:
        _check(client, address)
        yield executor
    finally:
        executor.shutdown()
        with suppress(OSError):
            client.close()


def _connected(address: str) -> _Client:
    try:
        distributed = import_module("distributed")
    except ImportError:
        message = "--scheduler needs the package `distributed`, which is not installed: pip install distributed"
        raise SchedulerError(message) from None
    # The outcomes report lost connections and workers.
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        # A client that was created with such an address logs another error when it is deleted.
        import_module("distributed.comm").resolve_address(address)
        client: _Client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except Exception as error:  # Each kind of address raises errors of its own.
        raise SchedulerError(f"no dask scheduler answers at {printable(address)}: {_line(error)}") from None
    return client


def _check(client: _Client, address: str) -> None:
    """Check that there are workers, and that they would generate the same as this machine."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        found = client.run(engine, on_error="return")
    except OSError as error:
        raise SchedulerError(f"the dask cluster at {printable(address)} has no worker: {_line(error)}") from None
    for worker, answer in found.items():
        if isinstance(answer, BaseException):
            message = f"cannot import this program ({_line(answer)}): start it with PYTHONPATH at a checkout"
            raise SchedulerError(f"the dask worker {worker} {message}")
        if answer != engine():
            message = "has another version of this program, of its libraries or of Python: install the same there"
            raise SchedulerError(f"the dask worker {worker} {message}")


def _line(error: BaseException) -> str:
    return printable(next(iter(str(error).splitlines()), type(error).__name__))


class _Cluster(Executor):
    """Passes work to a client, and gives up on unfinished work when the cluster is gone."""

    def __init__(self, client: _Client) -> None:
        self._client = client
        self._out: dict[Future[Any], _Promise] = {}
        self._lock, self._over = threading.Lock(), threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Schedule a call. dask repeats it, up to three times, if its worker is lost."""
        promise = self._client.submit(fn, *args, **kwargs, pure=False)
        future: Future[T] = Future()
        with self._lock:
            self._out[future] = promise
        promise.add_done_callback(lambda done: self._settle(future, done))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop watching the cluster, and cancel what is unfinished."""
        self._over.set()
        self._abandon("the program is over")

    def _settle(self, future: Future[T], promise: _Promise) -> None:
        with self._lock:
            if self._out.pop(future, None) is None:
                return
        if not future.set_running_or_notify_cancel():
            return
        try:
            if promise.status == "finished":
                future.set_result(promise.result())
            elif promise.status == "error":
                future.set_exception(promise.exception())
            else:
                future.set_exception(SchedulerError("the cluster lost it"))
        except Exception as error:  # The result was on a worker that is gone now.
            future.set_exception(error)

    def _watch(self) -> None:
        seen = time.monotonic()
        while not self._over.wait(_PAUSE):
            if self._has_workers():
                seen = time.monotonic()
            elif time.monotonic() - seen > _GRACE:
                self._abandon("the cluster has no worker any more")

    def _has_workers(self) -> bool:
        try:
            return self._client.status == "running" and bool(self._client.nthreads())
        except Exception:  # A client without its scheduler fails in many ways, which all mean the same.
            return False

    def _abandon(self, reason: str) -> None:
        with self._lock:
            out, self._out = self._out, {}
        for future, promise in out.items():
            if future.set_running_or_notify_cancel():
                future.set_exception(SchedulerError(reason))
            with suppress(Exception):
                promise.cancel()

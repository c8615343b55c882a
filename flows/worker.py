"""Run one job in a child process that can be stopped: by time, by memory, or with its parent.

The child leads a process group of its own, so whatever it starts dies with it. It is forked from a
small server process that has the heavy imports done (:func:`warm`), not from this process: a
fork of a process with threads may hang. A job that hangs in C code cannot be interrupted, so
nothing here asks politely: the whole group gets SIGKILL.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import shutil
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from multiprocessing import connection, forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any, Literal, NoReturn

import psutil

from tables.errors import RenjaError, WorkerCrashed, WorkerOutOfMemory, WorkerTimedOut

_POLL = 0.1  # seconds between two looks at the child's memory
_SPARE = 4 * 1024**3  # address space beyond the limit: libraries reserve far more than they use
_CONTEXT = multiprocessing.get_context("forkserver")

_Verdict = Literal["timeout", "memory"]


def warm(modules: Iterable[str]) -> None:
    """Start the fork server now and let it import ``modules`` while the caller does other things.

    Only the first call has an effect. Children see the environment variables of this moment.
    """
    _CONTEXT.set_forkserver_preload(list(modules))
    forkserver.ensure_running()


def report(message: dict[str, Any]) -> None:
    """Called inside a job: hand ``message`` to the ``on_progress`` of :func:`run`.

    Outside a worker, and in processes the job itself starts, it does nothing.
    """
    _outbox.send("progress", message)


def extend(seconds: float) -> None:
    """Called inside a job that sees how much there is to do: its time limit is so much later."""
    _outbox.send("extend", seconds)


def run(
    job: Callable[..., Any],
    *args: Any,
    timeout: float,
    memory: int,
    on_progress: Callable[[dict[str, Any]], None] | None = None,
) -> Any:
    """Run ``job(*args)`` in a fresh process and return its result.

    Args:
        job: a top-level function; it, its arguments and its result are pickled.
        timeout: seconds of wall-clock time; the job may ask for more, see :func:`extend`.
        memory: bytes of resident memory of the child and everything it starts, together.
        on_progress: called in this process with each message of :func:`report`.

    Raises:
        WorkerTimedOut, WorkerOutOfMemory: a limit was met and the child killed.
        WorkerCrashed: the child died, or the job raised what is not a :class:`RenjaError`.
        RenjaError: what the job raised.
    """
    inbox, child_outbox = _CONTEXT.Pipe(duplex=False)
    child_lifeline, lifeline = _CONTEXT.Pipe(duplex=False)
    scratch = tempfile.mkdtemp(prefix="renja-")
    process = _CONTEXT.Process(
        target=_child, args=((child_outbox, child_lifeline), scratch, memory, job, args)
    )
    guard: _Guard | None = None
    try:
        _start(process)
        child_outbox.close()
        child_lifeline.close()
        guard = _Guard(process, timeout, memory)
        outcome = _receive(inbox, guard, on_progress)
    finally:
        if guard is not None:
            guard.stop()
        for end in (inbox, child_outbox, lifeline, child_lifeline):
            end.close()
        shutil.rmtree(scratch, ignore_errors=True)
    if outcome is None:
        _raise_death(guard, memory)
    return _unwrap(*outcome)


def _start(process: ForkServerProcess) -> None:
    try:
        process.start()
    except (EOFError, ConnectionError) as error:
        raise WorkerCrashed("the process that starts workers died; its error is above") from error


def _receive(
    inbox: Connection, guard: _Guard, on_progress: Callable[[dict[str, Any]], None] | None
) -> tuple[str, Any] | None:
    """The child's last message, ``None`` if it died without one."""
    while True:
        try:
            kind, value = inbox.recv()
        except (EOFError, OSError):
            return None
        if kind == "extend":
            guard.extend(value)
        elif kind != "progress":
            return kind, value
        elif on_progress is not None:
            on_progress(value)


def _unwrap(kind: str, value: Any) -> Any:
    if kind == "result":
        return value
    if kind == "error":
        raise value
    summary, trace = value
    if kind == "memory":
        raise WorkerOutOfMemory(f"the job could not get more memory: {summary}")
    error = WorkerCrashed(f"the job failed: {summary}")
    error.add_note(trace)
    raise error


def _raise_death(guard: _Guard, memory: int) -> NoReturn:
    if guard.verdict == "timeout":
        raise WorkerTimedOut(f"stopped after {guard.timeout:g} s (limit: timeout)")
    if guard.verdict == "memory":
        raise WorkerOutOfMemory(
            f"stopped at {guard.peak >> 20} MiB of memory (limit: memory = {memory >> 20} MiB)"
        )
    code = guard.exitcode
    if code is not None and code < 0:
        hint = "; the system may be short of memory" if -code == signal.SIGKILL else ""
        raise WorkerCrashed(f"the worker died of {_signal_name(-code)}{hint}")
    raise WorkerCrashed(f"the worker ended with exit code {code} and no result")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # real-time signals have no names
        return f"signal {number}"


class _Guard:
    """Watches one child from a thread and kills its group at a limit or when the child is gone.

    Killing the group when the leader is gone also closes the pipe ends its children hold, so
    whoever waits on the pipe wakes up.
    """

    def __init__(self, process: ForkServerProcess, timeout: float, memory: int) -> None:
        self.verdict: _Verdict | None = None
        self.peak = 0
        self.timeout = timeout
        self.exitcode: int | None = None
        self._process = process
        self._started = time.monotonic()
        self._memory = memory
        self._wake, self._waker = _CONTEXT.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._watch, name="worker-guard", daemon=True)
        self._thread.start()

    def extend(self, seconds: float) -> None:
        self.timeout += seconds

    def stop(self) -> None:
        """Kill what is left and collect it; the child's exit code is known afterwards."""
        self._waker.close()
        self._thread.join()
        self._wake.close()
        self._process.join()
        self.exitcode = self._process.exitcode
        self._process.close()

    def _watch(self) -> None:
        while not connection.wait([self._process.sentinel, self._wake], timeout=_POLL):
            if time.monotonic() - self._started > self.timeout:
                self.verdict = "timeout"
                break
            if self._used() > self._memory:
                self.verdict = "memory"
                break
        _kill_group(self._process)

    def _used(self) -> int:
        """Bytes of memory of the group; pages shared between its members count once."""
        members = _members(self._process.pid)
        used = _sum(members, lambda process: int(process.memory_info().rss))
        if used > self._memory and len(members) > 1:
            # Slower, and exact: every shared page is split among those who share it.
            used = _sum(members, lambda process: int(process.memory_full_info().pss))
        self.peak = max(self.peak, used)
        return used


def _members(pid: int | None) -> list[psutil.Process]:
    try:
        leader = psutil.Process(pid)
        return [leader, *leader.children(recursive=True)]
    except psutil.Error:
        return []


def _sum(members: list[psutil.Process], measure: Callable[[psutil.Process], int]) -> int:
    total = 0
    for member in members:
        with contextlib.suppress(psutil.Error):
            total += measure(member)
    return total


def _kill_group(process: ForkServerProcess) -> None:
    if process.pid is None:
        return
    # The group exists as soon as the child has run its first line; until then kill the child alone.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process.pid, signal.SIGKILL)


class _Outbox:
    """The child's end of the pipe; messages from several threads do not mix."""

    def __init__(self) -> None:
        self._pipe: Connection | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def open(self, pipe: Connection) -> None:
        self._pipe, self._owner = pipe, os.getpid()

    def send(self, kind: str, value: Any) -> None:
        if self._pipe is not None and self._owner == os.getpid():
            with self._lock:
                self._pipe.send((kind, value))


_outbox = _Outbox()


def _child(
    pipes: tuple[Connection, Connection],
    scratch: str,
    memory: int,
    job: Callable[..., Any],
    args: tuple[Any, ...],
) -> None:
    os.setsid()
    outbox, lifeline = pipes
    threading.Thread(target=_die_with_parent, args=(lifeline, scratch), daemon=True).start()
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    os.dup2(2, 1)  # stdout belongs to the command; what libraries print goes to stderr
    with contextlib.suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory + _SPARE, most))
    _outbox.open(outbox)
    try:
        _outbox.send("result", job(*args))
    except RenjaError as error:
        _outbox.send("error", error)
    except MemoryError as error:
        _outbox.send("memory", _summary(error))
    except BaseException as error:
        _outbox.send("crash", _summary(error))


def _summary(error: BaseException) -> tuple[str, str]:
    """The last line of the traceback with its place, and the whole traceback."""
    last = traceback.format_exception_only(error)[-1].strip()
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    return last + place, "".join(traceback.format_exception(error))


def _die_with_parent(lifeline: Connection, scratch: str) -> None:
    """Wait for the parent's end to close, which happens even if the parent is killed."""
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv()
    shutil.rmtree(scratch, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)

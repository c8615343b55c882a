"""Work shared out to processes that can be lost: one that hangs, dies or eats memory is replaced.

They are forked, so what is loaded when the work starts is there without a second import, and they
stay in the caller's process group and die with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from typing import Generic, Literal, TypeVar

import psutil

from tables.errors import RenjaError

_POLL = 0.2  # seconds between two looks at time and memory
_PR_SET_PDEATHSIG = 1
_CONTEXT = multiprocessing.get_context("fork")

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result: a limit was met, the process died, or the job raised.

    ``error`` is what the job raised, where it is one of ours.
    """

    cause: Literal["time", "memory", "died", "raised"]
    detail: str
    error: RenjaError | None = None


def each(
    job: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    timeout: float,
    memory: int,
) -> Iterator[tuple[Item, Result | Failure]]:
    """Items with what ``job`` returns for them, in the order they are done.

    Args:
        job: anything callable; only items and results are pickled.
        workers: processes at work at once, each on one item at a time.
        timeout: seconds an item may take.
        memory: bytes of memory one process may take for itself.
    """
    waiting = deque(items)
    idle: list[_Member[Item, Result]] = []
    busy: list[_Member[Item, Result]] = []
    try:
        while waiting or busy:
            while waiting and len(busy) < workers:
                member = idle.pop() if idle else _Member(job)
                busy.append(member)
                member.begin(waiting.popleft(), timeout)
            ready = connection.wait([member.pipe for member in busy], timeout=_POLL)
            for member in list(busy):
                outcome = member.look(member.pipe in ready, memory)
                if outcome is not None:
                    busy.remove(member)
                    if member.alive:
                        idle.append(member)
                    yield member.item, outcome[0]
    finally:
        for member in [*idle, *busy]:
            member.kill()


class _Member(Generic[Item, Result]):
    """One process and the item it works on."""

    item: Item

    def __init__(self, job: Callable[[Item], Result]) -> None:
        self.pipe, theirs = _CONTEXT.Pipe()
        self.alive = True
        self._deadline = 0.0
        self._process = _CONTEXT.Process(target=_serve, args=(job, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def begin(self, item: Item, timeout: float) -> None:
        self.item, self._deadline = item, time.monotonic() + timeout
        with contextlib.suppress(OSError):  # it died while idle: `look` will find out
            self.pipe.send(item)

    def look(self, ready: bool, memory: int) -> tuple[Result | Failure] | None:
        """What became of the item; ``None`` while it is being worked on."""
        if ready:
            return (self._receive(),)
        if time.monotonic() > self._deadline:
            self.kill()
            return (Failure("time", "stopped at its time limit"),)
        used = self._used(memory)
        if used > memory:
            self.kill()
            return (Failure("memory", f"stopped at {used >> 20} MiB of memory"),)
        return None

    def _receive(self) -> Result | Failure:
        try:
            result: Result | Failure = self.pipe.recv()
        except (EOFError, OSError):
            self._process.join(timeout=1)  # its pipe closes a moment before it is gone
            self.kill()
            return Failure("died", _ending(self._process.exitcode))
        return result

    def _used(self, limit: int) -> int:
        """Bytes of memory of its own; what it shares with the process it came from is not."""
        try:
            process = psutil.Process(self._process.pid)
            used = int(process.memory_info().rss)
            # Slower, and exact.
            return int(process.memory_full_info().uss) if used > limit else used
        except psutil.Error:
            return 0

    def kill(self) -> None:
        """Stop it, whatever it does; a process that is gone stays gone."""
        self.alive = False
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):  # real-time signals have no names
            return f"died of {signal.Signals(-code).name}"
    return f"ended with exit code {code}"


def _serve(job: Callable[[Item], Result], pipe: Connection) -> None:
    _die_with_parent()
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(job(item))
        except MemoryError as error:
            pipe.send(Failure("memory", _summary(error)))
        except RenjaError as error:
            pipe.send(Failure("raised", error.message, error))
        except Exception as error:
            pipe.send(Failure("raised", _summary(error)))


def _die_with_parent() -> None:
    """An orphan would wait for ever: the next process holds a copy of the pipe's other end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _summary(error: BaseException) -> str:
    """The last line of the traceback with its place."""
    last = traceback.format_exception_only(error)[-1].strip()
    frames = traceback.extract_tb(error.__traceback__)
    return f"{last} ({frames[-1].filename}:{frames[-1].lineno})" if frames else last

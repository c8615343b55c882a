"""A process that hangs, dies or eats memory costs its item, never the others'."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from extractors.scan.crew import Failure, each
from tables.errors import OcrMissing

MIB = 1 << 20


def run(
    job: Callable[[int], object], items: int = 4, timeout: float = 20, memory: int = 2048 * MIB
) -> dict[int, object]:
    return dict(each(job, range(items), workers=2, timeout=timeout, memory=memory))


def spoilt(item: int, how: Callable[[], object]) -> int:
    """Item 1 goes wrong, the others do not."""
    if item == 1:
        how()
    return item * 10


def only_item_one_failed(done: dict[int, object]) -> Failure:
    failure = done.pop(1)
    assert done == {0: 0, 2: 20, 3: 30}
    assert isinstance(failure, Failure)
    return failure


def test_every_item_once() -> None:
    assert run(lambda item: item * 10, 20) == {item: item * 10 for item in range(20)}


def test_nothing_to_do_starts_nothing() -> None:
    assert run(lambda item: item, 0) == {}


def test_two_at_once_and_no_more(tmp_path: Path) -> None:
    def job(item: int) -> int:
        (tmp_path / f"{os.getpid()}").touch()
        time.sleep(0.3)
        return item

    started = time.monotonic()
    run(job, 4)
    assert len(list(tmp_path.iterdir())) == 2  # the same two processes did all four
    assert time.monotonic() - started >= 0.6


def hang_in_c() -> None:
    """Holds the interpreter lock: no signal handler and no thread of the process can run."""
    ctypes.PyDLL(None).sleep(60)


@pytest.mark.parametrize("how", [lambda: time.sleep(60), hang_in_c])
def test_hanging(how: Callable[[], object]) -> None:
    started = time.monotonic()
    failure = only_item_one_failed(run(lambda item: spoilt(item, how), timeout=1.5))
    assert failure.cause == "time"
    assert time.monotonic() - started < 30


def eat() -> None:
    kept = []
    for _ in range(100):
        kept.append(bytearray(10 * MIB))
        time.sleep(0.01)
    time.sleep(30)


def test_memory() -> None:
    failure = only_item_one_failed(run(lambda item: spoilt(item, eat), memory=300 * MIB))
    assert failure.cause == "memory"
    assert "MiB" in failure.detail


def test_memory_of_the_process_that_started_it_is_not_its_own() -> None:
    ballast = bytearray(os.urandom(1)) * (300 * MIB)
    outcomes = run(lambda item: time.sleep(1) or item, memory=200 * MIB)
    assert len(ballast) == 300 * MIB
    assert all(not isinstance(outcome, Failure) for outcome in outcomes.values())


def test_memory_that_cannot_be_had_at_all() -> None:
    def how() -> object:
        return bytearray(1 << 50)

    assert only_item_one_failed(run(lambda item: spoilt(item, how))).cause == "memory"


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "died of SIGKILL"),
        (lambda: ctypes.string_at(0), "died of SIGSEGV"),
        (lambda: os._exit(7), "ended with exit code 7"),
        (lambda: sys.exit(7), "ended with exit code 7"),
    ],
)
def test_dying(how: Callable[[], object], says: str) -> None:
    failure = only_item_one_failed(run(lambda item: spoilt(item, how)))
    assert (failure.cause, failure.detail) == ("died", says)


def test_raising() -> None:
    def how() -> None:
        raise ValueError("no such thing")

    failure = only_item_one_failed(run(lambda item: spoilt(item, how)))
    assert failure.cause == "raised"
    assert "ValueError: no such thing" in failure.detail
    assert "test_scan_crew.py" in failure.detail
    assert failure.error is None


def test_our_own_errors_come_whole() -> None:
    def how() -> None:
        raise OcrMissing("no tesserocr", remedy="Install it.")

    error = only_item_one_failed(run(lambda item: spoilt(item, how))).error
    assert isinstance(error, OcrMissing)
    assert (error.message, error.remedy) == ("no tesserocr", "Install it.")


def test_nothing_is_left_when_the_caller_stops_early() -> None:
    before = set(psutil.Process().children())
    for _ in each(lambda item: item, range(8), workers=2, timeout=20, memory=2048 * MIB):
        break
    assert set(psutil.Process().children()) <= before


def test_nothing_is_left_open() -> None:
    before = len(os.listdir("/proc/self/fd"))
    run(lambda item: spoilt(item, lambda: os._exit(1)))
    assert len(os.listdir("/proc/self/fd")) == before


def test_processes_die_with_their_parent(tmp_path: Path) -> None:
    def job(item: int) -> None:
        (tmp_path / f"{os.getpid()}").touch()
        time.sleep(60)

    parent = os.fork()
    if parent == 0:
        run(job)
        os._exit(0)
    deadline = time.monotonic() + 20
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    pids = [int(path.name) for path in tmp_path.iterdir()]
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    _, alive = psutil.wait_procs(
        [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], timeout=5
    )
    assert len(pids) == 2
    assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]

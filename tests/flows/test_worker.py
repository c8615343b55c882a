"""The worker stops what hangs, eats or crashes, says which, and leaves nothing behind."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import worker_jobs as jobs

from flows import worker
from tables.errors import EncryptedPdf, WorkerCrashed, WorkerOutOfMemory, WorkerTimedOut

MIB = 1 << 20
AMPLE = {"timeout": 30.0, "memory": 2048 * MIB}


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(pids: list[int], within: float = 5.0) -> bool:
    deadline = time.monotonic() + within
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(alive, pids))


def wait_for(mark: Path, within: float = 20.0) -> list[int]:
    """The process ids a job wrote down."""
    deadline = time.monotonic() + within
    while not (mark.exists() and mark.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return [int(pid) for pid in mark.read_text().split()]


def test_returns_the_result() -> None:
    assert worker.run(jobs.double, 21, **AMPLE) == 42


def test_fresh_process_in_a_group_of_its_own() -> None:
    first, second = (worker.run(jobs.identity, **AMPLE) for _ in range(2))
    assert first[0] == first[1] != os.getpgid(0)
    assert first[0] != second[0]


def test_large_result() -> None:
    assert worker.run(jobs.large, 50 * MIB, **AMPLE) == b"x" * 50 * MIB


def test_progress_in_order() -> None:
    seen: list[dict[str, object]] = []
    assert worker.run(jobs.count_to, 5, **AMPLE, on_progress=seen.append) == "done"
    assert seen == [{"page": page, "pages": 5} for page in range(1, 6)]


def test_progress_of_others_is_dropped() -> None:
    seen: list[dict[str, object]] = []
    worker.report({"from": "outside"})
    worker.run(jobs.report_from_grandchild, **AMPLE, on_progress=seen.append)
    assert seen == []


@pytest.mark.parametrize("job", [jobs.sleep, jobs.hang_in_c])
def test_time_limit(job: Callable[..., object], tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(WorkerTimedOut, match=r"1\.5 s"):
        worker.run(job, tmp_path / "pid", timeout=1.5, memory=AMPLE["memory"])
    assert time.monotonic() - start < 30  # it was stopped, not waited for
    assert gone(wait_for(tmp_path / "pid"))


def test_a_job_may_ask_for_more_time() -> None:
    assert worker.run(jobs.slow_but_said_so, 2.0, timeout=1.0, memory=AMPLE["memory"]) == "done"


def test_also_the_longer_time_ends() -> None:
    with pytest.raises(WorkerTimedOut, match=r"stopped after 2\.5 s"):
        worker.run(jobs.slow_but_said_so, 60.0, timeout=0.5, memory=AMPLE["memory"])


@pytest.mark.parametrize("job", [jobs.eat_memory, jobs.eat_memory_in_grandchildren])
def test_memory_limit(job: Callable[..., object]) -> None:
    with pytest.raises(WorkerOutOfMemory, match="memory = 300 MiB"):
        worker.run(job, 800, timeout=30, memory=300 * MIB)


def test_memory_below_the_limit_is_no_trouble() -> None:
    assert worker.run(jobs.hold_memory, 100, timeout=30, memory=300 * MIB) == 100 * MIB


def test_memory_that_cannot_be_had_at_all() -> None:
    with pytest.raises(WorkerOutOfMemory, match="MemoryError"):
        worker.run(jobs.ask_for_too_much, timeout=30, memory=300 * MIB)


@pytest.mark.parametrize(
    ("job", "args", "says"),
    [
        (jobs.segfault, (), "SIGSEGV"),
        (jobs.killed, (signal.SIGABRT,), "SIGABRT"),
        (jobs.killed, (signal.SIGKILL,), "SIGKILL; the system may be short of memory"),
        (jobs.killed, (signal.SIGRTMIN + 3,), f"signal {signal.SIGRTMIN + 3}"),
        (jobs.leave, (0,), "exit code 0 and no result"),
        (jobs.leave, (7,), "exit code 7 and no result"),
        (jobs.exit_politely, (), "SystemExit: 3"),
        (jobs.raise_other, (), r"ValueError: page 7 makes no sense \(worker_jobs.py:\d+\)"),
        (jobs.unpicklable, (), "pickle"),
    ],
)
def test_crash_names_its_cause(
    job: Callable[..., object], args: tuple[object, ...], says: str
) -> None:
    with pytest.raises(WorkerCrashed, match=says):
        worker.run(job, *args, **AMPLE)


def test_crash_carries_the_whole_traceback() -> None:
    with pytest.raises(WorkerCrashed) as caught:
        worker.run(jobs.raise_other, **AMPLE)
    assert "in raise_other" in "".join(caught.value.__notes__)


def test_our_errors_come_through_unchanged() -> None:
    with pytest.raises(EncryptedPdf) as caught:
        worker.run(jobs.raise_ours, **AMPLE)
    assert (caught.value.message, caught.value.remedy) == (
        *("contoh.pdf needs a password", "Ask Budi."),
    )


def test_job_must_be_picklable() -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        worker.run(lambda: None, **AMPLE)


def test_output_does_not_block_and_stays_off_stdout() -> None:
    program = "import worker_jobs as j; from flows import worker\n"
    program += "if __name__ == '__main__':\n"
    program += "    print(worker.run(j.chatter, timeout=30, memory=1 << 31))\n"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "done\n"
    assert done.stderr.count("\n") == 20_001


@pytest.mark.parametrize(
    ("job", "error"), [(jobs.hanging_family, WorkerTimedOut), (jobs.dying_family, WorkerCrashed)]
)
def test_whatever_the_job_started_dies_too(
    job: Callable[..., object], error: type[Exception], tmp_path: Path
) -> None:
    with pytest.raises(error):
        worker.run(job, tmp_path / "pids", timeout=2, memory=AMPLE["memory"])
    pids = wait_for(tmp_path / "pids")
    assert len(pids) == 3
    assert gone(pids)


def test_temporary_files_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = worker.run(jobs.litter, False, **AMPLE)
    assert Path(folder).parent == tmp_path
    with pytest.raises(WorkerTimedOut):
        worker.run(jobs.litter, True, timeout=1, memory=AMPLE["memory"])
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_open() -> None:
    worker.run(jobs.double, 1, **AMPLE)
    before = len(os.listdir("/proc/self/fd")), threading.active_count()
    for _ in range(5):
        worker.run(jobs.double, 1, **AMPLE)
        with pytest.raises(WorkerCrashed):
            worker.run(jobs.leave, 1, **AMPLE)
    assert (len(os.listdir("/proc/self/fd")), threading.active_count()) == before
    children = psutil.Process().children(recursive=True)
    assert [child for child in children if child.status() == psutil.STATUS_ZOMBIE] == []


def test_from_several_threads_at_once() -> None:
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda n: worker.run(jobs.double, n, **AMPLE), range(8)))
    assert results == [2 * number for number in range(8)]


def test_failing_progress_callback_stops_the_job(tmp_path: Path) -> None:
    def broken(message: dict[str, object]) -> None:
        raise RuntimeError("progress bar broke")

    with pytest.raises(RuntimeError, match="progress bar broke"):
        worker.run(jobs.count_to, 10**9, **AMPLE, on_progress=broken)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_dies_with_its_parent(number: signal.Signals, tmp_path: Path) -> None:
    program = f"""
import tempfile, worker_jobs as j
from pathlib import Path
from flows import worker
tempfile.tempdir = {str(tmp_path / "tmp")!r}
if __name__ == "__main__":
    worker.run(j.hanging_family, Path({str(tmp_path / "pids")!r}), timeout=60, memory=1 << 31)
"""
    (tmp_path / "tmp").mkdir()
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        stderr=subprocess.DEVNULL,
    )
    pids = wait_for(tmp_path / "pids")
    assert len(pids) == 3
    parent.send_signal(number)
    parent.wait(timeout=20)
    assert gone(pids)
    assert list((tmp_path / "tmp").glob("renja-*")) == []


def test_warm_imports_are_there() -> None:
    program = """
import worker_jobs as j
from flows import worker
if __name__ == "__main__":
    worker.warm(["pdfplumber", "no_such_module"])
    assert "pdfplumber" in worker.run(j.modules, timeout=30, memory=1 << 31)
    assert worker.run(j.double, 1, timeout=30, memory=1 << 31) == 2
"""
    subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        timeout=60,
        check=True,
    )

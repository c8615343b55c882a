"""Jobs for ``test_worker.py``: top-level functions that misbehave in one way each."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from flows import worker
from tables.errors import EncryptedPdf


def double(number: int) -> int:
    return 2 * number


def identity() -> tuple[int, int]:
    """Process id and group id."""
    return os.getpid(), os.getpgid(0)


def modules() -> set[str]:
    return set(sys.modules)


def count_to(number: int) -> str:
    for index in range(1, number + 1):
        worker.report({"page": index, "pages": number})
    return "done"


def _report_once() -> None:
    worker.report({"from": "grandchild"})


def report_from_grandchild() -> str:
    child = multiprocessing.get_context("fork").Process(target=_report_once)
    child.start()
    child.join()
    return "done"


def sleep(mark: Path, seconds: float = 60) -> None:
    mark.write_text(str(os.getpid()))
    time.sleep(seconds)


def slow_but_said_so(seconds: float) -> str:
    worker.extend(2)
    time.sleep(seconds)
    return "done"


def hang_in_c(mark: Path) -> None:
    """Holds the interpreter lock, so no signal handler and no thread of the child can run."""
    mark.write_text(str(os.getpid()))
    ctypes.PyDLL(None).sleep(60)


def eat_memory(mebibytes: int) -> None:
    kept = []
    for _ in range(mebibytes // 10):
        kept.append(bytearray(10 << 20))
        time.sleep(0.002)
    time.sleep(60)


def eat_memory_in_grandchildren(mebibytes: int) -> None:
    for _ in range(2):
        multiprocessing.get_context("fork").Process(
            target=eat_memory, args=(mebibytes // 2,)
        ).start()
    time.sleep(60)


def hold_memory(mebibytes: int) -> int:
    kept = bytearray(mebibytes << 20)
    time.sleep(0.3)
    return len(kept)


def ask_for_too_much() -> int:
    return len(bytearray(1 << 40))


def segfault() -> None:
    ctypes.string_at(0)


def killed(number: int) -> None:
    os.kill(os.getpid(), number)


def leave(code: int) -> None:
    os._exit(code)


def exit_politely() -> None:
    sys.exit(3)


def raise_ours() -> None:
    raise EncryptedPdf("contoh.pdf needs a password", remedy="Ask Budi.")


def raise_other() -> None:
    raise ValueError("page 7 makes no sense")


def unpicklable() -> Any:
    return lambda: None


def large(size: int) -> bytes:
    return b"x" * size


def chatter() -> str:
    for _ in range(20_000):
        print("x" * 100)
    sys.stdout.flush()
    os.write(1, b"straight to the descriptor\n")
    return "done"


def family(mark: Path, *, hang: bool) -> str:
    """Starts a forked process and a program, notes their ids, and hangs or returns."""
    forked = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,), daemon=True)
    forked.start()
    program = subprocess.Popen(["sleep", "60"])
    mark.write_text(f"{os.getpid()} {forked.pid} {program.pid}")
    if hang:
        time.sleep(60)
    os._exit(9)


def hanging_family(mark: Path) -> str:
    return family(mark, hang=True)


def dying_family(mark: Path) -> str:
    return family(mark, hang=False)


def litter(hang: bool) -> str:
    """Leaves temporary files behind; returns their folder."""
    handle, path = tempfile.mkstemp()
    os.close(handle)
    subprocess.run(["mktemp"], check=True, stdout=subprocess.DEVNULL)
    if hang:
        time.sleep(60)
    return str(Path(path).parent)

"""Contenders as child processes: their time, and the memory of the whole process tree."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

READERS = Path(__file__).with_name("readers.py")
MIB = 1024 * 1024
_EVERY = 0.2  # seconds between two looks at the memory
_LAST_WORDS = 300  # characters of an error message shown
_FINISHED = (0, 3)  # 3: `renja ingest` did all its work, and quarantined what it read


class ContenderError(Exception):
    """A contender did not finish; the message ends with its last words."""


@dataclass(frozen=True)
class Reading:
    """What a contender made of a PDF: rows of cell texts by page, and seconds without imports."""

    seconds: float
    rows: dict[int, list[list[str]]]


def read(
    name: str, pdf: Path, pages: Sequence[int] | None = None, python: str = sys.executable
) -> Reading:
    """Let a contender of :mod:`benchmarks.readers` read ``pages`` (all: ``None``).

    Raises:
        ContenderError: it is not installed for ``python``, or failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        run(read_command(name, pdf, pages, out, python))
        made = json.loads(out.read_text(encoding="utf-8"))
    return Reading(made["seconds"], {int(page): rows for page, rows in made["rows"].items()})


def read_command(
    name: str, pdf: Path, pages: Sequence[int] | None, out: Path, python: str = sys.executable
) -> list[str]:
    """The command line of one reading."""
    wanted = "all" if pages is None else ",".join(map(str, pages))
    return [python, str(READERS), name, str(pdf), wanted, str(out)]


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """Seconds a command takes from start to end.

    Raises:
        ContenderError: it did not finish.
    """
    start = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode not in _FINISHED:
        said = (done.stderr or done.stdout).strip()[-_LAST_WORDS:]
        raise ContenderError(f"exit code {done.returncode}: {said}")
    return time.perf_counter() - start


def peak_memory(command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """Peak bytes of a command and everything it starts; pages they share count once (PSS).

    Looking costs time, so a run measured for memory is not measured for time.

    Raises:
        ContenderError: it did not finish.
    """
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, env=env, stdout=said, stderr=said)
        root, peak = psutil.Process(child.pid), 0
        while child.poll() is None:
            peak = max(peak, _tree(root))
            time.sleep(_EVERY)
        if child.returncode not in _FINISHED:
            said.seek(0)
            words = said.read().decode(errors="replace").strip()[-_LAST_WORDS:]
            raise ContenderError(f"exit code {child.returncode}: {words}")
    return peak


def _tree(root: psutil.Process) -> int:
    total = 0
    with contextlib.suppress(psutil.Error):
        for process in (root, *root.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().pss
    return total

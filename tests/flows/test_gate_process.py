"""The judging process: one for many calls, survives errors, is replaced when it dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyarrow as pa
import pytest

from flows.gate import Gate, GateDiedError, load
from flows.store import stage
from tables.errors import OutputError, RenjaError
from tables.schema import schema


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.close()


def pid() -> int:
    return os.getpid()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stumble(error: Exception) -> None:
    raise error


def test_calls_share_a_process(gate: Gate) -> None:
    first = gate.call(pid)
    assert first != os.getpid()
    assert gate.call(pid) == first


def test_errors_come_back_and_the_process_stays(gate: Gate) -> None:
    before = gate.call(pid)
    with pytest.raises(OutputError, match="full"):
        gate.call(stumble, OutputError("full"))
    with pytest.raises(RenjaError, match="KeyError"):
        gate.call(stumble, KeyError("kolom"))
    assert gate.call(pid) == before


def test_a_dead_process_is_replaced(gate: Gate) -> None:
    before = gate.call(pid)
    with pytest.raises(GateDiedError):
        gate.call(die)
    assert gate.call(pid) != before


def test_closing_ends_the_process() -> None:
    gate = Gate()
    process = psutil.Process(gate._process.pid)
    gate.close()
    assert not process.is_running()


def test_staged_frames_are_read_back_whole(tmp_path: Path) -> None:
    """The partition's year is a column again, in its place and of its type."""
    wanted = schema("dokumen")
    values = {"dokumen_id": "ab" * 8, "tahun": 2023, "jumlah_halaman": 3}
    empty = {"sel": schema("sel").empty_table(), "temuan": schema("temuan").empty_table()}
    frames = {"dokumen": pa.Table.from_pylist([values], schema=wanted), **empty}
    stage(frames, tmp_path, {})
    assert load(tmp_path) == frames

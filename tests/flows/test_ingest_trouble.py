"""Bad input and bad places: the good documents go on; exit code and stderr say what happened."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import bad_pdfs
import psutil
import pytest
from bad_pdfs import PROSE, drawn, lines
from conftest import Bench, Finished

SHORT = [0, 9, 10]  # title page and two pages of Tabel 2.1


@pytest.fixture(scope="module")
def short(excerpt: Callable[[list[int]], bytes]) -> bytes:
    return excerpt(SHORT)


@pytest.fixture(scope="module")
def troubled(served_bench: Callable[..., Bench], short: bytes) -> tuple[Bench, Finished]:
    """An inbox of one good file and all kinds of bad ones, after a run."""
    bench = served_bench(
        {
            "good.pdf": short,
            "empty.pdf": b"",
            "page.pdf": b"<!DOCTYPE html><html><body>404</body></html>",
            "cut.pdf": short[: len(short) // 3],
            "locked.pdf": bad_pdfs.user_password(),
            "scan.pdf": drawn(bad_pdfs.picture()),
            "prose.pdf": drawn(lines(PROSE)),
        }
    )
    (bench.inbox / "manifest.csv").mkdir()  # an inbox that cannot be written is only a warning
    return bench, bench.run("ingest", bench.inbox, *bench.folders())


def test_bad_files_do_not_stop_the_good_one(troubled: tuple[Bench, Finished]) -> None:
    bench, run = troubled
    assert run.code == 4
    for name, error in {
        "empty.pdf": "EmptyFile",
        "page.pdf": "NotAPdf",
        "cut.pdf": "DamagedPdf",
        "locked.pdf": "EncryptedPdf",
    }.items():
        assert f"{name}: {error}: " in run.err
    assert run.err.count("→") == 4
    assert "Traceback" not in run.err
    written = {path.split("/")[0] for path in bench.contents()}
    assert "evaluasi_renja" in written
    # good, scan (a picture in which nothing is to be read) and prose (no table)
    assert len(list((bench.clean / "dokumen").rglob("*.parquet"))) == 3


def test_what_cannot_be_read_is_not_tried_again(
    troubled: tuple[Bench, Finished], state: Path
) -> None:
    query = (
        "select task_run.run_count "
        "from task_run join flow_run on flow_run.id = task_run.flow_run_id "
        "where task_run.state_type = 'FAILED' and instr(flow_run.parameters, ?)"
    )
    inbox = str(troubled[0].inbox)
    with contextlib.closing(sqlite3.connect(state / "prefect/prefect.db")) as database:
        deadline = time.monotonic() + 10  # the server stores task runs a moment later
        while len(counts := database.execute(query, (inbox,)).fetchall()) < 4:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    assert counts == [(1,)] * 4


def test_a_hiccup_is_tried_again(served_bench: Callable[..., Bench], short: bytes) -> None:
    bench = served_bench({"good.pdf": short})
    script = (
        "from flows import store; publish = store.publish; tries = []\n"
        "def hiccup(*given, **named):\n"
        "    tries.append(1)\n"
        "    if len(tries) == 1: raise OSError(116, 'Stale file handle')\n"
        "    return publish(*given, **named)\n"
        "store.publish = hiccup\n"
        "from flows.cli import main; main()\n"
    )
    arguments = ["ingest", bench.inbox, "--json", *bench.folders()]
    run = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env=bench.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert any(name.startswith("evaluasi_renja/") for name in bench.contents())


def test_a_file_too_slow_to_read_is_named(served_bench: Callable[..., Bench], short: bytes) -> None:
    bench = served_bench(
        {"big.pdf": bad_pdfs.many_pages(1400, b"BT /F1 9 Tf (rencana kerja ) Tj ET" * 200)}
    )
    run = bench.ingest("--timeout", "1")
    assert run.code == 4
    error = run.documents["big.pdf"]["error"]
    assert error["name"] == "WorkerTimedOut"
    assert "--timeout" in error["remedy"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ingest", "nowhere.pdf"], "no such file or folder: nowhere.pdf"),
        (["ingest", "."], "no PDF in ."),
        (["ingest", "--workers", "-1"], "workers"),
        (["read", "nowhere.pdf"], "nowhere.pdf: no such file"),
    ],
)
def test_usage_errors(served_bench: Callable[..., Bench], arguments: list[str], said: str) -> None:
    run = served_bench({}).run(*arguments)
    assert run.code == (4 if arguments[0] == "read" else 2)
    assert said in run.err
    assert "Traceback" not in run.err


def test_a_prefect_server_that_is_not_there(new_bench: Callable[..., Bench], short: bytes) -> None:
    bench = new_bench({"good.pdf": short}, api_url="http://127.0.0.1:9/api")
    run = bench.ingest()
    assert run.code == 2
    assert "http://127.0.0.1:9/api does not answer" in run.err
    assert "unset PREFECT_API_URL" in run.err
    assert "Traceback" not in run.err


def mounted(path: Path, options: str) -> Iterator[Path]:
    """A small file system of its own at ``path``."""
    path.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(path)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount")
    try:
        yield path
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    yield from mounted(tmp_path / "small", "size=32k")


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    yield from mounted(tmp_path / "sealed", "size=1m,ro")


def test_a_full_disk_leaves_nothing_half_written(
    served_bench: Callable[..., Bench], short: bytes, full_disk: Path
) -> None:
    bench = served_bench({"good.pdf": short})
    clean = full_disk / "clean"
    run = bench.ingest(clean=clean)
    assert run.code == 5
    error = run.documents["good.pdf"]["error"]
    assert error["name"] == "OutputError"
    assert "No space left" in error["message"]
    assert [path for path in clean.rglob("*") if path.is_file()] == []
    # With room again, the same command does it.
    subprocess.run(["mount", "-o", "remount,size=4m", str(full_disk)], check=True)
    assert bench.ingest(clean=clean).code == 0
    assert list(clean.glob("dokumen/*/*.parquet"))


def test_a_read_only_folder_is_named(
    served_bench: Callable[..., Bench], short: bytes, read_only: Path
) -> None:
    bench = served_bench({"good.pdf": short})
    run = bench.ingest(clean=read_only / "clean")
    assert run.code == 5
    assert "Read-only" in run.documents["good.pdf"]["error"]["message"]


def test_a_file_where_a_folder_should_be(served_bench: Callable[..., Bench], short: bytes) -> None:
    """Needs no rights, so it holds where the mounts above are skipped; reports fail as a whole."""
    bench = served_bench({"good.pdf": short})
    blocked = bench.home / "blocked"
    blocked.write_text("in the way")
    run = bench.ingest(reports=blocked)
    assert run.code == 5
    assert str(blocked) in run.err
    assert list(bench.clean.glob("dokumen/*/*.parquet"))


def descendants_of(state: str) -> list[psutil.Process]:
    """Processes of runs with this state folder, whoever their parent is by now."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("RENJA_STATE") == state:
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_killed_in_the_middle(
    new_bench: Callable[..., Bench], short: bytes, tmp_path: Path
) -> None:
    """kill -9: no process stays, nothing is half-written, and the next run does the work."""
    bench = new_bench({"good.pdf": short}, state=tmp_path / "state")
    process = bench.start("ingest", bench.inbox, *bench.folders())
    work = tmp_path / "state" / "work"
    deadline = time.monotonic() + 60
    while not any(work.glob("*/*/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert any(work.glob("*/*/*")), "the run did not come to staging"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    while descendants_of(str(tmp_path / "state")) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert descendants_of(str(tmp_path / "state")) == []
    assert not bench.clean.exists() or bench.contents() == {}

    again = bench.ingest()
    assert again.code == 0, again.err
    assert any(name.startswith("dokumen/") for name in bench.contents())
    assert list(work.iterdir()) == []  # the dead run's folder is gone as well

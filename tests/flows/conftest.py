"""Runs the real `renja` command in folders of its own, with one Prefect database for all tests."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

RENJA = Path(sys.executable).with_name("renja")
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "raw_pdfs" / "2023" / "renja-perubahan-2023-setda-kota-serang.pdf"


@dataclass(frozen=True)
class Finished:
    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def documents(self) -> dict[str, dict[str, Any]]:
        """Outcomes by file name."""
        return {Path(made["file"]).name: made for made in self.report["documents"]}


@dataclass(frozen=True)
class Bench:
    """A folder with an inbox, output folders and the command to fill them."""

    home: Path
    environment: dict[str, str]

    @property
    def inbox(self) -> Path:
        return self.home / "raw_pdfs"

    @property
    def clean(self) -> Path:
        return self.home / "clean"

    def folders(self, **other: Path) -> list[str]:
        places = {n: self.home / n for n in ("clean", "quarantine", "reports")} | other
        return [part for name, place in places.items() for part in (f"--{name}", str(place))]

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [RENJA, *map(str, arguments)],
            env=self.environment,
            cwd=self.home,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str | Path) -> Finished:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=180)
        return Finished(process.returncode, out, err)

    def ingest(self, *more: str | Path, command: str = "ingest", **other: Path) -> Finished:
        return self.run(command, self.inbox, "--json", *self.folders(**other), *more)

    def contents(self) -> dict[str, bytes]:
        """Every file below ``clean`` with its bytes."""
        return {
            path.relative_to(self.clean).as_posix(): path.read_bytes()
            for path in sorted(self.clean.rglob("*"))
            if path.is_file()
        }


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs of a test file keep Prefect's database and results."""
    return tmp_path_factory.mktemp("state")


def without_prefect() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}


@pytest.fixture(scope="session")
def api_url(state: Path) -> Iterator[str]:
    """A running Prefect server."""
    script = (
        "from flows import server; import os, sys; server.configure();"
        "server.TemporaryServer().wait();"
        "print(os.environ['PREFECT_API_URL'], flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env=without_prefect() | {"RENJA_STATE": str(state)},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


@pytest.fixture(scope="session")
def new_bench(state: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Bench]:
    """Makes benches; their inbox holds the files given as name -> contents."""

    def make(files: dict[str, bytes], state: Path = state, api_url: str = "") -> Bench:
        home = tmp_path_factory.mktemp("bench")
        environment = without_prefect() | {
            "RENJA_STATE": str(state),
            "RENJA_CORRECTIONS": str(home / "corrections"),
        }
        if api_url:
            environment["PREFECT_API_URL"] = api_url
        bench = Bench(home, environment)
        for name, contents in files.items():
            path = bench.inbox / "2023" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents)
        return bench

    return make


@pytest.fixture(scope="session")
def served_bench(new_bench: Callable[..., Bench], api_url: str) -> Callable[..., Bench]:
    """As `new_bench`, with a Prefect server running."""
    return partial(new_bench, api_url=api_url)


@pytest.fixture(scope="session")
def excerpt(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[int]], bytes]:
    """Pages of the sample (counted from 0) as a PDF of their own: quick to read."""

    def make(pages: list[int]) -> bytes:
        path = tmp_path_factory.mktemp("excerpt") / "excerpt.pdf"
        with (
            contextlib.closing(pypdfium2.PdfDocument(SAMPLE)) as whole,
            contextlib.closing(pypdfium2.PdfDocument.new()) as part,
        ):
            part.import_pages(whole, pages)
            part.save(path)
        return path.read_bytes()

    return make

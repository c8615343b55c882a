"""Folders with a published sample, where `renja` works as an auditor calls it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from published import publish

RENJA = Path(sys.executable).with_name("renja")


PAGES = (1, *range(10, 15), 30, 31)  # the sample's cover, Tabel 2.1, and a part of Tabel 3.1


@dataclass(frozen=True)
class Bench:
    """A folder with a PDF and what was published of it, and `renja` at work in it."""

    home: Path

    @property
    def pdf(self) -> Path:
        return self.home / "renja.pdf"

    @property
    def dokumen_id(self) -> str:
        return hashlib.sha256(self.pdf.read_bytes()).hexdigest()[:16]

    @property
    def folders(self) -> list[str]:
        names = ("clean", "quarantine", "reports")
        return [part for name in names for part in (f"--{name}", str(self.home / name))]

    @property
    def deciding(self) -> list[str]:
        return [*self.folders, "--corrections", str(self.home / "corrections")]

    @property
    def environment(self) -> dict[str, str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith("PREFECT")}
        return kept | {"RENJA_STATE": str(self.home / "state")}

    def run(self, *arguments: str) -> None:
        subprocess.run([RENJA, *arguments], env=self.environment, cwd=self.home, check=True)

    def report(self) -> None:
        """The sample's report, and the index."""
        self.run("report", self.dokumen_id, *self.folders, "--pdf", str(self.pdf))

    def address(self, *parts: str, anchor: str = "") -> str:
        return self.home.joinpath("reports", *parts).as_uri() + anchor

    @property
    def page(self) -> str:
        """Address of the sample's report."""
        return self.address("audit", f"{self.dokumen_id}.html")


@dataclass(frozen=True)
class Served:
    """A running `renja review`; ``address`` holds its key."""

    bench: Bench
    address: str


def excerpt(pdf: Path, pages: Iterable[int], path: Path) -> Path:
    """Pages of a PDF, counted from 1, as a PDF of their own: quick to read."""
    import pypdfium2

    with (
        contextlib.closing(pypdfium2.PdfDocument(pdf)) as whole,
        contextlib.closing(pypdfium2.PdfDocument.new()) as part,
    ):
        part.import_pages(whole, [number - 1 for number in pages])
        part.save(path)
    return path


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Reports and certificate of the sample's tables and of a hostile document, and the index.

    Parallel test processes share one home.
    """
    import handmade
    from documents import ID, document
    from truth import SAMPLE_PDF

    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "written"
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "done").exists():
            excerpt(SAMPLE_PDF, PAGES, home / "renja.pdf")
            publish(home / "renja.pdf", home)
            handmade.publish(document(handmade.doubtful_plan()), home)
            made = Bench(home)
            made.run("report", *made.folders, "--pdf", str(made.pdf))
            made.run("certificate", made.dokumen_id, *made.deciding)
            made.report()  # again, with a link to the certificate
            assert (home / "reports" / "audit" / f"{ID}.html").exists()
            (home / "done").touch()
    return Bench(home)


@pytest.fixture(scope="module")
def served(written: Bench, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample's tables on the desk, in a home of their own."""
    bench = Bench(tmp_path_factory.mktemp("review"))
    shutil.copytree(written.home / "clean", bench.home / "clean")
    shutil.copy(written.pdf, bench.pdf)
    with subprocess.Popen(
        [RENJA, "review", written.dokumen_id, *bench.deciding, "--pdf", str(bench.pdf)],
        env=bench.environment,
        cwd=bench.home,
        text=True,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().partition(": ")[2].strip()
        assert address.startswith("http://127.0.0.1:")
        yield Served(bench, address)
        process.terminate()

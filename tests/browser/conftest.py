"""A browser, the pages an auditor gets, and a running `renja review`.

The browser is started for each test file: Playwright keeps an event loop running, which other
tests of the same process could not bear.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import REMEDY, Eyes, chromium
from published import Published

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RENJA = Path(sys.executable).with_name("renja")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        program = chromium(driver)
        if program is None:
            pytest.skip(REMEDY)
        with driver.chromium.launch(executable_path=program) as started:
            yield started


@pytest.fixture
def eyes(browser: Browser) -> Iterator[Eyes]:
    """Opens pages; the test fails where the browser complains about one of them."""
    made = Eyes(browser)
    yield made
    made.close()
    assert made.complaints == []


@dataclass(frozen=True)
class Bench:
    """Folders with a published sample, and `renja` at work in them."""

    home: Path
    state: Path
    pdf: Path
    dokumen_id: str

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
        return kept | {"RENJA_STATE": str(self.state)}

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


def _bench(published: Published, home: Path) -> Bench:
    shutil.copytree(published.clean, home / "clean", dirs_exist_ok=True)
    # Pictures of pages and Prefect's database are made once for all benches.
    return Bench(home, published.home / "state", published.pdf, published.entry.dokumen_id)


@pytest.fixture(scope="session")
def written(published: Published) -> Bench:
    """Report and certificate of the sample and of a hostile document, and the index over both."""
    import handmade
    from documents import ID, document

    home = published.home / "browser"
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = _bench(published, home)
        if not (home / "done").exists():
            handmade.publish(document(handmade.doubtful_plan()), home)
            made.run("certificate", made.dokumen_id, *made.deciding)
            made.run("report", *made.folders, "--pdf", str(made.pdf))
            assert (home / "reports" / "audit" / f"{ID}.html").exists()
            (home / "done").touch()
    return made


@dataclass(frozen=True)
class Served:
    """A running `renja review`; ``address`` holds its key."""

    bench: Bench
    address: str


@pytest.fixture(scope="module")
def served(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    bench = _bench(published, tmp_path_factory.mktemp("review"))
    with subprocess.Popen(
        [RENJA, "review", *bench.deciding, "--pdf", str(bench.pdf)],
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

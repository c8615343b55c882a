"""Data Docs open without a network and link to what is there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import documents as make
import pytest

from cleaning.frames import frames
from expectations import docs
from expectations.gate import Failure, Verdict, judge
from tables.errors import OutputError

ASSETS = Path(docs.__file__).parent / "assets"
# What a browser fetches by itself: src of anything, href of a style sheet or icon, CSS url().
FETCHED = re.compile(
    r"""(?:\bsrc\s*=|<link[^>]*\bhref\s*=|url\(|@import)\s*['"]?([^'")>\s]+)""", re.I
)
LINKED = re.compile(r"""<a[^>]*\bhref\s*=\s*['"]([^'"#]+)['"]""", re.I)


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    return judge(frames(make.document(), "0.1"))


@pytest.fixture(scope="module")
def site(verdict: Verdict, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data_docs")
    docs.write(verdict, folder, "a <b>.pdf")
    failed = [Failure("consecutive", "critical", "baris", "sel"), Failure("x", "warning", "", "")]
    docs.write(replace(verdict, dokumen_id="f" * 16, failures=failed), folder, "broken.pdf")
    docs.index(folder)
    return folder


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_there_is_a_page_for_every_frame_and_an_index(site: Path, verdict: Verdict) -> None:
    assert len(pages(site)) == 2 * len(verdict.results) + 1


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for path in [*pages(site), *site.rglob("*.css")]:
        for target in FETCHED.findall(path.read_text("utf-8")):
            if target.startswith("data:"):
                continue
            assert "//" not in target, f"{path.name} fetches {target}"
            assert (path.parent / target).is_file(), f"{path.name} lacks {target}"


def test_the_pattern_finds_what_great_expectations_fetches() -> None:
    original = """<link rel="stylesheet" href="https://a/b.css"/><script src="https://c/d.js">
        <img class="x" src='//e/f.png'> background: url('https://g/h.png')"""
    assert FETCHED.findall(original) == [
        "https://a/b.css", "https://c/d.js", "//e/f.png", "https://g/h.png"
    ]  # fmt: skip


def test_links_lead_somewhere(site: Path) -> None:
    for path in pages(site):
        for target in LINKED.findall(path.read_text("utf-8")):
            if not target.startswith("http"):
                assert (path.parent / target).is_file(), f"{path.name} links to {target}"


def test_the_index_tells_what_failed_first(site: Path) -> None:
    text = (site / "index.html").read_text("utf-8")
    assert text.index("broken.pdf") < text.index("a &lt;b&gt;.pdf")
    assert re.search(r"1 critical,\s+1 warning", text)
    assert "2 documents" in text


def test_a_page_shows_its_expectations(site: Path) -> None:
    text = (site / make.ID / "rencana_kerja.html").read_text("utf-8")
    assert "Rows are numbered 1, 2, 3" in text
    assert "perubahan = pagu - pagu_sebelum" in text


def test_writing_again_replaces_the_document(verdict: Verdict, tmp_path: Path) -> None:
    folder = docs.write(verdict, tmp_path)
    (folder / "old.html").write_text("old")
    docs.write(verdict, tmp_path)
    assert not (folder / "old.html").exists()


def test_assets_are_small_and_have_their_notices() -> None:
    assert sum(path.stat().st_size for path in ASSETS.iterdir()) < 1_500_000
    readme = (ASSETS / "README.md").read_text("utf-8")
    for path in ASSETS.iterdir():
        assert path.name in readme or path.name == "README.md"
    notices = (ASSETS / "LICENSES.txt").read_text("utf-8")
    for package in ("bootstrap 4.3.1", "jquery 3.7.1", "bootstrap-table 1.19.1", "popper.js"):
        assert package in notices


def test_a_folder_that_cannot_be_written_is_told(verdict: Verdict, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError):
        docs.write(verdict, tmp_path / "file")
    with pytest.raises(OutputError):
        docs.index(tmp_path / "file")

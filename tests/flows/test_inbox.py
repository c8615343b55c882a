"""Finding PDFs and keeping the manifest."""

from __future__ import annotations

import csv
import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from flows import inbox
from flows.inbox import Source, find, fingerprint, replaced, update_manifests
from tables.errors import FileVanished, UsageError

DAY, LATER = date(2026, 1, 2), date(2026, 3, 4)


def put(root: Path, name: str, contents: bytes = b"%PDF-") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(contents)
    return path


def lines(root: Path) -> dict[str, dict[str, str]]:
    with (root / "manifest.csv").open(encoding="utf-8") as stream:
        return {line["file"]: line for line in csv.DictReader(stream)}


@pytest.fixture
def box(tmp_path: Path) -> Path:
    put(tmp_path, "raw_pdfs/2022/a.pdf", b"one")
    put(tmp_path, "raw_pdfs/2023/B.PDF", b"two")
    return tmp_path / "raw_pdfs"


def sources(box: Path) -> list[Source]:
    return [fingerprint(path) for path in find([box])]


def test_folders_give_their_pdfs_at_any_depth(box: Path) -> None:
    put(box, "2023/notes.txt")
    put(box, "2023/.~lock.pdf")
    put(box, ".trash/c.pdf")
    assert [path.name for path in find([box, box / "2022"])] == ["a.pdf", "B.PDF"]


def test_a_named_file_is_taken_whatever_its_name(box: Path) -> None:
    named = put(box, "2023/renja", b"three")
    assert find([named]) == [named]


def test_nothing_to_do_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no PDF in"):
        find([tmp_path])
    with pytest.raises(UsageError, match="no such file"):
        find([tmp_path / "gone.pdf"])


def test_fingerprint(box: Path) -> None:
    source = fingerprint(box / "2022/a.pdf")
    assert (source.sha256, source.size) == (hashlib.sha256(b"one").hexdigest(), 3)
    assert source.dokumen_id == source.sha256[:16]
    with pytest.raises(FileVanished):
        fingerprint(box / "2022/gone.pdf")


def test_manifest_is_made_and_then_left_alone(box: Path) -> None:
    found = sources(box)
    update_manifests(found, {found[0].sha256: 7}, DAY)
    made = lines(box)
    assert list(made) == ["2022/a.pdf", "2023/B.PDF"]
    assert made["2022/a.pdf"]["pages"] == "7"
    assert made["2023/B.PDF"]["pages"] == ""
    assert made["2022/a.pdf"]["first_seen"] == "2026-01-02"
    before = os.stat(box / "manifest.csv")
    update_manifests(sources(box), {}, LATER)
    after = os.stat(box / "manifest.csv")
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_what_people_wrote_stays(box: Path) -> None:
    update_manifests(sources(box), {}, DAY)
    text = (box / "manifest.csv").read_text().replace("first_seen", "first_seen,note")
    text = text.replace(",,,2026-01-02", ",somewhere,Setda,2026-01-02,mine")
    (box / "manifest.csv").write_text(text)
    put(box, "2024/new.pdf", b"new")
    (box / "2022/a.pdf").unlink()
    update_manifests(sources(box), {}, LATER)
    made = lines(box)
    assert made["2023/B.PDF"]["source_url"] == "somewhere"
    assert made["2023/B.PDF"]["agency"] == "Setda"
    assert made["2023/B.PDF"]["note"] == "mine"
    assert made["2023/B.PDF"]["first_seen"] == "2026-01-02"
    assert "2022/a.pdf" in made  # gone, and still on record
    assert made["2024/new.pdf"]["first_seen"] == "2026-03-04"


def test_a_new_edition_replaces_the_old(box: Path) -> None:
    update_manifests(sources(box), {}, DAY)
    assert replaced(sources(box)) == {}
    old = hashlib.sha256(b"one").hexdigest()
    put(box, "2022/a.pdf", b"one, corrected")
    new = hashlib.sha256(b"one, corrected").hexdigest()
    assert replaced(sources(box)) == {old: new}
    update_manifests(sources(box), {}, LATER)
    assert lines(box)["2022/a.pdf"]["first_seen"] == "2026-03-04"
    assert replaced(sources(box)) == {}


def test_what_moved_is_not_replaced(box: Path) -> None:
    """The old content lives on under another name, known to the manifest or new to it."""
    update_manifests(sources(box), {}, DAY)
    put(box, "2022/a.pdf", b"other")
    put(box, "2021/a.pdf", b"one")
    assert replaced(sources(box)) == {}


def test_files_outside_an_inbox_have_no_manifest(tmp_path: Path) -> None:
    path = put(tmp_path, "downloads/a.pdf")
    assert inbox.inbox_of(path) is None
    update_manifests([fingerprint(path)], {}, DAY)
    assert not list(tmp_path.rglob("manifest.csv"))


def test_a_failed_write_leaves_the_old_manifest(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update_manifests(sources(box), {}, DAY)
    before = (box / "manifest.csv").read_bytes()
    put(box, "2024/new.pdf", b"new")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        update_manifests(sources(box), {}, LATER)
    assert (box / "manifest.csv").read_bytes() == before
    assert [path.name for path in box.iterdir() if path.is_file()] == ["manifest.csv"]

"""Staging, publishing and quarantine: whole files or none, at any point of failure."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import documents as make
import duckdb
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from cleaning.frames import frames
from flows import store
from tables.errors import OutputError
from tables.model import CleanDocument, Facts, Triage

ABOUT = {"sha256": make.SHA, "versi_pipeline": "0.1"}
OTHER = "fedcba9876543210" * 4


def staged(folder: Path, document: CleanDocument | None = None, version: str = "0.1") -> Path:
    store.stage(frames(document or make.document(), version), folder, ABOUT)
    return folder


def of(sha: str, document: CleanDocument) -> CleanDocument:
    triage = document.triage
    return replace(document, triage=Triage(triage.path, sha, triage.size, triage.pages))


def tree(root: Path) -> dict[str, bytes]:
    """Every file below ``root``, temporary ones too."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return tmp_path / "clean"


def test_layout_is_the_contract(tmp_path: Path, clean: Path) -> None:
    store.publish(staged(tmp_path / "s"), clean, 2023, make.ID)
    folders = ("dokumen", "evaluasi_renja", "narasi", "rencana_kerja", "sel", "temuan")
    assert set(tree(clean)) == {f"{f}/tahun=2023/{make.ID}.parquet" for f in folders}
    file = pq.ParquetFile(clean / f"rencana_kerja/tahun=2023/{make.ID}.parquet")
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert json.loads(file.schema_arrow.metadata[b"renja"]) == ABOUT


def test_provenance_names_the_libraries() -> None:
    about = store.provenance("abc", "0.1")
    assert about["sha256"] == "abc"
    assert set(about["pustaka"]) == set(store.LIBRARIES)
    assert all(version[0].isdigit() for version in about["pustaka"].values())


def test_every_reader_sees_the_year_once_and_exact_decimals(tmp_path: Path, clean: Path) -> None:
    store.publish(staged(tmp_path / "a"), clean, 2023, make.ID)
    unknown = of(OTHER, replace(make.document(make.plan()), facts=Facts()))
    store.publish(staged(tmp_path / "b", unknown), clean, 0, OTHER[:16])
    folder = clean / "rencana_kerja"

    frame = pd.read_parquet(folder)
    assert sorted(frame["tahun"].astype(int).unique()) == [0, 2023]
    assert list(frame.columns).count("tahun") == 1
    assert frame["pagu"].iloc[0] == Decimal("160.00")

    query = (
        "select tahun, sum(pagu) from read_parquet(?, hive_partitioning=true) group by 1 order by 1"
    )
    rows = duckdb.execute(query, [f"{folder}/**/*.parquet"]).fetchall()
    assert rows == [(0, Decimal("480.00")), (2023, Decimal("480.00"))]

    table = ds.dataset(folder, partitioning="hive").to_table()
    assert set(table["tahun"].to_pylist()) == {0, 2023}
    for name in ("sel", "temuan", "dokumen", "rencana_kerja"):
        one = pd.read_parquet(next(iter(sorted((clean / name).rglob("*.parquet")))))
        assert "dokumen_id" in one.columns, "a single file opens as it is"
        assert set(pd.read_parquet(clean / name)["tahun"].astype(int)) <= {0, 2023}


def test_a_second_run_writes_the_same_bytes(tmp_path: Path, clean: Path) -> None:
    store.publish(staged(tmp_path / "a"), clean, 2023, make.ID)
    first = tree(clean)
    store.publish(staged(tmp_path / "b"), clean, 2023, make.ID)
    assert tree(clean) == first


def test_staging_starts_from_an_empty_folder(tmp_path: Path) -> None:
    folder = staged(tmp_path / "s")
    staged(folder, make.document(make.plan()))
    assert not list(folder.glob("evaluasi_renja/**/*.parquet"))


def test_a_document_that_changed_year_and_kinds_leaves_nothing_old(
    tmp_path: Path, clean: Path
) -> None:
    store.publish(staged(tmp_path / "a"), clean, 2023, make.ID)
    neighbour = staged(tmp_path / "n", of(OTHER, make.document()))
    store.publish(neighbour, clean, 2023, OTHER[:16])
    changed = make.document(make.plan(), tahun=2024)
    placed = store.publish(staged(tmp_path / "b", changed), clean, 2024, make.ID)
    assert sorted(clean.rglob(f"{make.ID}.parquet")) == sorted(placed)
    assert all("tahun=2024" in str(path) for path in placed)
    assert len(list(clean.rglob(f"{OTHER[:16]}.parquet"))) == 6


def test_quarantine_holds_the_files_and_the_reason(tmp_path: Path) -> None:
    folder = store.quarantine(staged(tmp_path / "s"), tmp_path / "q", make.ID, {"failures": ["é"]})
    assert folder == tmp_path / "q" / make.ID
    assert json.loads((folder / "why.json").read_text("utf-8")) == {"failures": ["é"]}
    assert (folder / f"sel/tahun=2023/{make.ID}.parquet").is_file()
    assert not [name for name in tree(folder) if ".tmp" in name]


def test_quarantine_replaces_what_it_held(tmp_path: Path) -> None:
    store.quarantine(staged(tmp_path / "a"), tmp_path / "q", make.ID, {"n": 1})
    changed = make.document(make.plan(), tahun=2024)
    folder = store.quarantine(staged(tmp_path / "b", changed), tmp_path / "q", make.ID, {"n": 2})
    assert json.loads((folder / "why.json").read_text()) == {"n": 2}
    assert not [name for name in tree(folder) if "2023" in name or "evaluasi" in name]


def test_a_document_is_in_one_place_only(tmp_path: Path, clean: Path) -> None:
    held = tmp_path / "q"
    folder = staged(tmp_path / "s")
    store.quarantine(folder, held, make.ID, {}, clean=clean)
    store.publish(folder, clean, 2023, make.ID, quarantine_dir=held)
    assert not (held / make.ID).exists()
    assert len(tree(clean)) == 6
    store.quarantine(folder, held, make.ID, {}, clean=clean)
    assert tree(clean) == {}
    assert (held / make.ID / "why.json").is_file()


def test_nothing_staged_is_an_error(tmp_path: Path, clean: Path) -> None:
    with pytest.raises(OutputError, match="nothing is staged"):
        store.publish(tmp_path, clean, 2023, make.ID)
    with pytest.raises(OutputError, match="nothing is staged"):
        store.publish(staged(tmp_path / "s"), clean, 2022, make.ID)


# Faults: every call of every system function fails once.


def fail_at(monkeypatch: pytest.MonkeyPatch, name: str, call: int, code: int) -> None:
    module, function = (shutil, "copyfile") if name == "copyfile" else (os, name)
    real: Callable[..., object] = getattr(module, function)
    seen = 0

    def maybe(*args: object, **kwargs: object) -> object:
        nonlocal seen
        seen += 1
        if seen == call:
            raise OSError(code, os.strerror(code), str(args[0]))
        return real(*args, **kwargs)

    monkeypatch.setattr(module, function, maybe)


def assert_old_or_new(clean: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    for name, data in tree(clean).items():
        assert data in (old.get(name), new.get(name)), f"{name} is neither old nor new"
    missing = set(old) & set(new) - set(tree(clean))
    assert not missing, f"a reader misses {missing}"


@pytest.fixture
def versions(tmp_path: Path, clean: Path) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """``clean`` holds the old version of a document; the new one (other kinds) is staged."""
    new = staged(tmp_path / "new", make.document(make.plan()), version="0.2")
    store.publish(new, tmp_path / "reference", 2023, make.ID)
    store.publish(staged(tmp_path / "old"), clean, 2023, make.ID)
    return new, tree(clean), tree(tmp_path / "reference")


# 4 files: 4 copies, 4 replaces; 4 file syncs, 4 folder syncs and 1 after removing the old kind.
FAULTS = [
    *(("copyfile", n, errno.ENOSPC) for n in range(1, 5)),
    *(("replace", n, errno.EROFS) for n in range(1, 5)),
    *(("fsync", n, errno.EIO) for n in range(1, 10)),
    ("unlink", 1, errno.EACCES),
]


@pytest.mark.parametrize(("function", "call", "code"), FAULTS)
def test_a_fault_leaves_old_or_new_files_and_the_next_run_mends_it(
    versions: tuple[Path, dict[str, bytes], dict[str, bytes]],
    clean: Path,
    function: str,
    call: int,
    code: int,
) -> None:
    new, old_files, new_files = versions
    with pytest.MonkeyPatch.context() as patch:
        fail_at(patch, function, call, code)
        with pytest.raises(OutputError, match="cannot write"):
            store.publish(new, clean, 2023, make.ID)
    assert_old_or_new(clean, old_files, new_files)
    store.publish(new, clean, 2023, make.ID)
    assert tree(clean) == new_files


@pytest.mark.parametrize("call", range(1, 5))
def test_a_kill_leaves_old_or_new_files_and_the_next_run_mends_it(
    versions: tuple[Path, dict[str, bytes], dict[str, bytes]], clean: Path, call: int
) -> None:
    new, old_files, new_files = versions
    child = multiprocessing.get_context("fork").Process(target=_die, args=(new, clean, call))
    child.start()
    child.join(30)
    assert child.exitcode == 9
    left = {name for name in tree(clean) if name.startswith(".tmp-")}
    assert left, "the killed run had no time to clean up"
    visible = {name: data for name, data in tree(clean).items() if name not in left}
    assert all(data in (old_files.get(n), new_files.get(n)) for n, data in visible.items())
    assert len(pd.read_parquet(clean / "rencana_kerja")) == 6, "readers are not disturbed"
    assert store.sweep(clean)
    store.publish(new, clean, 2023, make.ID)
    assert tree(clean) == new_files


def _die(new: Path, clean: Path, call: int) -> None:
    real, seen = os.replace, 0

    def kill(source: Path, target: Path) -> None:
        nonlocal seen
        seen += 1
        if seen == call:
            os._exit(9)
        real(source, target)

    os.replace = kill  # type: ignore[assignment]
    store.publish(new, clean, 2023, make.ID)


def test_dokumen_comes_last(
    versions: tuple[Path, dict[str, bytes], dict[str, bytes]], clean: Path
) -> None:
    new, old_files, _ = versions
    with pytest.MonkeyPatch.context() as patch:
        fail_at(patch, "replace", 4, errno.EIO)
        with pytest.raises(OutputError):
            store.publish(new, clean, 2023, make.ID)
    name = f"dokumen/tahun=2023/{make.ID}.parquet"
    assert tree(clean)[name] == old_files[name]


def test_sweep_leaves_a_live_run_alone(clean: Path) -> None:
    live = clean / f".tmp-{make.ID}-1-abc"
    dead = clean / f".tmp-{make.ID}-{2**22 + 1}-abc"
    live.mkdir(parents=True)
    dead.mkdir()
    assert store.sweep(clean) == [dead]
    assert live.is_dir()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = staged(tmp_path / "s")
    with pytest.raises(OutputError, match="file"):
        store.publish(folder, tmp_path / "file" / "clean", 2023, make.ID)
    with pytest.raises(OutputError, match="file"):
        staged(tmp_path / "file" / "s")


def test_staging_on_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(OutputError, match="No space left") as error:
        staged(tmp_path / "s")
    assert "disk space" in error.value.remedy

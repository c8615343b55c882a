"""The pipeline's version follows the code that makes figures, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows import version


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rooms in a place where they may be changed."""
    for source in version._SOURCES:
        target = tmp_path / source
        target.parent.mkdir(parents=True, exist_ok=True)
        if (version._HOME / source).is_dir():
            shutil.copytree(version._HOME / source, target)
        else:
            shutil.copyfile(version._HOME / source, target)
    monkeypatch.setattr(version, "_HOME", tmp_path)
    return tmp_path


def fresh() -> str:
    return version.pipeline_version.__wrapped__()


def test_the_same_code_has_the_same_version(copy: Path) -> None:
    assert fresh() == fresh()
    assert fresh().startswith(version.package_version() + "+")


@pytest.mark.parametrize(
    "name", ["tables/evaluasi_renja.yaml", "cleaning/numbers.py", "flows/store.py"]
)
def test_a_change_of_code_or_spec_is_a_new_version(copy: Path, name: str) -> None:
    before = fresh()
    path = copy / name
    path.write_text(path.read_text() + "\n# changed\n")
    assert fresh() != before


def test_a_file_more_or_a_reader_updated_is_a_new_version(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {fresh()}
    (copy / "extractors/new.py").write_text("")
    seen.add(fresh())
    monkeypatch.setattr(version.metadata, "version", lambda _: "99")
    seen.add(fresh())
    assert len(seen) == 3


def test_the_command_line_is_not_part_of_it(copy: Path) -> None:
    before = fresh()
    (copy / "flows/cli.py").write_text("# anything")
    assert fresh() == before

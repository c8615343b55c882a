"""The data dictionary in docs/ is the one the specs give."""

from __future__ import annotations

from typing import get_args

import pytest

from tables import dictionary
from tables.meanings import CELL_STATUS, meaning
from tables.model import CellStatus
from tables.schema import FIXED, schema
from tables.spec import specs


def test_docs_are_current() -> None:
    current = dictionary.PATH.read_text("utf-8")
    assert current == dictionary.render(), "run `python -m tables.dictionary`"


def test_every_column_of_every_folder_is_explained() -> None:
    text = dictionary.render()
    for folder in (*specs(), *FIXED):
        section = text.split(f"## `{folder}`")[1].split("\n## ")[0]
        for field in schema(folder):
            assert f"| `{field.name}` |" in section


def test_every_cell_status_is_explained() -> None:
    assert set(CELL_STATUS) == set(get_args(CellStatus))


def test_a_pair_is_explained_by_its_parts() -> None:
    assert meaning("evaluasi_renja", "target_renja_rp").endswith("; budget")
    with pytest.raises(KeyError):
        meaning("evaluasi_renja", "tidak_ada_k")

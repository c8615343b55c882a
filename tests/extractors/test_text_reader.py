"""The second reading of texts whose place is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from typeset import Grid, Page, write

from extractors.document import extract
from extractors.plumber import read_pages
from extractors.text_reader import read_boxes
from extractors.triage import triage

ROWS = [["No", "Ternak", "Ekor"], ["1", "Sapi", "401.024"], ["2", "Domba", "9.942.711"]]


@pytest.mark.parametrize("rotated", [False, True])
def test_a_box_gives_what_is_printed_in_it(tmp_path: Path, rotated: bool) -> None:
    path = write(tmp_path / "a.pdf", Page([Grid(ROWS, (40, 80, 80))], rotated=rotated))
    ((_, (table,)),) = read_pages(path, [1])
    cells = [(cell.parts[0].box, cell.text) for cell in table.cells]

    found = read_boxes(path, {1: [box for box, _ in cells]})

    assert [second.text for second in found[1]] == [text for _, text in cells]


def test_other_tables_are_read_twice_and_differences_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.pdf", Page([Grid(ROWS, (40, 80, 80))]))
    (table,), _ = extract(path, triage(path), workers=1)
    assert {c.confidence for row in table.rows for c in row.cells.values()} == {1.0}

    monkeypatch.setattr(
        "extractors.document.read_boxes",
        lambda path, boxes: {
            page: [second._replace(text=second.text.replace("4", "9")) for second in some]
            for page, some in read_boxes(path, boxes).items()
        },
    )
    (table,), _ = extract(path, triage(path), workers=1)

    assert [row.cells[2].doubt for row in table.rows] == ["bacaan_berbeda"] * 2
    assert table.rows[0].cells[2].second == "901.029"

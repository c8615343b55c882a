"""Accepting every reading of a document changes no value, and every cell is found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from published import Published

from audit.library import Library
from audit.review.decide import Typed, decision
from audit.trace import TEXT
from flows.pipeline import read_document
from flows.store import publish
from tables.schema import FIXED


def test_accepting_all_changes_nothing_but_the_status(published: Published, tmp_path: Path) -> None:
    tracer = published.tracer()
    typed = Typed("terima", "Sri", "sesuai halaman")
    places = [address for address in tracer.cells if address.kind != TEXT]
    lines = [decision(tracer, address, typed, published.pdf.name).line() for address in places]
    file = tmp_path / f"{published.entry.dokumen_id}.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    made = read_document(str(published.pdf), str(tmp_path / "st"), "x", 1, decided=[str(file)])
    publish(tmp_path / "st", tmp_path / "clean", made["tahun"], made["dokumen_id"])

    library = Library(tmp_path / "clean")
    (entry,) = library.documents()
    after, before = library.frames(entry), published.library.frames(published.entry)
    assert made["broken"] == []
    assert set(after["sel"]["status"].to_pylist()) == {"dikoreksi"}
    assert "koreksi_perlu_ditinjau" not in after["temuan"]["aturan"].to_pylist()
    assert after["sel"]["nilai"].to_pylist() == before["sel"]["nilai"].to_pylist()
    assert len(lines) == before["sel"].num_rows > 2500
    for kind in set(before) - set(FIXED):
        assert _without_status(after[kind]) == _without_status(before[kind])


def _without_status(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.drop_columns(["status"]).to_pylist()
    return found

"""What the arithmetic around a cell says of its candidates."""

from __future__ import annotations

from decimal import Decimal

from published import Published

from audit.address import Address
from audit.review.arithmetic import checks

DOUBTFUL = Address("evaluasi_renja", "2.1", 82, "target_renstra_k")


def test_a_formula_tells_the_right_candidate(published: Published) -> None:
    """950 of 2.925 is the printed 32,48 percent; of 292 or 5 it is not."""
    values = [Decimal(2925), Decimal(292), Decimal(5)]
    found = checks(published.tracer(), DOUBTFUL, values)
    (check,) = (c for c in found if c.target.kolom == "capaian_renstra_k")
    assert [trial.holds for trial in check.trials] == [True, False, False]
    assert [trial.value for trial in check.trials] == values


def test_a_sum_tells_what_it_misses(published: Published) -> None:
    tracer = published.tracer()
    row = next(
        r
        for (kind, _), rows in tracer.tables.items()
        if kind == "rencana_kerja"
        for r in rows.values()
        if r["level"] == "sub_kegiatan" and r["pagu"]
    )
    address = Address("rencana_kerja", row["tabel"], row["baris"], "pagu")
    found = checks(tracer, address, [row["pagu"], row["pagu"] + 1000])
    sums = [check for check in found if check.kind == "anak"]
    assert sums
    for check in sums:
        first, second = check.trials
        assert second.gap == first.gap - 1000
    assert any(check.trials[0].holds and not check.trials[1].holds for check in found)


def test_texts_and_cells_without_candidates_have_none(published: Published) -> None:
    tracer = published.tracer()
    assert checks(tracer, DOUBTFUL, []) == []
    assert checks(tracer, DOUBTFUL._replace(kolom="uraian"), [Decimal(1)]) == []

"""The summary's sentences: every critical finding is counted, whoever is to blame for it."""

from __future__ import annotations

from typing import Any

import pytest

from audit.report.states import STATES
from audit.report.summary import Counts, sentences

MODEL: dict[str, Any] = {
    "document": {"karantina": False, "status": "ditandai", "jumlah_halaman": 1, "berkas": "a.pdf"}
}


def said(**counted: Any) -> str:
    counts = Counts(tables=1, rows=1, states=dict.fromkeys(STATES, 0), **counted)
    return " ".join(str(sentence["en"]) for sentence in sentences(MODEL, counts))


@pytest.mark.parametrize("classes", [{"sumber": 1}, {}])
def test_critical_findings_that_are_no_contradictions_are_told(classes: dict[str, int]) -> None:
    critical = len(classes)
    text = said(grades={"kritis": critical + 2}, classes=classes, critical=critical)
    assert "2 other findings are critical" in text
    assert "other finding" not in said(
        grades={"kritis": critical}, classes=classes, critical=critical
    )


def test_figures_of_running_text_add_up() -> None:
    text = said(text={"cocok": 3, "beda": 1, "rusak": 1, "tak_berpasangan": 60})
    for part in ("65 figures", "3 agree", "2 differ", "60 are in no table"):
        assert part in text

"""How sure a scanned number is, by how its readings came together.

``keyakinan`` of a cell is the share of right values among cells of its class, measured on scans
with known truth (``benchmarks/reliability.py``); a class below :data:`TRUSTED` is flagged.
"""

from __future__ import annotations

TRUSTED = 0.9

#: rule -> share of right values
CERTAINTY: dict[str, float] = {
    "sepakat_terbukti": 0.999,  # both engines agree, and an exact sum holds
    "sepakat": 0.995,  # both engines agree
    "sepakat_ulang": 0.97,  # … the second engine at another scale only
    "bacaan_setara": 0.99,  # … on the digits; the groups settle the marks
    "aritmetika": 0.99,  # the readings differ; sums allow only one of them
    "perbaikan_aritmetika": 0.98,  # as before, but it is not what the first engine read
    "suara_lapisan": 0.95,  # the PDF's own text layer sides with the first engine
    "leksikon": 0.9,  # text: the document prints these words elsewhere
    "suara_terbanyak": 0.85,  # readings at other scales agree with one of the two
    "sepakat_lemah": 0.8,  # both agree, but neither is sure
    "teks_diragukan": 0.6,  # text: words nobody knows
    "bacaan_berbeda": 0.6,  # nothing decides
    "huruf_dalam_angka": 0.6,  # a letter stands among the digits, and no other reading
    "satuan_diragukan": 0.6,  # the unit's first letter may be the number's last digit
    "sisa_diragukan": 0.6,  # what stands behind the number is no unit
    "satu_bacaan": 0.6,  # one engine saw nothing
    "tanda_pisah_diragukan": 0.6,  # the digits are sure, the decimal mark is not
    "melanggar_aritmetika": 0.5,  # both agree, but a sum is one misread digit away
    "kolom_diragukan": 0.3,  # well read, but perhaps another column's
    "tidak_terbaca_pindaian": 0.0,  # ink in which nobody reads a number
}


def certainty(rule: str) -> float:
    """``keyakinan`` of a class; an unlisted doubt counts half."""
    return CERTAINTY.get(rule, 0.5)

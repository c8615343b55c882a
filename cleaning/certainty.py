"""How sure a scanned cell is, by how its readings came together.

``keyakinan`` of a cell is the share of right values among cells of its class. The shares were
measured in November 2026 on 11,000 numbers and 4,300 texts with known truth: the sample and the
exported documents of ``real/truth`` as scans of the levels light, medium, bilevel and heavy at
200 dpi, and the real scans as they are; left out are the degraded pages whose table was not found.
A class without a miss gets a share below 1, the lower the fewer it has. What stayed empty though
something is printed counts as wrong. ``python -m benchmarks.reliability`` measures anew, by
confidence.
"""

from __future__ import annotations

TRUSTED = 0.9  # a vote is believed without proof from here

#: rule -> share of right values
CERTAINTY: dict[str, float] = {
    # numbers, not flagged
    "sepakat_terbukti": 0.999,  # both engines agree, and an exact sum holds: 3012 of 3012
    "sepakat": 0.998,  # both engines agree: 7228 of 7229
    "bacaan_setara": 0.99,  # … on the digits; the groups settle the marks: 293 of 293
    "aritmetika": 0.98,  # the readings differ; sums allow only one of them: 47 of 47
    "perbaikan_aritmetika": 0.97,  # as before, but not what the first engine read: 36 of 36
    "sepakat_ulang": 0.97,  # both agree, the second engine at another scale only: too few to tell
    "suara_lapisan": 0.95,  # the PDF's own text layer sides with the first engine: too few to tell
    # numbers, flagged
    "melanggar_aritmetika": 0.95,  # both agree, but a sum is one misread digit away: 74 of 75
    "huruf_dalam_angka": 0.85,  # a letter stands among the digits: 15 of 15
    "potongan_diragukan": 0.85,  # pieces with a gap between them: 14 of 15
    "suara_terbanyak": 0.8,  # readings at other scales agree with one of the two: 26 of 33
    "sepakat_lemah": 0.75,  # both agree, but neither is sure: 39 of 51
    "sisa_diragukan": 0.7,  # what stands behind the number is no unit: 5 of 6
    "satuan_diragukan": 0.5,  # the unit's first letter may be the number's last digit
    "kolom_diragukan": 0.4,  # well read, but perhaps another column's
    "halaman_diragukan": 0.8,  # well read, on a page of which much was not
    "satu_bacaan": 0.33,  # one engine saw nothing: 20 of 60
    "bacaan_berbeda": 0.2,  # nothing decides: 17 of 81
    "kelompok_ganjil": 0.3,  # a group of two or four digits
    "tanda_pisah_diragukan": 0.2,  # the digits may be sure, the mark is not: 2 of 18
    "angka_bertumpuk": 0.15,  # several numbers in one cell: 3 of 22
    "bukan_angka": 0.05,  # words: 0 of 11
    "tidak_terbaca_pindaian": 0.05,  # ink in which nobody reads a number: 1 of 30
    # texts, as a whole
    "teks_sepakat": 0.97,  # both engines agree and are sure: 2497 of 2585
    "teks_dikenal": 0.87,  # not sure, but all its words are known: 803 of 920
    "nomor_urut": 0.9,  # a row number that goes on from the one above: too few to tell
    "angka_romawi": 0.9,  # letters that look like an I: too few to tell
    "leksikon": 0.73,  # mended, and now all its words are known: 133 of 183
    "teks_diragukan": 0.3,  # words nobody knows: 178 of 597
}


def certainty(rule: str) -> float:
    """``keyakinan`` of a class; an unlisted doubt counts half."""
    return CERTAINTY.get(rule, 0.5)

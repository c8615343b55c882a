"""The word test tells words and numbers from symbol soup and shuffled fonts."""

from __future__ import annotations

import random
import string

import pytest
from bad_pdfs import PROSE, SOUP

from extractors.words import legible, likeness, odd_share

TABLE = """
4 01 01 2.02.01 Penyediaan Gaji dan Tunjangan ASN 12 Orang/bulan 85.149.979.389
Rp. 58.622.444.721,- (70,000,000) - 7.912.100 95,56 % #DIV/0! 10=(5+7+9) II n/a 0,00 100
"""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "1.442.971.318 835.488.900,78 55.33 - 0 #REF! IV (2) Rp85.149.979.389",
        "BAB II .................................... 17",
        TABLE,
        "\n".join(PROSE),
        "\n".join(PROSE).upper(),
    ],
)
def test_legible(text: str) -> None:
    assert legible(text)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(SOUP),
        "\ue001\ue002\ue003 \ue004\ue005",
        "\ufffd\ufffd\ufffd \ufffd\ufffd",
        "(cid:12)(cid:40)(cid:3) (cid:7)(cid:9)",
        "".join(chr(ord(c) - 29) if c.islower() else c for c in "\n".join(PROSE)),
    ],
    ids=["soup", "private-use", "replacement", "cid", "shifted"],
)
def test_not_legible(text: str) -> None:
    assert not legible(text)


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_font(seed: int) -> None:
    letters = list(string.ascii_lowercase)
    random.Random(seed).shuffle(letters)
    text = "\n".join(PROSE * 3).lower()
    assert not legible(text.translate(str.maketrans(string.ascii_lowercase, "".join(letters))))


def test_measures() -> None:
    assert odd_share("Program @#$%^") == pytest.approx(5 / 12)
    assert odd_share("") == 0
    assert likeness("") == 1
    assert likeness("\n".join(PROSE)) > 0.95
    assert likeness("zzz qqq") < 0.05

"""Addresses survive the way through a link."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.address import Address, parse

TEXT = st.text(max_size=12)


@given(TEXT, TEXT, st.integers(1, 10**6), TEXT)
def test_an_anchor_leads_back(kind: str, tabel: str, baris: int, kolom: str) -> None:
    address = Address(kind, tabel, baris, kolom)
    assert parse(address.anchor) == address


def test_an_anchor_is_readable() -> None:
    anchor = Address("evaluasi_renja", "T-C.29 (2)", 12, "target_renja_rp").anchor
    assert anchor == "#sel=evaluasi_renja/T-C.29%20%282%29/12/target_renja_rp"


@pytest.mark.parametrize("wrong", ["", "#sel=", "#sel=a/b/c/d", "#sel=a/2.1/3", "#sel=a/b/1/c/d"])
def test_what_is_no_address(wrong: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        parse(wrong)

"""Every rule holds on a good frame and fails in the very rows that break it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from expectations.rules import RULES

NUMBERS = ["pagu"]
SHARE = {"share": 0.5, "coverage": 0.5}


def frame(**columns: list[Any]) -> pd.DataFrame:
    """Arrow-backed, as the gate hands it over; numbers become decimals, except ``baris``."""
    table = {}
    for name, values in columns.items():
        if name in ("baris",) or not any(isinstance(v, (int, Decimal)) for v in values):
            table[name] = pa.array(
                values, None if any(v is not None for v in values) else pa.string()
            )
        else:
            exact = [None if v is None else Decimal(v) for v in values]
            table[name] = pa.array(exact, pa.decimal128(20, 2))
    return pa.table(table).to_pandas(types_mapper=pd.ArrowDtype)


def place(count: int, tabel: str = "3.1") -> dict[str, list[Any]]:
    return {"kind": ["rencana_kerja"] * count, "tabel": [tabel] * count}


def tree_frame(*pagu: int | None) -> pd.DataFrame:
    """A program, a kegiatan, two sub kegiatan."""
    return frame(
        **place(4),
        level=["program", "kegiatan", "sub_kegiatan", "sub_kegiatan"],
        kode=["1.01.01", "1.01.01.2.01", "1.01.01.2.01.0001", "1.01.01.2.01.0002"],
        program_kode=["1.01.01"] * 4,
        kegiatan_kode=[None, *["1.01.01.2.01"] * 3],
        pagu=list(pagu),
    )


def printed(statuses: list[str], kolom: str = "pagu") -> pd.DataFrame:
    count = len(statuses)
    return frame(**place(count), kolom=[kolom] * count, status=statuses)


def amounts(*rows: tuple[str, int | None, int | None, str | None]) -> pd.DataFrame:
    names = ("status", "nilai", "nilai_tabel", "tabel_kind")
    return frame(**dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


READABLE = {"statuses": ["tidak_terbaca"], "most": 0.4, "at_least": 10, "numbers": NUMBERS}
STATE = ("kolom", "status", "nilai", "teks", "aturan")


def state(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return frame(**dict(zip(STATE, map(list, zip(*rows, strict=True)), strict=True)))


def graded(*rows: tuple[str | None, ...]) -> pd.DataFrame:
    names = ("status", "kelas", "tingkat", "uraian_temuan")
    return frame(**dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


CASES: list[tuple[str, pd.DataFrame, dict[str, Any], list[bool]]] = [
    ("equal", frame(a=[1, None, 3], b=[1, None, 3]), {}, [True] * 3),
    ("equal", frame(a=[1, None, 3], b=[2, 2, None]), {}, [False] * 3),
    ("complete", frame(a=["x", "y"], b=["x", "y"]), {}, [True] * 2),
    ("complete", frame(a=["x", None], b=["x", "y"]), {}, [True, False]),
    ("consecutive", frame(**place(3), baris=[1, 2, 3]), {}, [True] * 3),
    ("consecutive", frame(**place(3), baris=[1, 3, 2]), {}, [True, False, False]),
    ("consecutive", frame(**place(2), baris=[0, 1]), {}, [False, False]),
    ("consecutive", frame(kind=["a"] * 2, tabel=["1", "2"], baris=[1, 1]), {}, [True] * 2),
    (
        "code_shape",
        frame(kode=["4.01.X.2.09.0001", None, "IV"], kode_status=["c"] * 3),
        {},
        [True] * 3,
    ),
    ("code_shape", frame(kode=["4.01 .01", "4..1", "a"], kode_status=["c"] * 3), {}, [False] * 3),
    (
        "code_status",
        frame(
            kode=["1", "1", None],
            kode_cetak=["01", None, None],
            kode_status=["cetak", "disimpulkan", "tidak_ada"],
        ),
        {},
        [True] * 3,
    ),
    (
        "code_status",
        frame(
            kode=[None, "1", "1", "1"],
            kode_cetak=["01", None, None, "1"],
            kode_status=["cetak", "cetak", "tidak_ada", "x"],
        ),
        {},
        [False] * 4,
    ),
    ("nested_codes", frame(a=["1.01", None, "I"], b=["1.01.2", "1.2", "1"]), {}, [True] * 3),
    ("nested_codes", frame(a=["1.01", "1.0"], b=["1.02.2", "1.01.1"]), {}, [False] * 2),
    ("within", frame(tabel=["1"] * 3, n=[-5, 5, None]), {"low": -5, "high": 5}, [True] * 3),
    ("within", frame(tabel=["1"] * 2, n=[-6, 6]), {"low": -5, "high": 5}, [False] * 2),
    (
        "some_number",
        frame(**place(2), level=["program"] * 2, pagu=[None, 0]),
        {},
        [True] * 2,
    ),
    (
        "some_number",
        frame(kind=["a"] * 3, tabel=["1", "2", "2"], level=["lainnya"] * 3, pagu=[1, None, None]),
        {},
        [True, False, False],
    ),
    (  # one row alone: NIHIL is a result, a program without a figure is not
        "some_number",
        frame(kind=["a"] * 2, tabel=["1", "2"], level=["lainnya", "program"], pagu=[None, None]),
        {},
        [True, False],
    ),
    ("readable", printed(["cetak"] * 6 + ["tidak_terbaca"] * 4), READABLE, [True] * 10),
    (
        "readable",
        printed(["cetak"] * 5 + ["tidak_terbaca"] * 5),
        READABLE,
        [True] * 5 + [False] * 5,
    ),
    ("readable", printed(["tidak_terbaca"] * 9), READABLE, [True] * 9),
    ("readable", printed(["tidak_terbaca"] * 10, kolom="uraian"), READABLE, [True] * 10),
    (
        "status_fits_value",
        state(
            ("pagu", "cetak", 5, "5", None),
            ("pagu", "cetak", None, "Baik", "nilai_huruf"),
            ("pagu", "kosong", None, None, None),
            ("uraian", "cetak", None, "Program", None),
            ("pagu", "tidak_terbaca", None, "?", "bukan_angka"),
        ),
        {"numbers": NUMBERS},
        [True] * 5,
    ),
    (
        "status_fits_value",
        state(
            ("pagu", "cetak", None, "5.000", None),
            ("pagu", "digabung", None, "5.0 00", None),
            ("pagu", "tidak_terbaca", 5, "S", "r"),
            ("pagu", "kosong", 0, None, None),
        ),
        {"numbers": NUMBERS},
        [False] * 4,
    ),
    (
        "rule_named",
        frame(status=["diperbaiki", "cetak"], aturan=["r", None]),
        {"statuses": ["diperbaiki"]},
        [True] * 2,
    ),
    (
        "rule_named",
        frame(status=["diperbaiki"], aturan=[None]),
        {"statuses": ["diperbaiki"]},
        [False],
    ),
    ("box_upright", frame(x0=[1, None], y0=[1, None], x1=[2, None], y1=[2, None]), {}, [True] * 2),
    ("box_upright", frame(x0=[3, 1], y0=[1, 1], x1=[2, None], y1=[2, 2]), {}, [False] * 2),
    (
        "difference",
        frame(tercetak=[5, None], seharusnya=[7, 1], selisih=[-2, None]),
        {},
        [True] * 2,
    ),
    ("difference", frame(tercetak=[5, 5], seharusnya=[7, 1], selisih=[2, None]), {}, [False] * 2),
    ("subtracts", frame(a=[5, None], b=[7, 1], kept=[2, None]), {}, [True] * 2),
    ("subtracts", frame(a=[5, 5], b=[7, 1], kept=[-2, None]), {}, [False] * 2),
    ("told", graded(("cocok", None, None, None), ("beda", "sumber", "info", "X")), {}, [True] * 2),
    ("told", graded(("cocok", None, "info", None), ("beda", None, "info", "X")), {}, [False] * 2),
    ("inside", frame(teks=["Rp5"], kalimat=["sebesar Rp5."]), {}, [True]),
    ("inside", frame(teks=["5%"], kalimat=["sebesar (5)%."]), {}, [False]),
    (
        "amount_status",
        amounts(
            ("cocok", 5, -5, "lain"),
            ("beda", 5, 6, "lain"),
            ("beda", 5, None, "lain"),
            ("rusak", None, None, None),
            ("tak_berpasangan", 5, None, None),
        ),
        {},
        [True] * 5,
    ),
    (
        "amount_status",
        amounts(
            ("cocok", 5, 6, "lain"),
            ("beda", 5, 5, "lain"),
            ("rusak", 5, None, None),
            ("tak_berpasangan", 5, 5, "lain"),
        ),
        {},
        [False] * 4,
    ),
    (
        "identity",
        frame(c=[3, 5, None], a=[1, 2, 9], b=[-2, -3, 9]),
        {"target": "c", "terms": {"a": 1, "b": -1}, **SHARE},
        [True] * 3,
    ),
    (  # half of the rows agree: the source may contradict itself
        "identity",
        frame(c=[3, 9], a=[1, 2], b=[-2, -3]),
        {"target": "c", "terms": {"a": 1, "b": -1}, **SHARE},
        [True] * 2,
    ),
    (
        "identity",
        frame(c=[9, 9, 3], a=[1, 2, 1], b=[-2, -3, -2]),
        {"target": "c", "terms": {"a": 1, "b": -1}, **SHARE},
        [False, False, True],
    ),
    (  # nothing contradicts the target, and nothing supports it either
        "identity",
        frame(c=[9, 9, 3], a=[None, None, 1], b=[None, None, -2]),
        {"target": "c", "terms": {"a": 1, "b": -1}, **SHARE},
        [False, False, True],
    ),
    ("children", tree_frame(30, 30, 10, 20), {"column": "pagu", **SHARE}, [True] * 4),
    (
        "children",
        tree_frame(30, 31, 10, 20),
        {"column": "pagu", **SHARE},
        [False, False, True, True],
    ),
    (  # the kegiatan are the lowest rows: they have nothing to be the sum of
        "children",
        tree_frame(30, 30, None, None)[:2],
        {"column": "pagu", **SHARE},
        [True] * 2,
    ),
    (  # an amount above, none below
        "children",
        tree_frame(30, None, None, None),
        {"column": "pagu", **SHARE},
        [False, True, True, True],
    ),
]


@pytest.mark.parametrize(("rule", "data", "options", "expected"), CASES)
def test_rule(rule: str, data: pd.DataFrame, options: dict[str, Any], expected: list[bool]) -> None:
    found = RULES[rule](data, **options)
    assert found.tolist() == expected
    assert found.index.equals(data.index)
    assert found.dtype == bool


def test_every_rule_is_seen_to_hold_and_to_fail() -> None:
    seen = {(rule, all(expected)) for rule, _, _, expected in CASES}
    assert seen == {(rule, holds) for rule in RULES for holds in (True, False)}


def test_sums_are_exact() -> None:
    cents = frame(c=[Decimal("0.30")], a=[Decimal("0.10")], b=[Decimal("0.20")])
    options = {"target": "c", "terms": {"a": 1, "b": 1}, "share": 1, "coverage": 1}
    assert RULES["identity"](cents, **options).all()

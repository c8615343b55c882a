"""Rows to print: names and codes of a real plan, figures at random that satisfy the form."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from tests.variants.forms import MONEY, PERCENT, Form, Leaf

SAMPLE = Path(__file__).resolve().parents[1] / "samples"
PLAN = SAMPLE / "renja-perubahan-2023-setda-kota-serang.tabel-3.1.truth.csv"
UNITS = ("Dokumen", "Orang", "Laporan", "Unit", "Bulan", "Paket")
OFFICES = ("Bagian Umum", "Subbag PEP", "Bagian Hukum", "Sekretariat")
PLACES = ("Kota Serang", "Kec. Cipocok Jaya", "Kabupaten", "Kel. Banten")
FUNDS = ("APBD", "Dana Perimbangan", "PAD", "DAU")
GOALS = (
    "Meningkatnya kinerja pelayanan administrasi",
    "Meningkatnya kualitas sarana dan prasarana aparatur",
)


@dataclass
class Line:
    """A logical row: printed texts by column, and the exact rupiah or figure behind each number."""

    level: str
    kode: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Decimal] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True)
class Typing:
    """How a government types figures."""

    locale: str = "id"
    cents: bool = False
    rp: str = ""
    minus: str = "-"
    bracket: bool = False
    zero: str = "0"
    percent_sign: bool = False
    missing: str = ""

    def money(self, value: Decimal) -> str:
        if value == 0:
            return self.zero
        text = self._grouped(abs(value), 2 if self.cents else 0)
        if value < 0:
            return f"({text})" if self.bracket else f"{self.minus}{text}"
        return f"{self.rp}{text}"

    def work(self, value: Decimal) -> str:
        places = max(0, -int(value.as_tuple().exponent))
        return self._grouped(value, places)

    def percent(self, value: Decimal) -> str:
        return self.work(value) + ("%" if self.percent_sign else "")

    def _grouped(self, value: Decimal, places: int) -> str:
        text = f"{value:,.{places}f}"
        return text if self.locale == "us" else text.translate(str.maketrans(",.", ".,"))


def typing(rng: random.Random) -> Typing:
    return Typing(
        locale=rng.choice(["id", "id", "id", "us"]),
        cents=rng.random() < 0.2,
        rp=rng.choice(["", "", "", "", "Rp", "Rp. ", "Rp "]),
        minus=rng.choice(["-", "- ", "-"]),
        bracket=rng.random() < 0.35,
        zero=rng.choice(["0", "-", "-"]),
        percent_sign=rng.random() < 0.25,
        missing=rng.choice(["", "-"]),
    )


def _names() -> list[tuple[str, str, str, str]]:
    """(level, kode, uraian, indikator) of the sample's plan, indicator lines included."""
    with PLAN.open(encoding="utf-8", newline="") as file:
        return [
            (r["level"], r["kode"], r["uraian"], r["indikator"])
            for r in csv.DictReader(file)
            if r["level"] in ("program", "kegiatan", "sub_kegiatan", "indikator")
            and (r["kode"] or r["level"] == "indikator")
            and r["indikator"]
        ]


def lines(form: Form, rng: random.Random, wanted: int) -> list[Line]:
    """About ``wanted`` rows, programs with their kegiatan and sub kegiatan, money added up."""
    names = _names()
    heads = [i for i, n in enumerate(names) if n[0] == "program"]
    start = rng.choice(heads)
    some = (names[start:] + names[:start])[:wanted]
    four = rng.random() < 0.3  # 2024 nomenclature: sub kegiatan of four digits
    found: list[Line] = []
    for level, kode, uraian, indikator in some:
        if level == "indikator" and (
            not found or (found[-1].level != "sub_kegiatan" and rng.random() < 0.5)
        ):
            continue
        code = f"{kode[:-2]}00{kode[-2:]}" if four and level == "sub_kegiatan" else kode
        line = Line(level, code if level != "indikator" else "")
        line.texts = {"indikator": indikator}
        if level != "indikator":
            line.texts["uraian"] = uraian.upper() if level == "program" else uraian
        line.unit = "%" if level in ("program", "kegiatan") else rng.choice(UNITS)
        found.append(line)
    while found and found[-1].level != "sub_kegiatan":
        found.pop()
    _figures(form, rng, found)
    return found


def _figures(form: Form, rng: random.Random, rows: list[Line]) -> None:
    money = [leaf.name for leaf in form.leaves if leaf.type == MONEY]
    work = [leaf.name for leaf in form.leaves if leaf.type == "kinerja"]
    for row in rows:
        base = Decimal(100) if row.unit == "%" else Decimal(rng.choice([1, 3, 12, 24, 150, 1250]))
        for name in work:
            value = base if rng.random() < 0.6 else (base * rng.randint(20, 130) / 100)
            places = Decimal("1") if row.unit != "%" else Decimal("0.01")
            row.values[name] = value.quantize(places, ROUND_HALF_EVEN).normalize() + 0
            if row.values[name] == row.values[name].to_integral():
                row.values[name] = row.values[name].quantize(Decimal(1))
        if row.level == "sub_kegiatan":
            _leaf_money(row, money, rng, form.scale)
    _derive(rows, form)
    for level, child in (("kegiatan", "sub_kegiatan"), ("program", "kegiatan")):
        for i, row in enumerate(rows):
            if row.level != level:
                continue
            below = []
            for other in rows[i + 1 :]:
                if other.level in (level, "program"):
                    break
                if other.level == child:
                    below.append(other)
            for name in money:
                row.values[name] = sum((o.values[name] for o in below), Decimal(0))
    _percents(rows, form)


def _leaf_money(row: Line, money: list[str], rng: random.Random, scale: int) -> None:
    pagu = Decimal(rng.choice([rng.randint(9, 999) * 250_000, rng.randint(10**7, 9 * 10**9)]))
    for name in money:
        share = Decimal(rng.randint(0, 100)) / 100
        value = pagu * share if "realisasi" in name else pagu * (1 + share)
        if rng.random() < 0.06:
            value = Decimal(0)
        if scale > 1:
            value = (value / scale).quantize(Decimal(1)) * scale
        row.values[name] = value.quantize(Decimal(1))
    if "pagu_sebelum" in row.values and rng.random() < 0.35:
        row.values["pagu"] = row.values["pagu_sebelum"]


def _derive(rows: list[Line], form: Form) -> None:
    for row in rows:
        v = row.values
        for suffix in ("_k", "_rp"):
            quarters = [v.get(f"realisasi_tw{i}{suffix}") for i in range(1, 5)]
            if all(q is not None for q in quarters) and f"realisasi_renja{suffix}" in v:
                v[f"realisasi_renja{suffix}"] = sum(
                    (q for q in quarters if q is not None), Decimal(0)
                )
            past, now = v.get(f"realisasi_renstra_lalu{suffix}"), v.get(f"realisasi_renja{suffix}")
            if past is not None and now is not None and f"realisasi_renstra{suffix}" in v:
                ahead = v.get(f"target_berjalan{suffix}", Decimal(0))
                v[f"realisasi_renstra{suffix}"] = past + now + ahead
        if "perubahan" in v:
            v["perubahan"] = v["pagu"] - v["pagu_sebelum"]


def _percents(rows: list[Line], form: Form) -> None:
    for row in rows:
        for leaf in form.leaves:
            if leaf.type != PERCENT:
                continue
            suffix = leaf.name[leaf.name.rindex("_") :]
            top, base = (
                ("realisasi_renja", "target_renja")
                if "renja" in leaf.name
                else ("realisasi_renstra", "target_renstra")
            )
            over, under = row.values.get(top + suffix), row.values.get(base + suffix)
            if over is None or not under:
                continue
            row.values[leaf.name] = (over / under * 100).quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def print_rows(form: Form, rows: list[Line], how: Typing, rng: random.Random) -> None:
    """Fill ``texts`` of every column from the figures, and give rounding to the figures printed."""
    own_unit = form.has("satuan")
    number = 0
    for row in rows:
        row.texts.setdefault("uraian", "")
        extra = row.level == "indikator"
        for leaf in form.leaves:
            name = leaf.name
            if name in row.values:
                row.texts[name] = _figure(form, leaf, row, how)
                if not row.texts[name] or row.texts[name] in ("-", "0"):
                    row.values[name] = Decimal(0)
            elif leaf.type == PERCENT and not extra:
                row.texts[name] = how.missing
        _words(form, row, rng)
        if row.level in ("program",) and form.has("no"):
            number += 1
            row.texts["no"] = str(number)
        if row.level == "program" and form.has("sasaran"):
            row.texts["sasaran"] = rng.choice(GOALS)
        if form.has("kode"):
            row.texts["kode"] = row.kode
        if own_unit:
            row.texts["satuan"] = row.unit


def _figure(form: Form, leaf: Leaf, row: Line, how: Typing) -> str:
    value, kind, own_unit = row.values[leaf.name], leaf.type, form.has("satuan")
    if kind == MONEY:
        if row.level == "indikator":
            return ""
        if how.cents or form.scale == 1:
            return how.money(value / form.scale)
        return how.money((value / form.scale).quantize(Decimal(1)))
    if kind == PERCENT:
        return how.percent(value)
    text = how.work(value)
    if own_unit:
        return text
    return f"{text}%" if row.unit == "%" else f"{text} {row.unit}"


def _words(form: Form, row: Line, rng: random.Random) -> None:
    choices = {
        "penanggung_jawab": OFFICES,
        "lokasi": PLACES,
        "lokasi_sebelum": PLACES,
        "sumber_dana": FUNDS,
        "x_nasional": ("Prioritas 2", ""),
        "x_daerah": ("", "Tata kelola"),
        "x_kelompok": ("ASN", "Masyarakat"),
    }
    for leaf in form.leaves:
        if leaf.name in choices and row.level == "sub_kegiatan":
            row.texts[leaf.name] = rng.choice(choices[leaf.name])
        elif leaf.name in ("x_program", "x_hasil", "x_tolok_maju") and row.level == "sub_kegiatan":
            row.texts[leaf.name] = f"Persentase {rng.choice(UNITS).lower()} yang tersedia"

"""Findings about amounts in running text, in words."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal

from cleaning.narrative.figures import Figure, Place
from cleaning.narrative.prose import Line
from tables.model import Finding, FindingClass
from tables.rules import rule as described
from tables.rules import severity

SHORT = 70  # characters of a row's name that tell which it is


def rupiah(value: Decimal | None) -> str:
    """1234567.5 -> ``Rp1.234.567,5``."""
    return "–" if value is None else "Rp" + number(value)


def number(value: Decimal) -> str:
    """1234.50 -> ``1.234,50``."""
    shown = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return f"{shown:,f}".translate(str.maketrans(",.", ".,"))


def name(place: Place) -> str:
    """How a row is called: its name, shortened, and where it stands."""
    row = place.row
    text = " ".join(row.text("uraian").split()) or row.kode or f"baris {row.baris}"
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


def where(figure: Figure) -> str:
    """``Tabel 3.1 halaman 31 (Administrasi Umum, pagu)``."""
    called = name(figure.place) if figure.place else "jumlah semua program"
    page = f" halaman {figure.ref.halaman}" if figure.ref.halaman else ""
    column = figure.ref.kolom.replace("_", " ") + (", dihitung" if figure.reckoned else "")
    return f"Tabel {figure.ref.tabel or 'tanpa nomor'}{page} ({called}, {column})"


def evidence(figure: Figure) -> dict[str, object]:
    """A table cell as evidence of a finding."""
    cell = asdict(figure.ref)
    called = name(figure.place) if figure.place else None
    return {**cell, "level": figure.level, "uraian": called, "dihitung": figure.reckoned}


def finding(
    rule: str,
    line: Line,
    nomor: int,
    text: str,
    figures: list[Figure],
    *,
    kalimat: str,
    printed: Decimal | None = None,
    due: Decimal | None = None,
    level: str = "",
    extra: dict[str, object] | None = None,
) -> Finding:
    """A finding about amount ``nomor`` of `clean/narasi`; doubtful readings accuse nobody.

    Args:
        figures: table cells it rests on.
    """
    kelas: FindingClass = described(rule).kelas or "belum_jelas"
    if line.ocr:
        kelas = "ekstraksi" if rule == "nominal_rusak" else "belum_jelas"
    elif not all(figure.sure for figure in figures):
        kelas = "belum_jelas"
    level = level or next((f.level for f in figures), "")
    return Finding(
        aturan=rule,
        kelas=kelas,
        tingkat=severity(rule, level=level, jenis="uang"),
        uraian=text,
        kind="narasi",
        baris=nomor,
        kolom="nilai",
        halaman=line.page,
        tercetak=printed,
        seharusnya=due,
        bukti={"kalimat": kalimat, "sel": [evidence(f) for f in figures], **(extra or {})},
    )

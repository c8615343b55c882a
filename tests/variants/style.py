"""How a producer draws a table: everything that varies and is not content."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

MM = 72 / 25.4
PAPER = {
    "A4": (210 * MM, 297 * MM),
    "F4": (215 * MM, 330 * MM),
    "A3": (297 * MM, 420 * MM),
}


@dataclass(frozen=True)
class Style:
    """The default draws the plainest table; :func:`draw` of a seed changes several things."""

    paper: str = "F4"
    landscape: bool = True
    rotate: bool = False  # /Rotate 90 on a portrait page
    font: str = "Helvetica"
    size: float = 6.0
    rules: str = "stroke"  # stroke | thin | pieces | boxes | coloured | cells | dotted | double
    outer: bool = True  # the sides of the table are ruled
    between: str = "all"  # rules between rows: all | some (not left of the names) | kegiatan | none
    header_fill: bool = False
    program_fill: bool = False
    valign: str = "top"
    money_align: str = "right"
    number_row: str = "plain"  # none | plain | formulas | before (the K/Rp row)
    repeat_header: bool = True
    merge_lines: bool = False  # names span the indicator lines
    merge_sasaran: bool = False
    cut_rows: bool = False
    shift: float = 0.0  # of every page after the first
    extra_column: bool = False  # Keterangan from page 2 on
    clip: bool = False  # uraian cut off at the cell's side instead of wrapped
    overflow: bool = False  # … or printed over its neighbour
    column_major: bool = False
    split_code: bool = False
    title_inside: bool = False
    running: bool = False  # head and foot close to the table
    watermark: bool = False
    signature: bool = False
    total: str = ""  # "", bottom
    spacers: bool = False
    unit_apart: bool = False  # value and unit at two tab stops of one cell
    second_table: bool = False  # a small foreign table below
    bold_program: bool = True
    accounting: bool = False  # Rp at the left of the cell, the amount at the right
    groups: bool = False  # a heading over all columns before each program
    spill: bool = False  # the right half of the columns on pages of its own
    tight: float = 0.0  # money columns narrower by this share: figures wrap

    def told(self) -> str:
        """What differs from the default, for reports."""
        plain = Style()
        return " ".join(
            f"{f.name}={getattr(self, f.name)}"
            for f in fields(self)
            if getattr(self, f.name) != getattr(plain, f.name)
        )


def style(rng: random.Random) -> Style:
    """A producer at random."""
    chance = rng.random
    repeat = chance() < 0.6
    return Style(
        paper=rng.choice(["A4", "F4", "F4", "A3"]),
        landscape=chance() < 0.9,
        rotate=chance() < 0.12,
        font=rng.choice(["Helvetica", "Times-Roman"]),
        rules=rng.choice(
            ["stroke", "thin", "pieces", "boxes", "coloured", "cells", "dotted", "double"]
        ),
        outer=chance() < 0.88,
        between=rng.choice(["all"] * 9 + ["some", "kegiatan", "none"]),
        header_fill=chance() < 0.4,
        program_fill=chance() < 0.4,
        valign=rng.choice(["top", "top", "middle", "bottom"]),
        money_align=rng.choice(["right", "right", "center", "left"]),
        number_row=rng.choice(["none", "plain", "plain", "formulas", "before"]),
        repeat_header=repeat,
        merge_lines=chance() < 0.35,
        merge_sasaran=chance() < 0.4,
        cut_rows=chance() < 0.35,
        shift=rng.choice([0.0, 0.0, 0.0, 20.0]),
        extra_column=repeat and chance() < 0.08,
        clip=chance() < 0.06,
        overflow=chance() < 0.05,
        column_major=chance() < 0.15,
        split_code=chance() < 0.3,
        title_inside=chance() < 0.08,
        running=chance() < 0.3,
        watermark=chance() < 0.1,
        signature=chance() < 0.25,
        total=rng.choice(["", "", "bottom"]),
        spacers=chance() < 0.15,
        unit_apart=chance() < 0.1,
        second_table=chance() < 0.1,
        bold_program=chance() < 0.7,
        accounting=chance() < 0.12,
        groups=chance() < 0.12,
        spill=chance() < 0.04,
        tight=rng.choice([0.0, 0.0, 0.0, 0.25, 0.4]),
    )

"""Figures to a PDF as agencies print them: captions, headers of several levels, a number row.

``write(document, path)`` sets a cover, and for each section a page of prose and a landscape table
that runs over as many pages as it needs. It knows nothing of what the columns mean. The typesetter
is the ``typst`` package with the fonts it brings, so the same input gives the same pages anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("template.typ")


@dataclass(frozen=True)
class Leaf:
    """A printed column.

    Attributes:
        name: key of its texts in the rows.
        header: texts from the top level down; neighbours with a common beginning share its cells.
        number: what the number row prints under it, a formula included.
        width: share of the page's width.
        numeric: set to the right.
    """

    name: str
    header: tuple[str, ...]
    number: str = ""
    width: float = 1.0
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """Texts by column name; ``bold`` as programs are often set."""

    texts: Mapping[str, str]
    bold: bool = False


@dataclass(frozen=True)
class Section:
    """A chapter: a heading, a page of prose, and one table.

    ``repeats``: whether the header stands on each page; ``size`` of the type in the table.
    """

    heading: str
    prose: Sequence[str]
    caption: Sequence[str]
    leaves: Sequence[Leaf]
    rows: Sequence[Row]
    repeats: bool = True
    size: str = "5.5pt"
    paper: str = "a3"


@dataclass(frozen=True)
class Document:
    """A cover, a running foot and sections."""

    cover: Sequence[str]
    running: str
    sections: Sequence[Section]


def write(document: Document, path: Path) -> Path:
    """Set the document and return where it is.

    Raises:
        typst.TypstError: the template does not take the data.
    """
    import typst

    typst.compile(
        TEMPLATE,
        output=path,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_described(document), ensure_ascii=False)},
        timestamp=0,
    )
    return path


def _described(document: Document) -> dict[str, Any]:
    return {
        "cover": document.cover,
        "running": document.running,
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "prose": section.prose,
        "caption": section.caption,
        "paper": section.paper,
        "size": section.size,
        "repeats": section.repeats,
        "widths": [leaf.width for leaf in section.leaves],
        "head": [*_head(section.leaves), *_number_row(section.leaves)],
        "cells": [cell for row in section.rows for cell in _cells(section.leaves, row)],
    }


def _cells(leaves: Sequence[Leaf], row: Row) -> Iterator[dict[str, Any]]:
    for leaf in leaves:
        text = row.texts.get(leaf.name, "")
        yield _cell(text, number=leaf.numeric, bold=row.bold)


def _head(leaves: Sequence[Leaf]) -> Iterator[dict[str, Any]]:
    """Header cells row by row; a short path reaches down to the last level."""
    depth = max(len(leaf.header) for leaf in leaves)
    for level in range(depth):
        at = 0
        while at < len(leaves):
            path = leaves[at].header[: level + 1]
            across = 1
            while (
                at + across < len(leaves)
                and len(path) == level + 1
                and len(leaves[at].header) > level + 1
                and leaves[at + across].header[: level + 1] == path
            ):
                across += 1
            if len(path) == level + 1:
                last = len(leaves[at].header) == level + 1
                down = depth - level if last else 1
                yield _cell(path[-1], across=across, down=down, head=True, bold=True)
            at += across


def _number_row(leaves: Sequence[Leaf]) -> Iterator[dict[str, Any]]:
    """Numbers under the columns; neighbours under one number share its cell."""
    at = 0
    while at < len(leaves):
        across = 1
        while (
            at + across < len(leaves)
            and leaves[at].number
            and leaves[at + across].number == leaves[at].number
        ):
            across += 1
        yield _cell(leaves[at].number, across=across, head=True)
        at += across


def _cell(
    text: str,
    *,
    across: int = 1,
    down: int = 1,
    head: bool = False,
    number: bool = False,
    bold: bool = False,
) -> dict[str, Any]:
    return {
        "text": text,
        "across": across,
        "down": down,
        "head": head,
        "number": number,
        "bold": bold,
    }

"""Crooked, bent and badly lit pages made level, flat and bright, and the way back."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from degrade import LEVELS, Geometry, make_scan
from reportlab.pdfgen.canvas import Canvas

from extractors.scan.displayed import displayed
from extractors.scan.model import Gray, PageMap
from extractors.scan.render import render
from extractors.scan.straighten import PAPER, even_light, straighten
from tables.model import Box

SIZE = (612.0, 430.0)
DOTS = [(x, y) for x in (66.0, 246.0, 366.0, 546.0) for y in (66.0, 186.0, 306.0, 366.0)]


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table over the whole page with a dot in the middle of some cells."""
    path = tmp_path_factory.mktemp("ruled") / "ruled.pdf"
    canvas = Canvas(str(path), pagesize=SIZE)
    for x in range(36, 577, 60):
        canvas.line(x, 36, x, 394)
    for y in range(36, 397, 40):
        canvas.line(36, SIZE[1] - y, 576, SIZE[1] - y)
    for x, y in DOTS:
        canvas.circle(x, SIZE[1] - y, 4, stroke=0, fill=1)
    canvas.save()
    return path


def dots(image: Gray, dpi: float) -> list[tuple[float, float]]:
    """Middles of the dots, in points."""
    ink = cv2.morphologyEx((image < 130).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7)))
    _, _, boxes, middles = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    return [
        (float(x) * 72 / dpi, float(y) * 72 / dpi)
        for (*_, area), (x, y) in zip(boxes[1:].tolist(), middles[1:].tolist(), strict=True)
        if area > 60
    ]


def spread(places: list[float]) -> float:
    """How far places of what was one line lie from each other, at the most."""
    ordered = sorted(places)
    groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > 20) + 1)
    return max(float(np.ptp(group)) for group in groups)


@pytest.mark.parametrize("level", ["clean", "light", "medium", "bilevel", "heavy"])
def test_what_was_one_line_is_one_line_again(ruled: Path, tmp_path: Path, level: str) -> None:
    scan = render(make_scan(ruled, [1], tmp_path / "scan.pdf", level, 200), 1)
    found = dots((flat := straighten(scan.gray, scan.dpi)).image, flat.dpi)
    assert len(found) == len(DOTS)
    assert spread([x for x, _ in found]) < 1.0
    assert spread([y for _, y in found]) < 1.0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("level", ["medium", "heavy"])
def test_the_map_leads_back_within_a_point(
    ruled: Path, tmp_path: Path, level: str, turn: int
) -> None:
    """Dots seen on the straightened page, and where the degrader says the scan shows them."""
    scan = render(make_scan(ruled, [1], tmp_path / "scan.pdf", level, 200, turn=turn), 1)
    flat = straighten(scan.gray, scan.dpi, (360 - turn) % 360)
    went = Geometry(*SIZE, LEVELS[level], turn)
    expected = [went.to_scan(x, y) for x, y in DOTS]
    found = dots(flat.image, flat.dpi)
    assert len(found) == len(DOTS)
    for x, y in found:
        box = displayed(Box(x, y, x, y), flat.map)
        assert min(math.dist((box.x0, box.y0), place) for place in expected) < 1.0


@pytest.mark.parametrize("degrees", [-5.5, -2.0, 0.3, 4.0])
def test_a_tilt_is_found_whichever_way_and_however_large(degrees: float) -> None:
    image = np.full((900, 1200), 240, np.uint8)
    for x in range(150, 1101, 95):
        cv2.line(image, (x, 150), (x, 750), 30, 2)
    for y in range(150, 751, 60):
        cv2.line(image, (150, y), (1100, y), 30, 2)
    matrix = cv2.getRotationMatrix2D((600, 450), degrees, 1)
    tilted = cv2.warpAffine(image, matrix, (1200, 900), borderValue=240)
    flat = straighten(np.asarray(tilted, np.uint8), 150).image
    darkest = np.sort((PAPER - flat.astype(float)).sum(axis=1))[-11:]
    assert darkest.min() > 100 * 700  # every level rule lies in a row of pixels or two


def test_lines_of_text_level_a_page_without_rules() -> None:
    image = np.full((900, 1200), 240, np.uint8)
    for y in range(120, 800, 34):
        text = "Rencana Kerja Perangkat Daerah merupakan dokumen perencanaan"
        cv2.putText(image, text, (120, y), cv2.FONT_HERSHEY_SIMPLEX, 0.85, 30, 2)
    matrix = cv2.getRotationMatrix2D((600, 450), 2.0, 1)
    tilted = np.asarray(cv2.warpAffine(image, matrix, (1200, 900), borderValue=240), np.uint8)
    flat = straighten(tilted, 150)
    a, _, _, d, _, _ = flat.map.matrix
    assert math.degrees(math.atan2(d, a)) == pytest.approx(-2.0, abs=0.15)


def test_a_level_page_is_left_as_it_is() -> None:
    image = np.full((600, 800), 250, np.uint8)
    for y in range(100, 501, 50):
        cv2.line(image, (100, y), (700, y), 0, 2)
    flat = straighten(image, 150)
    assert flat.map == PageMap(0, 384, 288)
    assert np.abs(flat.image.astype(int) - image).max() <= 2


def test_paper_is_equally_bright_under_uneven_light() -> None:
    light = np.tile(np.linspace(110, 245, 800).astype(np.uint8), (600, 1))
    cv2.putText(light, "Pagu Indikatif", (200, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 40.0, 2)
    even = even_light(light, 150)
    assert np.median(even[:200]) == pytest.approx(PAPER, abs=3)
    assert float(np.percentile(even[20:200, 20:780], 1)) > PAPER - 12
    assert even[270:310, 200:420].min() < 80


def test_a_blank_page_is_no_trouble() -> None:
    flat = straighten(np.full((300, 400), 255, np.uint8), 150, 90)
    assert flat.image.shape == (400, 300)
    assert (flat.map.turn, flat.map.width, flat.map.height) == (90, 144, 192)

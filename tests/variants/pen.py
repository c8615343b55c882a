"""Draws boxes of text on a reportlab canvas, with rules as different producers draw them."""

from __future__ import annotations

from reportlab.lib.colors import Color, black
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.variants.layout import LEAD, PAD, Box
from tests.variants.style import Style

BOLD = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}
_SHADE = Color(0.85, 0.9, 0.8)


class Pen:
    """``y`` counts down from the page's top, as everywhere here."""

    def __init__(self, canvas: Canvas, height: float, style: Style) -> None:
        self.canvas, self.height, self.style = canvas, height, style

    def text(self, x: float, y: float, text: str, size: float, bold: bool = False) -> None:
        font = BOLD[self.style.font] if bold else self.style.font
        self.canvas.setFillColor(black)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)

    def watermark(self, width: float) -> None:
        self.canvas.saveState()
        self.canvas.setFillColor(Color(0.9, 0.9, 0.9))
        self.canvas.setFont("Helvetica-Bold", 80)
        self.canvas.translate(width / 3, self.height / 4)
        self.canvas.rotate(35)
        self.canvas.drawString(0, 0, "RANCANGAN")
        self.canvas.restoreState()

    def boxes(self, boxes: list[Box], left: float, right: float) -> None:
        for box in boxes:
            if box.fill:
                self.canvas.setFillColor(_SHADE)
                self.canvas.rect(
                    box.x0, self.height - box.y1, box.x1 - box.x0, box.y1 - box.y0, stroke=0, fill=1
                )
        for box in boxes:
            self._lines(box)
        if self.style.rules == "cells":
            for box in boxes:
                self._frame(box)
            return
        for box in boxes:
            self._rules(box, left, right)

    def _lines(self, box: Box) -> None:
        size = box.size or self.style.size
        tall = len(box.lines) * size * LEAD
        room = box.y1 - box.y0 - 2 * PAD
        start = {"top": 0.0, "middle": (room - tall) / 2, "bottom": room - tall}[box.valign]
        font = BOLD[self.style.font] if box.bold else self.style.font
        if box.clip:
            self.canvas.saveState()
            path = self.canvas.beginPath()
            path.rect(box.x0, self.height - box.y1, box.x1 - box.x0, box.y1 - box.y0)
            self.canvas.clipPath(path, stroke=0, fill=0)
        for n, line in enumerate(box.lines):
            y = box.y0 + PAD + start + (n + 0.82) * size * LEAD
            width = stringWidth(line, font, size)
            x = {
                "left": box.x0 + PAD,
                "center": (box.x0 + box.x1 - width) / 2,
                "right": box.x1 - PAD - width,
            }[box.align]
            if self.style.accounting and box.align == "right" and line.startswith("Rp"):
                self.text(box.x0 + PAD, y, "Rp", size, box.bold)
                rest = line.removeprefix("Rp").lstrip(". ")
                self.text(box.x1 - PAD - stringWidth(rest, font, size), y, rest, size, box.bold)
                continue
            if (
                self.style.unit_apart
                and box.align == "center"
                and " " in line
                and line[0].isdigit()
                and width + 3 < box.x1 - box.x0 - 2 * PAD
            ):
                value, unit = line.split(" ", 1)
                self.text(box.x0 + PAD, y, value, size, box.bold)
                gap = stringWidth(unit, font, size)
                self.text(
                    max(box.x1 - PAD - gap, box.x0 + PAD + stringWidth(value, font, size) + 1.5),
                    y,
                    unit,
                    size,
                    box.bold,
                )
            else:
                self.text(x, y, line, size, box.bold)
        if box.clip:
            self.canvas.restoreState()

    def _frame(self, box: Box) -> None:
        """A stroked rectangle per cell, as spreadsheet printers draw."""
        if not (box.top and box.bottom):
            self._rules(box, -1, -1)
            return
        self.canvas.setStrokeColor(black)
        self.canvas.setLineWidth(0.4)
        self.canvas.rect(
            box.x0, self.height - box.y1, box.x1 - box.x0, box.y1 - box.y0, stroke=1, fill=0
        )

    def _rules(self, box: Box, left: float, right: float) -> None:
        hidden = not self.style.outer
        if box.top:
            self._rule(box.x0, box.y0, box.x1, box.y0)
        if box.bottom:
            self._rule(box.x0, box.y1, box.x1, box.y1)
        if not (hidden and abs(box.x0 - left) < 0.5):
            self._rule(box.x0, box.y0, box.x0, box.y1)
        if not (hidden and abs(box.x1 - right) < 0.5):
            self._rule(box.x1, box.y0, box.x1, box.y1)

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        kind, h = self.style.rules, self.height
        if kind in ("stroke", "cells"):
            self.canvas.setStrokeColor(black)
            self.canvas.setLineWidth(0.5)
            self.canvas.line(x0, h - y0, x1, h - y1)
            return
        if kind == "dotted":  # a rule of short strokes, each an object of its own
            self._dots(x0, y0, x1, y1)
            return
        if kind == "double":
            self.canvas.setStrokeColor(black)
            self.canvas.setLineWidth(0.3)
            dx, dy = (0.0, 1.0) if y0 == y1 else (1.0, 0.0)
            self.canvas.line(x0, h - y0, x1, h - y1)
            self.canvas.line(x0 + dx, h - y0 - dy, x1 + dx, h - y1 - dy)
            return
        thick = {"thin": 0.48, "pieces": 0.48, "boxes": 1.0, "coloured": 0.7}[kind]
        self.canvas.setFillColor(Color(0.5, 0.7, 0.3) if kind == "coloured" else black)
        if kind == "pieces":  # a small square at every corner, the sides between them
            for x, y in ((x0, y0), (x1, y1)):
                self.canvas.rect(x, h - y - thick, thick, thick, stroke=0, fill=1)
            x0, x1 = (x0 + thick, x1) if x1 > x0 else (x0, x1)
            y0, y1 = (y0 + thick, y1) if y1 > y0 else (y0, y1)
        self.canvas.rect(x0, h - y1, max(x1 - x0, thick), max(y1 - y0, thick), stroke=0, fill=1)

    def _dots(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setStrokeColor(black)
        self.canvas.setLineWidth(0.5)
        length, step = max(x1 - x0, y1 - y0), 2.4
        across = x1 - x0 >= y1 - y0
        at = 0.0
        while at < length:
            end = min(at + 1.2, length)
            if across:
                self.canvas.line(x0 + at, self.height - y0, x0 + end, self.height - y0)
            else:
                self.canvas.line(x0, self.height - y0 - at, x0, self.height - y0 - end)
            at += step

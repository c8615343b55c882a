"""Makes scans from exported PDFs: image-only pages of the same size, worn by a named level.

What happens to the page is physical (millimetres, degrees) and therefore the same at every
resolution; what is random comes from the seed alone. Where each point of the exported page went
is known, see `Geometry`.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Ink = NDArray[np.float32]  # 0 paper … 1 black

_BASE_DPI = 600  # of the sheet before it is "scanned"
_BASE_PIXELS = 45e6  # larger sheets are drawn coarser
_WAVES = 1.3  # half waves of a bent sheet over its width


@dataclass(frozen=True, slots=True)
class Level:
    """What happens to a page.

    Attributes:
        skew: degrees, counter-clockwise.
        warp: millimetres by which the sheet bends up and down.
        blur: millimetres, standard deviation of print and lens together.
        fade: share of the ink lost where the print is palest.
        rules: how faint and broken the ruling lines are, 0–1.
        shade: share of the light lost towards the edges.
        noise: standard deviation in grey levels.
        stamp: an office stamp and a signature lie over the table.
        quality: of the JPEG; None is lossless.
        bilevel: black and white only.
    """

    skew: float = 0.0
    warp: float = 0.0
    blur: float = 0.0
    fade: float = 0.0
    rules: float = 0.0
    shade: float = 0.0
    noise: float = 0.0
    stamp: bool = False
    quality: int | None = None
    bilevel: bool = False


LEVELS = {
    "clean": Level(),
    "light": Level(skew=0.4, blur=0.045, fade=0.05, shade=0.06, noise=4, quality=75),
    "medium": Level(
        skew=-0.8, warp=0.17, blur=0.065, fade=0.15, rules=0.45, shade=0.15, noise=8, quality=55
    ),
    "bilevel": Level(
        skew=0.5, warp=0.085, blur=0.05, fade=0.1, rules=0.3, shade=0.08, noise=6, bilevel=True
    ),
    "heavy": Level(
        skew=1.4, warp=0.42, blur=0.085, fade=0.25, rules=0.6, shade=0.25, noise=13, stamp=True,
        quality=40,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the points of an exported page lie on its scan; both in points, origin top left.

    Attributes:
        width, height: of the exported page as displayed.
        turn: quarter turn of the scan, in degrees clockwise.
    """

    width: float
    height: float
    level: Level
    turn: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the scanned page."""
        across = (self.width, self.height)
        return across if self.turn % 180 == 0 else across[::-1]

    def to_scan(self, x: float, y: float) -> tuple[float, float]:
        """The point of the scan that shows point (x, y) of the exported page."""
        cos, sin = (f(math.radians(self.level.skew)) for f in (math.cos, math.sin))
        dx, dy = x - self.width / 2, y - self.height / 2
        x, y = self.width / 2 + cos * dx + sin * dy, self.height / 2 - sin * dx + cos * dy
        y -= self.level.warp * 72 / 25.4 * math.sin(x / self.width * math.pi * _WAVES)
        return {
            0: (x, y),
            90: (self.height - y, x),
            180: (self.width - x, self.height - y),
            270: (y, self.width - x),
        }[self.turn]


def make_scan(
    pdf: Path,
    pages: Sequence[int],
    out: Path,
    level: str,
    dpi: int,
    *,
    seed: int = 0,
    turn: int = 0,
) -> Path:
    """Write an image-only PDF of some pages, as a scanner would.

    Args:
        pages: 1-based; the new document has these pages alone, in this order.
        out: the PDF to write, replaced if there.
        level: a name in `LEVELS`.
        dpi: of the images.
        seed: the same seed makes the same bytes.
        turn: 0, 90, 180 or 270: how far the sheets lie turned, clockwise. Page sizes follow;
            ``/Rotate`` is not used.

    Returns:
        ``out``.

    Raises:
        KeyError: there is no such level.
    """
    worn = LEVELS[level]
    images = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in pages:
            page = document[number - 1]
            random = np.random.default_rng([seed, number, list(LEVELS).index(level)])
            image = np.rot90(_scan(page, worn, dpi, random), -turn // 90)
            width, height = page.get_size()
            size = Geometry(width, height, worn, turn).size
            images.append((np.ascontiguousarray(image), size))
    out.write_bytes(b"".join(_pdf(images, worn)))
    return out


def _scan(page: pypdfium2.PdfPage, level: Level, dpi: int, random: np.random.Generator) -> Gray:
    """Print the page, wear it, lay it on the glass, look at it."""
    width, height = page.get_size()
    base = min(_BASE_DPI, int(72 * math.sqrt(_BASE_PIXELS / (width * height))))
    drawn = page.render(scale=base / 72, grayscale=True).to_numpy()
    ink = np.float32(1) - np.squeeze(drawn).astype(np.float32) / 255
    mm = base / 25.4  # pixels
    if level.rules:
        loss = (_field(ink.shape, 1.7 * mm, random) - 0.5) * 2.2 + level.rules
        ink = np.where(_ruling(ink, mm), ink * (1 - np.clip(loss, 0, 0.93)), ink)
    if level.fade:
        ink *= 1 - level.fade * 1.5 * np.clip(_field(ink.shape, 3.8 * mm, random), 0, 1)
    if level.stamp:
        ink = np.maximum(ink, _stamp(ink.shape, mm))
    ink = _lay(ink, level, mm)
    if level.blur:
        ink = _ink(cv2.GaussianBlur(ink, (0, 0), level.blur * mm))
    pixels = (round(width * dpi / 72), round(height * dpi / 72))
    ink = _ink(cv2.resize(ink, pixels, interpolation=cv2.INTER_AREA))
    return _expose(1 - ink, level, random)


def _ink(values: Any) -> Ink:
    """OpenCV's types promise less than it does: 32-bit floats stay so."""
    return np.asarray(values, np.float32)


def _field(shape: tuple[int, ...], grain: float, random: np.random.Generator) -> Ink:
    """Smooth random values around 0–1; ``grain`` is the distance of independent ones."""
    height, width = shape
    coarse = random.random((round(height / grain) + 1, round(width / grain) + 1), dtype=np.float32)
    return _ink(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))


def _ruling(ink: Ink, mm: float) -> NDArray[np.bool_]:
    """Pixels of straight lines longer than any letter."""
    dark = (ink > 0.45).astype(np.uint8)
    length = round(7.6 * mm)
    across = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    lines = cv2.dilate(cv2.max(across, down), np.ones((3, 3), np.uint8))
    return np.asarray(lines > 0)


def _stamp(shape: tuple[int, ...], mm: float) -> Ink:
    """A round office stamp with a signature, paler than print."""
    height, width = shape
    drawn = np.zeros(shape, np.uint8)
    x, y, radius = int(width * 0.60), int(height * 0.62), int(18 * mm)
    for share, thick in ((1.0, 0.6), (0.93, 0.25), (0.62, 0.34)):
        cv2.circle(drawn, (x, y), int(radius * share), 255, max(1, round(thick * mm)))
    for text, below in (("PEMERINTAH", -0.3), ("SEKRETARIAT", 3.0)):
        place = (x - int(radius * 0.55), y + int(below * mm))
        thick = max(1, round(0.3 * mm))
        cv2.putText(drawn, text, place, cv2.FONT_HERSHEY_DUPLEX, mm * 0.1, 255, thick)
    t = np.arange(120)
    wave = 4.7 * np.sin(t / 9) * np.cos(t / 23)
    line = np.stack([x - radius + t * 0.38 * mm, y + (5 + wave) * mm], axis=1).astype(np.int32)
    cv2.polylines(drawn, [line], False, 255, max(1, round(0.38 * mm)))
    return drawn.astype(np.float32) * np.float32(0.55 / 255)


def _lay(ink: Ink, level: Level, mm: float) -> Ink:
    """The sheet as it lies on the glass: turned a little, and not quite flat."""
    height, width = ink.shape
    if level.skew:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), level.skew, 1.0)
        ink = _ink(cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_CUBIC))
    if level.warp:
        x = np.arange(width, dtype=np.float32)
        bend = level.warp * mm * np.sin(x / width * math.pi * _WAVES)
        y = np.arange(height, dtype=np.float32)[:, None] + bend.astype(np.float32)
        ink = _ink(cv2.remap(ink, np.broadcast_to(x, ink.shape).copy(), y, cv2.INTER_LINEAR))
    return ink


def _expose(light: Ink, level: Level, random: np.random.Generator) -> Gray:
    """What the sensor makes of the sheet: uneven light, noise, perhaps black and white only."""
    height, width = light.shape
    if level.shade:
        x, y = np.linspace(0, 1, width), np.linspace(0, 1, height)[:, None]
        gutter = 0.4 * np.exp(-(((x - 0.02) / 0.05) ** 2))
        dim = level.shade * (0.6 * x + gutter + 0.3 * np.abs(y - 0.5))
        light = _ink(light * (1 - dim) * 0.96 + 0.01)
    if level.noise:
        grain = random.standard_normal(light.shape, dtype=np.float32)
        soft = _ink(cv2.GaussianBlur(grain, (0, 0), 0.8))
        light = _ink(light + (0.6 * grain + 1.6 * soft) * (level.noise / 255))
    gray = np.clip(light * 255, 0, 255).astype(np.uint8)
    return np.where(gray > 150, 255, 0).astype(np.uint8) if level.bilevel else gray


def _pdf(images: Sequence[tuple[Gray, tuple[float, float]]], level: Level) -> Iterator[bytes]:
    """A PDF of one image a page. Written by hand: libraries put dates and chance into theirs."""
    count = len(images)
    kids = " ".join(f"{3 + 3 * i} 0 R" for i in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
    ]
    for i, (image, (width, height)) in enumerate(images):
        show = f"{width:.5f} 0 0 {height:.5f} 0 0 cm /I Do".encode()
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.5f} {height:.5f}]/Contents "
            f"{4 + 3 * i} 0 R/Resources<</XObject<</I {5 + 3 * i} 0 R>>>>>>".encode(),
            b"<</Length %d>>stream\n%b\nendstream" % (len(show), show),
            _image(image, level),
        ]
    head = b"%PDF-1.5\n"
    yield head
    offset, offsets = len(head), []
    for number, body in enumerate(objects, 1):
        whole = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        offsets.append(offset)
        offset += len(whole)
        yield whole
    yield b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    yield b"".join(b"%010d 00000 n \n" % place for place in offsets)
    yield b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        offset,
    )


def _image(image: Gray, level: Level) -> bytes:
    height, width = image.shape
    if level.quality is not None:
        done, coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, level.quality])
        if not done:
            raise RuntimeError("OpenCV could not write a JPEG")
        data, coding, bits = coded.tobytes(), "DCTDecode", 8
    elif level.bilevel:
        data, coding, bits = np.packbits(image > 0, axis=1).tobytes(), "FlateDecode", 1
    else:
        data, coding, bits = image.tobytes(), "FlateDecode", 8
    if coding == "FlateDecode":
        data = zlib.compress(data)
    about = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray"
        f"/BitsPerComponent {bits}/Filter/{coding}/Length {len(data)}>>stream\n"
    )
    return about.encode() + data + b"\nendstream"

"""Every kind of bad or odd PDF, made on the spot. Each maker returns the bytes of one file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import reportlab
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
PROSE = (
    "Rencana Kerja Sekretariat Daerah Tahun 2023 memuat program dan kegiatan",
    "Program Penunjang Urusan Pemerintahan Daerah dengan pagu 1.442.971.318",
    "Kegiatan Administrasi Keuangan Perangkat Daerah 835.488.900,78 atau 95,56 %",
    "Sub Kegiatan Penyediaan Gaji dan Tunjangan ASN 4.01.01.2.02.01 12 Orang/bulan",
)
SOUP = (
    "!;6AE 'YE! lrtl $i TI aeI!T IFa{ .$TI T'II Es *F$5 ts E$ {t g¬E Eg !",
    "s@q (v! (\\l sanFI F1 64 s(Yl (t c) $ s(\\| (n ro 56 s{' s(\\o FI HItr$ saft @N",
    "3i =I *I .lI Hg t*g vlI E Fqt H *c: $E 8' E B. 8i rl T5 is EI 5d u s ^t o H Fg",
)

Draw = Callable[[Canvas], None]


def drawn(*pages: Draw, size: tuple[float, float] = A4, **canvas: object) -> bytes:
    """A PDF with one page per drawing function."""
    out = io.BytesIO()
    sheet = Canvas(out, pagesize=size, **canvas)
    for page in pages:
        page(sheet)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def lines(
    texts: Sequence[str] = PROSE, *, repeat: int = 5, mode: int = 0, font: str = "Helvetica"
) -> Draw:
    """Text lines from the top of the page; mode 3 is invisible, as OCR layers are."""

    def draw(sheet: Canvas) -> None:
        text = sheet.beginText(40, HEIGHT - 100)
        text.setFont(font, 10)
        text.setTextRenderMode(mode)
        for line in list(texts) * repeat:
            text.textLine(line)
        sheet.drawText(text)

    return draw


def picture(x: float = 0, y: float = 0, width: float = WIDTH, height: float = HEIGHT) -> Draw:
    """An opaque grey picture, by default as large as the page."""

    def draw(sheet: Canvas) -> None:
        from PIL import Image

        sheet.drawImage(ImageReader(Image.new("L", (8, 8), 200)), x, y, width, height)

    return draw


def both(*parts: Draw) -> Draw:
    """Several drawings on one page, first at the bottom."""

    def draw(sheet: Canvas) -> None:
        for part in parts:
            part(sheet)

    return draw


def blank(sheet: Canvas) -> None:
    """Nothing."""


def user_password() -> bytes:
    """Cannot be opened without its password."""
    return drawn(lines(), encrypt=pdfencrypt.StandardEncryption("rahasia", "pemilik"))


def owner_password() -> bytes:
    """Opens for everyone; only changing it needs the password."""
    return drawn(lines(), encrypt=pdfencrypt.StandardEncryption("", "pemilik", canModify=0))


def without_unicode() -> bytes:
    """Looks right on screen, but its font says nothing about which letters the shapes are."""
    fonts = Path(reportlab.__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont("Vera", str(fonts / "Vera.ttf"), asciiReadable=False))
    data = drawn(lines(font="Vera"), pageCompression=0)
    return re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), data)


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """A file with a correct cross-reference table; object 1 is the catalogue."""
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(content: bytes) -> bytes:
    """The body of a stream object."""
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def many_pages(count: int, content: bytes | None = None, extra: bytes = b"") -> bytes:
    """``count`` pages that share one content stream; ``extra`` entries for each page."""
    if content is None:
        shown = b"".join(b"(%s) Tj T* " % line.encode() for line in PROSE * 5)
        content = b"BT /F1 10 Tf 40 700 Td 12 TL " + shown + b"ET"
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> " + extra + b" >>"
    )
    kids = b" ".join(b"%d 0 R" % (5 + index) for index in range(count))
    pages = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids)
    return raw_pdf([CATALOG, pages, stream(content), FONT, *[page] * count])


def zero_pages() -> bytes:
    """A valid file with an empty page tree."""
    return raw_pdf([CATALOG, b"<< /Type /Pages /Count 0 /Kids [] >>"])


def looping_tree() -> bytes:
    """A page tree that contains itself."""
    return raw_pdf([CATALOG, b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R] >>"])


def deep_tree(depth: int = 5000) -> bytes:
    """One page under ``depth`` nested nodes."""
    node = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>"
    nodes = [node % (index + 3) for index in range(depth)]
    return raw_pdf([CATALOG, *nodes, b"<< /Type /Page /MediaBox [0 0 595 842] >>"])


def one_bad_page() -> bytes:
    """Three pages; the second entry of the page tree is a number."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>"
    )
    content = b"BT /F1 10 Tf 40 700 Td (%s) Tj ET" % PROSE[0].encode()
    pages = b"<< /Type /Pages /Count 3 /Kids [5 0 R 6 0 R 7 0 R] >>"
    return raw_pdf([CATALOG, pages, stream(content), FONT, page, b"42", page])


def garbage_content() -> bytes:
    """A page whose content stream is noise."""
    noise = bytes((index * 97 + 31) % 256 for index in range(4000))
    return many_pages(1, noise)


def text_bomb(characters: int = 300_000) -> bytes:
    """One page that shows far more text than fits on it."""
    shown = b"(" + b"Program Kegiatan 12.345 " * 100 + b") Tj T*\n"
    return many_pages(1, b"BT /F1 1 Tf 1 TL 0 800 Td " + shown * (characters // 2400 + 1) + b" ET")


def object_bomb(objects: int) -> bytes:
    """One page with very many short lines."""
    return many_pages(1, b"0 0 m 9 9 l S\n" * objects)


def page_side(points: float) -> bytes:
    """A page this wide."""
    return drawn(lines(), size=(points, HEIGHT))

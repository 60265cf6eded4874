"""Recognising the text of scans by programs of the operating system: an optional extra."""

import shutil
import subprocess
import tempfile
from pathlib import Path

TIMEOUT = 300


class OcrAbsentError(Exception):
    """ocrmypdf, Tesseract or its Vietnamese data are not installed."""


class OcrFailedError(Exception):
    """The programs ran and gave no text."""


def available() -> bool:
    """Tell whether ocrmypdf and Tesseract with Vietnamese are installed."""
    if not shutil.which("ocrmypdf") or not shutil.which("tesseract"):
        return False
    done = _run(["tesseract", "--list-langs"], timeout=20)
    return done is not None and "vie" in (done.stdout + done.stderr).split()


def recognise(data: bytes, suffix: str) -> bytes:
    """Return a PDF with a text layer for a scanned PDF or picture.

    Args:
        data: the bytes of the scan.
        suffix: such as ".pdf" or ".png".

    Raises OcrAbsentError when the programs are missing, OcrFailedError when they fail or take 5 minutes.
    """
    if not available():
        raise OcrAbsentError
    with tempfile.TemporaryDirectory(prefix="congvu-ocr-") as folder:
        source, target = Path(folder) / f"scan{suffix}", Path(folder) / "text.pdf"
        source.write_bytes(data)
        words = ["ocrmypdf", "-l", "vie", "--output-type", "pdf", "--jobs", "1", "--quiet"]
        words += ["--rotate-pages", "--deskew"]
        words += ["--force-ocr"] if suffix == ".pdf" else ["--image-dpi", "300"]
        done = _run([*words, str(source), str(target)], timeout=TIMEOUT)
        if done is None or done.returncode or not target.exists():
            raise OcrFailedError(done.stderr[-400:] if done else "timeout")
        return target.read_bytes()


def _run(words: list[str], *, timeout: int) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(words, capture_output=True, text=True, timeout=timeout, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None

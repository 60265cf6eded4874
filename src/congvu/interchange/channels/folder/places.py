"""Where files of a watched folder lie, and how they are put there so that no half file is ever seen."""

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from django.conf import settings

from congvu.files.services.disk import sync_folder
from congvu.interchange.channels.base import ChannelError

SUFFIX = ".edxml"
CHUNK = 256 * 1024
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one connection, below the address that was set up.

    Args:
        outbox: packages for the other software.
        inbox: packages from it.
        taken: packages from it that are safe here.
        unread: packages from it that nobody could read.
        done: packages for it that it has acknowledged.
    """

    outbox: Path
    inbox: Path
    taken: Path
    unread: Path
    done: Path

    @classmethod
    def of(cls, address: str) -> "Places":
        """Return the folders below an address; raise ChannelError outside of what the server allows."""
        root = root_of(address)
        inbox, outbox = root / "nhan", root / "gui"
        return cls(outbox, inbox, inbox / "da-nhan", inbox / "khong-doc-duoc", outbox / "da-lay")

    def all(self) -> tuple[Path, ...]:
        """Return every folder."""
        return self.outbox, self.inbox, self.taken, self.unread, self.done

    def made(self) -> None:
        """Make what is missing."""
        for folder in self.all():
            folder.mkdir(parents=True, exist_ok=True)


def root_of(address: str) -> Path:
    """Return the folder that an address means: absolute, or below the first allowed base.

    Raises:
        ChannelError: it lies outside of the folders that the installation allows.
    """
    bases = [Path(one).resolve() for one in settings.INTERCHANGE_FOLDERS]
    told = address.strip()
    if not told or "\0" in told or not bases:
        raise ChannelError("Hãy ghi thư mục trao đổi, ví dụ “phan-mem-cu”.")
    root = (bases[0] / told).resolve()
    if not any(base == root or base in root.parents for base in bases):
        names = ", ".join(map(str, bases))
        raise ChannelError(f"Thư mục phải nằm trong {names} (biến INTERCHANGE_FOLDERS của máy chủ).")
    return root


def packages(folder: Path) -> list[Path]:
    """Return the packages of a folder, oldest first; links and hidden files are none."""
    found: list[tuple[int, str, Path]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            named = entry.name.lower().endswith(SUFFIX) and not entry.name.startswith(".")
            if named and entry.is_file(follow_symlinks=False):
                found.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.name, Path(entry.path)))
    return [path for _at, _name, path in sorted(found)]


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """Open a file of somebody else for reading, never through a link."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as stream:
        yield stream


def put(pieces: Iterator[bytes], to: Path) -> None:
    """Write a file that is whole and durable when its name appears."""
    draft = to.with_name(f".{to.name[:200]}.{os.getpid()}.tam")
    try:
        with draft.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(to)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(to.parent)


def move(path: Path, folder: Path) -> Path:
    """Move a file into a folder without covering another; return where it is now."""
    stem, number, to = path.name.removesuffix(path.suffix), 1, folder / path.name
    while to.exists():
        number += 1
        to = folder / f"{stem}-{number}{path.suffix}"
    path.rename(to)
    sync_folder(folder)
    return to


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with opened(path) as stream:
        while piece := stream.read(CHUNK):
            yield piece


def safe(code: str) -> str:
    """Return a code as part of a file's name."""
    return _UNSAFE.sub("-", code).strip("-.")[:60] or "khong-ma"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def mark(parts: Sequence[object]) -> str:
    """Return a short id that stands for these values."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:40]

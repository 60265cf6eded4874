"""The files that rows name: in a ZIP, or in a folder on the server; neither is trusted."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.files.models import StoredFile
from congvu.files.queries import open_blob
from congvu.files.services import store
from congvu.moving.models import Move

MOST_FILES = 1_000_000


@dataclass(slots=True)
class Bundle:
    """Files by the names that rows may give them.

    Args:
        by_path: by folded path with “/”.
        by_name: by folded last part; None where several have it.
        archive: the open ZIP, if that is where they are.
    """

    by_path: dict[str, str | Path] = field(default_factory=dict)
    by_name: dict[str, str | Path | None] = field(default_factory=dict)
    archive: zipfile.ZipFile | None = None
    bytes_stored: int = 0

    def add(self, path: str, place: str | Path) -> None:
        """Make a file known under its path and its name."""
        key = _key(path)
        name = key.rsplit("/", 1)[-1]
        self.by_path[key] = place
        self.by_name[name] = None if name in self.by_name else place

    def find(self, name: str) -> str | Path | None:
        """Return where the file is that a row names, None when it is not there or not the only one."""
        key = _key(name)
        found = self.by_path.get(key)
        return found if found is not None else self.by_name.get(key.rsplit("/", 1)[-1])

    def size(self, name: str) -> int:
        """Return how large a file is, 0 when it is not there."""
        place = self.find(name)
        if place is None:
            return 0
        if isinstance(place, Path):
            return place.stat().st_size
        assert self.archive is not None
        return self.archive.getinfo(place).file_size

    def keep(self, name: str, actor: Actor) -> StoredFile:
        """Store a file that a row names, examined as any upload.

        Raises:
            ActionRefused: it is not there, too large, or of a kind that is not welcome.
        """
        place = self.find(name)
        if place is None:
            raise ActionRefused(_("Không tìm thấy tệp “%(name)s”.") % {"name": name[:120]}, code="no-file")
        short = PurePosixPath(name.replace("\\", "/")).name
        try:
            if isinstance(place, Path):
                with place.open("rb") as stream:
                    return self._counted(store(_sized(stream, place.stat().st_size), actor=actor, name=short))
            assert self.archive is not None
            with self.archive.open(place) as member:
                size = self.archive.getinfo(place).file_size
                return self._counted(store(_sized(member, size), actor=actor, name=short))
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
            raise ActionRefused(
                _("Tệp “%(name)s” không đọc được.") % {"name": short[:120]}, code="file-broken"
            ) from error

    def _counted(self, file: StoredFile) -> StoredFile:
        self.bytes_stored += file.blob.size
        return file


class _Sized(File):  # type: ignore[type-arg]
    """A stream whose size is known beforehand; read once, in pieces."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the bytes without seeking, which a member of a ZIP does slowly."""
        assert self.file is not None
        while piece := self.file.read(chunk_size or 1024 * 1024):
            yield piece


def _sized(stream: IO[bytes], size: int) -> _Sized:
    made = _Sized(stream)
    made.size = size
    return made


def _key(path: str) -> str:
    return fold(path.replace("\\", "/")).strip("/ ")


@contextmanager
def bundle_of(move: Move) -> Iterator[Bundle]:
    """Open what lies beside a source; an empty bundle when nothing does.

    Links are not followed, and no path leads out of the folder; entries of a ZIP are never unpacked to disk
    under their own names.
    """
    bundle = Bundle()
    if move.folder:
        root = Path(move.folder)
        for number, path in enumerate(sorted(root.rglob("*"))):
            if number > MOST_FILES:
                break
            if path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(root.resolve()):
                bundle.add(path.relative_to(root).as_posix(), path)
    if move.archive is None:
        yield bundle
        return
    with open_blob(move.archive) as stream, zipfile.ZipFile(stream) as archive:
        bundle.archive = archive
        for entry in archive.infolist():
            if not entry.is_dir():
                bundle.add(entry.filename, entry.filename)
        yield bundle


def folder_of(name: str, *, anywhere: bool = False) -> Path:
    """Return the folder that an officer names: below MOVING_FOLDER, or anywhere from the command line.

    Raises:
        ActionRefused: there is none.
    """
    root = Path(settings.MOVING_FOLDER)
    path = Path(name) if anywhere else root / name
    inside = path.resolve().is_relative_to(root.resolve()) if path.exists() else False
    if not path.is_dir() or not (anywhere or inside):
        raise ActionRefused(
            _("Không có thư mục “%(name)s” trong %(root)s.") % {"name": name[:100], "root": root},
            code="folder",
            field="folder",
        )
    return path.resolve()

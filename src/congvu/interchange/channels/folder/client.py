"""A folder that other software watches: packages are files, and so are acknowledgements.

    <address>/gui/MÃ__DẤU.edxml          for the other software; it answers with MÃ__DẤU.ok, or with
                                          MÃ__DẤU.loi holding the reason
    <address>/gui/da-lay/                 what it has answered
    <address>/nhan/BẤT-KỲ.edxml           from the other software, whole when it is named so
    <address>/nhan/BẤT-KỲ.ok | .loi       our answer to it
    <address>/nhan/da-nhan, khong-doc-duoc

A package has one name for its bytes, so that sending it again changes nothing. An acknowledgement of a
document becomes a status 01 (has arrived) or 02 (refused, with the reason): legacy software writes no edXML.
Options of the connection:

    partner_code, partner_name   who is behind the folder: answers are theirs, and routes lead to them
    ready                        a suffix such as ".xong" whose file says that a package is whole
    quiet_seconds                without it, how long a file must have been left alone (2)
"""

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from congvu.interchange.channels import wrapping
from congvu.interchange.channels.base import (
    Ambiguous,
    Channel,
    ChannelError,
    ConnectionFacts,
    Health,
    Kind,
    Listed,
    Partner,
    Sent,
    Unreachable,
)
from congvu.interchange.channels.folder import places
from congvu.interchange.channels.folder.places import SUFFIX, Places

STATUS_MARK = ".trang-thai"
OK, FAULT = ".ok", ".loi"
FEW_BYTES = 64 * 1024 * 1024


class FolderChannel:
    """One watched folder."""

    kind = "folder"

    def __init__(self, facts: ConnectionFacts) -> None:
        self.facts = facts
        self.places = Places.of(facts.address)
        self.partner = str(facts.options.get("partner_code", "")).strip()

    def close(self) -> None:
        """Nothing is kept open."""

    def list_inbox(self, kind: Kind) -> list[Listed]:
        """Return whole packages, oldest first, and for statuses also what the other side acknowledged."""
        try:
            self.places.made()
            listed = [_listed(path, kind, self.partner) for path in self._waiting() if _kind(path) == kind]
            if kind == "status" and self.partner:
                listed += [_listed(path, kind, self.partner) for path in self._answers()]
            return listed
        except OSError as error:
            raise Unreachable(f"Không đọc được thư mục: {_why(error)}") from error

    def fetch(self, item: Listed, into: BinaryIO) -> Mapping[str, str]:
        """Copy a package; a file that changes meanwhile is not whole yet."""
        path = self._found(item)
        try:
            if path.suffix in {OK, FAULT}:
                refused, package = path.suffix == FAULT, path.with_suffix(SUFFIX)
                wrapping.write_answer(package, into, refused=refused, told=_told(path), by=self._who())
            else:
                with places.opened(path) as stream:
                    shutil.copyfileobj(stream, into, places.CHUNK)
                if _id(path) != item.remote_id:
                    raise Unreachable("Tệp còn đang được ghi; sẽ đọc lại sau.")
        except OSError as error:
            raise Unreachable(f"Không đọc được tệp {path.name}: {_why(error)}") from error
        return {"file-name": path.name, "file-time": _at(path).isoformat()}

    def acknowledge(self, item: Listed, *, stored: bool, why: str = "") -> None:
        """Write the answer beside the package, then put the package away."""
        path = self._found(item)
        try:
            if path.suffix in {OK, FAULT}:
                self._put_away(path)
                return
            told = datetime.now(UTC).isoformat(timespec="seconds") if stored else why or "Không đọc được gói."
            answer = path.with_suffix(OK if stored else FAULT)
            places.put(iter([f"{told}\n".encode()]), answer)
            self._ready(path).unlink(missing_ok=True)
            places.move(path, self.places.taken if stored else self.places.unread)
        except OSError as error:
            raise Unreachable(f"Không ghi được tệp báo nhận của {path.name}: {_why(error)}") from error

    def send(self, package: Path, *, kind: Kind, sender: str, to: Sequence[str]) -> str:
        """Put a package into the folder; the same bytes for the same recipients have the same name."""
        if not to:
            raise ChannelError("Gói gửi qua thư mục phải có nơi nhận.")
        stem = f"{'+'.join(map(places.safe, to))[:80]}__{places.digest(package)[:32]}"
        stem += STATUS_MARK if kind == "status" else ""
        target = self.places.outbox / f"{stem}{SUFFIX}"
        if self._known(stem):
            return stem
        try:
            self.places.made()
            places.put(places.pieces(package), target)
        except OSError as error:
            if target.exists():
                raise Ambiguous(f"Chưa chắc tệp đã nằm trên đĩa: {_why(error)}") from error
            raise Unreachable(f"Không ghi được vào thư mục: {_why(error)}") from error
        return stem

    def sent(self, *, remote_id: str = "", document_id: str = "", kind: Kind = "edoc") -> list[Sent]:
        """Return what lies in the folder or was taken from it."""
        try:
            self.places.made()
            found = [
                _sent(path)
                for path in chain(places.packages(self.places.outbox), places.packages(self.places.done))
                if (STATUS_MARK in path.name) == (kind == "status")
            ]
        except OSError as error:
            raise Unreachable(f"Không đọc được thư mục: {_why(error)}") from error
        return [one for one in found if not remote_id or one.remote_id == remote_id]

    def directory(self, since: str = "") -> Iterator[Partner]:
        """Yield who is behind the folder."""
        if self.partner:
            yield Partner(self.partner, self._who().name or self.partner)

    def check(self) -> list[Health]:
        """Try to write, read and remove a file in each folder, and look at the room left."""
        return [*self._check_facts(), *self._check_folders()]

    def _check_facts(self) -> Iterator[Health]:
        if self.partner:
            yield Health("Khai báo", True, f"Bên kia thư mục là {self._who().name or self.partner}.")
        else:
            told = "Chưa ghi mã cơ quan bên kia (partner_code): tệp báo nhận sẽ không thành trạng thái."
            yield Health("Khai báo", False, told)

    def _check_folders(self) -> Iterator[Health]:
        try:
            self.places.made()
            for folder in (self.places.outbox, self.places.inbox):
                probe = folder / f".thu-{time.time_ns()}"
                places.put(iter([b"thu"]), probe)
                probe.unlink()
            free = shutil.disk_usage(self.places.outbox).free
        except OSError as error:
            yield Health("Thư mục", False, f"{_why(error)}. Hãy cấp quyền đọc, ghi cho tiến trình máy chủ.")
            return
        yield Health("Thư mục", True, f"Đọc, ghi được {self.places.outbox.parent}.")
        told = f"Còn trống {free // 1024**2} MB."
        yield Health("Dung lượng", free > FEW_BYTES, told if free > FEW_BYTES else f"{told} Hãy dọn ổ đĩa.")

    def _who(self) -> wrapping.Who:
        return wrapping.Who(self.partner, str(self.facts.options.get("partner_name", "")).strip())

    def _waiting(self) -> Iterator[Path]:
        ready = str(self.facts.options.get("ready", "")).strip()
        quiet = self.facts.seconds("quiet_seconds", 2)
        for path in places.packages(self.places.inbox):
            left_alone = time.time() - path.stat().st_mtime >= quiet
            if self._ready(path).exists() if ready else left_alone:
                yield path

    def _ready(self, path: Path) -> Path:
        """Return the file that says that a package is whole; one that never exists without the option."""
        suffix = str(self.facts.options.get("ready", "")).strip()
        return path.with_suffix(suffix if suffix.startswith(".") else f".{suffix or 'khong-dung'}")

    def _answers(self) -> Iterator[Path]:
        """Yield acknowledgements of documents; those of statuses are put away at once."""
        for path in places.packages(self.places.outbox):
            for answer in (path.with_suffix(FAULT), path.with_suffix(OK)):
                if not answer.is_file() or answer.is_symlink():
                    continue
                if STATUS_MARK in path.name:
                    self._put_away(answer)
                else:
                    yield answer
                break

    def _put_away(self, answer: Path) -> None:
        package = answer.with_suffix(SUFFIX)
        if package.exists():
            places.move(package, self.places.done)
        if answer.exists():
            places.move(answer, self.places.done)

    def _known(self, stem: str) -> bool:
        name = f"{stem}{SUFFIX}"
        return (self.places.outbox / name).exists() or (self.places.done / name).exists()

    def _found(self, item: Listed) -> Path:
        for path in chain(self._waiting(), self._answers()):
            if _id(path) == item.remote_id:
                return path
        raise Unreachable("Tệp không còn trong thư mục, hoặc vừa được ghi lại.")


def open_folder(facts: ConnectionFacts) -> Channel:
    """Return a channel to a watched folder."""
    return FolderChannel(facts)


def _listed(path: Path, kind: Kind, partner: str) -> Listed:
    return Listed(_id(path), kind, partner, _at(path), state=path.suffix.lstrip("."))


def _id(path: Path) -> str:
    seen = path.stat()
    return places.mark([path.name, seen.st_size, seen.st_mtime_ns])


def _at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)


def _kind(path: Path) -> Kind:
    with places.opened(path) as stream:
        return wrapping.kind_of(stream.read(places.CHUNK))


def _sent(path: Path) -> Sent:
    stem = path.name.removesuffix(SUFFIX)
    if path.with_suffix(FAULT).exists():
        return Sent(stem, stem.partition("__")[0], "fail", _told(path.with_suffix(FAULT)), at=_at(path))
    state = "done" if path.with_suffix(OK).exists() else "initial"
    return Sent(stem, stem.partition("__")[0], state, at=_at(path))


def _told(path: Path) -> str:
    """Return what an acknowledgement file says, in whichever encoding legacy software wrote it."""
    with places.opened(path) as stream:
        return wrapping.words(stream.read(4096))


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__

"""The head of a package: who sends what to whom; contents of attachments pass by unread."""

from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_CHUNK, _TEXT, _ELEMENTS, _DEPTH = 256 * 1024, 4096, 50_000, 60
_SKIPPED = {"CONTENTTRANSFERENCODED"}
_WANTED = {
    "MESSAGEHEADER/FROM/ORGANID": "sender",
    "MESSAGEHEADER/TO/ORGANID": "recipients",
    "MESSAGEHEADER/DOCUMENTID": "document_id",
    "MESSAGEHEADER/CODE/CODENUMBER": "number",
    "MESSAGEHEADER/CODE/CODENOTATION": "notation",
    "MESSAGEHEADER/SUBJECT": "subject",
    "MESSAGEHEADER/STATUSCODE": "status",
    "MESSAGEHEADER/RESPONSEFOR/ORGANID": "answered",
    "MESSAGEHEADER/RESPONSEFOR/DOCUMENTID": "answered_document",
    "MESSAGEHEADER/RESPONSEFOR/CODE": "answered_code",
}


class Unreadable(Exception):  # noqa: N818 — a fact about the package
    """The package is no edXML that the axis can read; the message says why, in Vietnamese."""


class _Done(Exception):  # noqa: N818
    pass


@dataclass(frozen=True, slots=True)
class Head:
    """What the header of a package says, as it stands there."""

    sender: str = ""
    recipients: tuple[str, ...] = ()
    document_id: str = ""
    notation: str = ""
    subject: str = ""
    status: str = ""

    @property
    def kind(self) -> str:
        """Return "status" for a status message, else "edoc"."""
        return "status" if self.status else "edoc"


def read_head(stream: BinaryIO) -> Head:
    """Return the head of a package; raise Unreadable. Stops reading where the header ends."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.forbidden
    parser.EntityDeclHandler = reader.forbidden
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _Done:
        pass
    except expat.ExpatError as error:
        raise Unreadable(f"Gói không phải XML đúng cú pháp (dòng {error.lineno}).") from None
    return reader.head()


class _Reader:
    def __init__(self) -> None:
        self.path: list[str] = []
        self.found: dict[str, list[str]] = {}
        self.current: list[str] = []
        self.length = self.count = 0
        self.right = False

    def forbidden(self, *_args: object) -> None:
        raise Unreadable("Gói chứa khai báo DTD hoặc thực thể, không được phép.")

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        namespace, _space, local = name.rpartition(" ")
        self.path.append(local.upper())
        self.count += 1
        if len(self.path) > _DEPTH or self.count > _ELEMENTS:
            raise Unreadable("Gói có cấu trúc quá sâu hoặc quá nhiều phần tử.")
        self.right = self.right or namespace == NAMESPACE
        self.current, self.length = [], 0

    def text(self, data: str) -> None:
        if self.length < _TEXT and self.path and self.path[-1] not in _SKIPPED:
            self.current.append(data[: _TEXT - self.length])
            self.length += len(data)

    def end(self, name: str) -> None:
        if "MESSAGEHEADER" in self.path:
            at = len(self.path) - 1 - self.path[::-1].index("MESSAGEHEADER")
            wanted = _WANTED.get("/".join(self.path[at:]))
            value = " ".join("".join(self.current).split())
            if wanted and value:
                self.found.setdefault(wanted, []).append(value)
        self.path.pop()
        self.current, self.length = [], 0
        if name.rpartition(" ")[2].upper() == "EDXMLHEADER":
            raise _Done

    def head(self) -> Head:
        if not self.right or not self.found:
            raise Unreadable("Gói không phải edXML của QCVN 102 (không có MessageHeader).")
        status = self._one("status")
        recipients = self.found.get("answered" if status else "recipients", [])
        notation = self._one("answered_code") or "/".join(
            part for part in (self._one("number"), self._one("notation")) if part
        )
        return Head(
            self._one("sender"),
            tuple(dict.fromkeys(recipients)),
            self._one("answered_document") if status else self._one("document_id"),
            notation,
            self._one("subject"),
            status,
        )

    def _one(self, name: str) -> str:
        return next(iter(self.found.get(name, [])), "")

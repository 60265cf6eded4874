"""Making edXML of what partners without edXML write: acknowledgements, and letters with attachments."""

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from congvu.common.text import one_line
from congvu.interchange.channels.base import ChannelError, Kind
from congvu.interchange.envelopes import edxml
from congvu.interchange.envelopes.edxml.values import wire_time

_STATUS = re.compile(rb"<(?:[\w.-]+:)?StatusCode[\s>]")
_DOCUMENT = re.compile(rb"<(?:[\w.-]+:)?(?:DocumentType|edXMLManifest|PromulgationInfo)[\s>]")
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Who:
    """The agency behind a channel: code and name."""

    code: str
    name: str = ""


def kind_of(beginning: bytes) -> Kind:
    """Tell from the first bytes of a package whether it is a status."""
    return "status" if _STATUS.search(beginning) and not _DOCUMENT.search(beginning) else "edoc"


def words(raw: bytes) -> str:
    """Return a short text in whichever encoding it was written, on one line."""
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp1258", "latin-1"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return one_line(text)[:LONGEST]
    return ""


def write_answer(package: Path, into: BinaryIO, *, refused: bool, told: str, by: Who) -> None:
    """Write the status that an acknowledgement of a document means: 01 has arrived, 02 refused.

    Args:
        package: the document that was sent.
        into: where the status is written.
        refused: whether the partner could not take it.
        told: its reason.
        by: who answers.

    Raises:
        ChannelError: what was sent is no document.
    """
    with tempfile.TemporaryDirectory(prefix="congvu-") as folder, package.open("rb") as stream:
        try:
            sent = edxml.read_package(stream, Path(folder)).message
        except edxml.EdxmlError as error:
            raise ChannelError(error.message) from error
    if not isinstance(sent, edxml.Document):
        raise ChannelError("Chỉ văn bản mới có báo nhận thành trạng thái.")
    status = edxml.Status(
        sender=edxml.Organisation(by.code, name=by.name),
        answer=edxml.Answer(sent.sender.code, sent.code, sent.document_id, sent.issued_on),
        code="02" if refused else "01",
        description=told or ("Không nêu lý do" if refused else "Đã lấy gói"),
        at=wire_time(datetime.now(UTC)),
        staff=edxml.Staff(department=by.name),
    )
    edxml.write_package(status, into)

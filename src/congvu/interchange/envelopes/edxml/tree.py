"""The elements of a package as a small tree; the content of attachments goes to files as it streams by.

expat is used and not lxml because lxml refuses text above 10 MB or, told not to, holds it in memory.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from congvu.interchange.envelopes.edxml.blobs import Base64File
from congvu.interchange.envelopes.edxml.errors import EdxmlError, ForbiddenXml, NotXml
from congvu.interchange.envelopes.edxml.limits import Limits
from congvu.interchange.envelopes.edxml.message import Blob

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
CONTENT = "ContentTransferEncoded"
_CHUNK = 256 * 1024


@dataclass(slots=True)
class Node:
    """An element: name without prefix, its namespace, text, children, and its bytes if it was content."""

    name: str
    namespace: str
    children: list["Node"] = field(default_factory=list)
    text: str = ""
    blob: Blob | None = None
    fault: str = ""

    def all(self, *names: str) -> Iterator["Node"]:
        """Yield the children of the namespace with one of the names, whatever the case of letters."""
        wanted = {name.casefold() for name in names}
        for child in self.children:
            if child.namespace == NAMESPACE and child.name.casefold() in wanted:
                yield child

    def first(self, *names: str) -> "Node | None":
        """Return the first such child, or None."""
        return next(self.all(*names), None)

    def get(self, *names: str) -> str:
        """Return the text of the first such child that has any, or ""."""
        return next((child.text for child in self.all(*names) if child.text), "")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a package with the size and the hash of its bytes."""

    root: Node
    size: int
    sha256: str


def parse(stream: BinaryIO, folder: Path, limits: Limits) -> Parsed:
    """Return the tree of a package; contents of attachments are written to `folder` while they are read.

    Raises:
        NotXml: the bytes are not well-formed.
        ForbiddenXml: a DTD, or something beyond the limits.
    """
    building = _Building(folder, limits)
    hashing, size = hashlib.sha256(), 0
    try:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limits.package:
                raise ForbiddenXml(
                    f"Gói tin lớn hơn {limits.package // 1024 // 1024} MB.", code="package-too-large"
                )
            hashing.update(chunk)
            building.feed(chunk)
        return Parsed(building.finish(), size, hashing.hexdigest())
    finally:
        building.close()


class _Building:
    """Handlers of expat that build the tree and watch the limits."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder, self.limits = folder, limits
        self.root: Node | None = None
        self.open: list[tuple[Node, list[str]]] = []
        self.lengths: list[int] = []
        self.sink: Base64File | None = None
        self.nodes = self.characters = self.contents = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = 64 * 1024
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse_dtd
        parser.EntityDeclHandler = self._refuse_dtd
        self.parser = parser

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        try:
            self.parser.Parse(chunk, final)
        except expat.ExpatError as error:
            place = f"dòng {error.lineno}, cột {error.offset + 1}"
            raise NotXml(f"Không phải XML hợp lệ: sai cú pháp ở {place}.", code="not-xml") from error
        except (LookupError, ValueError) as error:
            raise NotXml("Không phải XML hợp lệ: bảng mã không đọc được.", code="encoding") from error

    def finish(self) -> Node:
        self.feed(b"", final=True)
        if self.root is None:
            raise NotXml("Không phải XML hợp lệ: gói tin trống.", code="not-xml")
        return self.root

    def close(self) -> None:
        if self.sink is not None:
            self.sink.abandon()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        self.nodes += 1
        if self.nodes > self.limits.nodes or len(self.open) >= self.limits.depth:
            raise ForbiddenXml("Gói tin có quá nhiều hoặc quá sâu phần tử XML.", code="too-many-elements")
        node = Node(local, namespace)
        if self.open:
            self.open[-1][0].children.append(node)
        else:
            self.root = node
        self.open.append((node, []))
        self.lengths.append(0)
        if local == CONTENT and self.sink is None:
            self._start_content()

    def _start_content(self) -> None:
        self.contents += 1
        if self.contents > self.limits.attachments:
            raise ForbiddenXml("Gói tin có quá nhiều tệp đính kèm.", code="too-many-attachments")
        self.sink = Base64File(self.folder, self.limits.attachment)

    def _end(self, name: str) -> None:
        node, parts = self.open.pop()
        self.lengths.pop()
        if self.sink is not None and node.name == CONTENT:
            sink, self.sink = self.sink, None
            try:
                node.blob = sink.close()
            except EdxmlError as error:
                node.fault = error.message
            return
        node.text = "".join(parts).strip()

    def _text(self, data: str) -> None:
        if self.sink is not None:
            self.sink.write(data)
            return
        if not self.open:
            return
        node, parts = self.open[-1]
        self.characters += len(data)
        self.lengths[-1] += len(data)
        parts.append(data)
        if self.characters > self.limits.texts or self.lengths[-1] > self.limits.text:
            raise ForbiddenXml(f"Phần tử “{node.name}” dài quá mức cho phép.", code="text-too-long")

    def _refuse_dtd(self, *args: object) -> None:
        raise ForbiddenXml("Gói tin có khai báo DTD hoặc thực thể XML: không được phép.", code="dtd")

"""The files of a package: the manifest says what is there, the contents follow; labels may lie."""

from dataclasses import replace
from pathlib import Path

from congvu.files.rules.names import clean_name
from congvu.interchange.envelopes.edxml.blobs import looks_wrapped, media_type, type_by_name, unwrap
from congvu.interchange.envelopes.edxml.errors import NotEdxml
from congvu.interchange.envelopes.edxml.limits import Limits
from congvu.interchange.envelopes.edxml.message import Attachment, Blob, Remark
from congvu.interchange.envelopes.edxml.tree import CONTENT, Node


def read_attachments(root: Node, folder: Path, limits: Limits, remarks: list[Remark]) -> list[Attachment]:
    """Return the files in the order of the manifest; what it forgot comes last.

    Args:
        root: the package.
        folder: where unpacked contents are put.
        limits: what is refused.
        remarks: what is put up with is added here.
    """
    contents = _contents(root)
    found: list[Attachment] = []
    for listed in _references(root):
        content = contents.pop(_key(listed), None)
        found.append(_attachment(listed, content, folder, limits, remarks))
    for key, content in contents.items():
        remarks.append(Remark("not-listed", f"Tệp “{_name(content)}” không có trong Manifest.", key))
        found.append(_attachment(content, content, folder, limits, remarks))
    return found


def _references(root: Node) -> list[Node]:
    envelope = root.first("edXMLEnvelope")
    return [
        reference
        for body in (envelope.all("edXMLBody") if envelope else ())
        for manifest in body.all("edXMLManifest")
        for reference in manifest.all("Reference")
    ]


def _contents(root: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for holder in root.all("AttachmentEncoded"):
        for number, node in enumerate(holder.all("Attachment"), start=1):
            key = _key(node) or f"#{number}"
            if key in found:
                raise NotEdxml(
                    f"Hai tệp đính kèm cùng mã ContentId “{key}”.", code="content-id-twice", path="Attachment"
                )
            found[key] = node
    return found


def _key(node: Node) -> str:
    """Return the content id as both sides mean it: without "cid:" and brackets, whatever the case."""
    return node.get("ContentId").strip("<> ").casefold().removeprefix("cid:")


def _name(node: Node) -> str:
    return clean_name(node.get("AttachmentName") or node.get("Description") or "tep")


def _attachment(
    listed: Node, content: Node | None, folder: Path, limits: Limits, remarks: list[Remark]
) -> Attachment:
    name = _name(listed)
    declared = listed.get("ContentType") or (content.get("ContentType") if content else "")
    blob = _blob(content, name, folder, limits, remarks)
    real = media_type(blob) if blob else type_by_name(name)
    if blob and declared.casefold() not in (real, "", "application/zip"):
        remarks.append(Remark("label", f"Tệp “{name}” ghi loại {declared} nhưng thực tế là {real}.", name))
    return Attachment(
        content_id=listed.get("ContentId").strip("<> ").removeprefix("cid:").removeprefix("CID:"),
        name=name,
        content_type=real,
        description=listed.get("Description"),
        blob=blob,
        declared_type=declared,
    )


def _blob(
    content: Node | None, name: str, folder: Path, limits: Limits, remarks: list[Remark]
) -> Blob | None:
    held = content.first(CONTENT) if content else None
    if held is None or held.blob is None:
        why = held.fault if held is not None and held.fault else "Gói tin không kèm nội dung tệp."
        remarks.append(Remark("no-content", f"Tệp “{name}”: {why}", name))
        return None
    if held.blob.size == 0:
        remarks.append(Remark("empty", f"Tệp “{name}” trống.", name))
        return replace(held.blob)
    if not looks_wrapped(held.blob, name):
        return held.blob
    unpacked = unwrap(held.blob, folder, limits)
    if unpacked is None:
        return held.blob
    held.blob.path.unlink(missing_ok=True)
    return unpacked

"""Whether a package says what TT 05/2025/TT-BNV asks for, of the case file and of each document."""

from typing import TYPE_CHECKING

from congvu.casefiles.rules.packages.fields import document_fields, file_fields, read_date, wrong
from congvu.casefiles.rules.packages.mets import REP
from congvu.casefiles.rules.packages.xml import mets, premis

if TYPE_CHECKING:
    from lxml import etree

    from congvu.casefiles.rules.packages.inspection import Look

ABOUT = "metadata/descriptive/EAD.xml"


def check_content(look: "Look") -> None:
    """Add findings about metadata, totals, preservation data and the ties between documents and files."""
    about = look.xml.get(ABOUT)
    if about is None:
        look.error("ead-missing", ABOUT, "Gói không có EAD.xml mô tả hồ sơ.")
        return
    values = texts(about)
    for name, sentence in wrong(file_fields(look.kind), values):
        look.error("ead-field", f"{ABOUT}#{name}", sentence)
    _span(look, values)
    documents = _documents(look)
    if values.get("totalDoc", "").isdecimal() and int(values["totalDoc"]) != documents:
        look.error("totals", ABOUT, f"totalDoc ghi {values['totalDoc']} nhưng gói có {documents} tài liệu.")
    _ties(look)
    _preservation(look)


def texts(root: "etree._Element") -> dict[str, str]:
    """Return the fields of a metadata file; what has children or a namespace is no field."""
    return {str(child.tag): (child.text or "").strip() for child in root if isinstance(child.tag, str)}


def _span(look: "Look", values: dict[str, str]) -> None:
    start, end = read_date(values.get("startDate", "")), read_date(values.get("endDate", ""))
    if start and end and end < start:
        look.error("ead-field", f"{ABOUT}#endDate", "endDate trước startDate.")
    if values.get("confidenceLevel") == "02" and not values.get("paperFileCode"):
        look.error("ead-field", f"{ABOUT}#paperFileCode", "Hồ sơ số hóa phải ghi paperFileCode.")


def _documents(look: "Look") -> int:
    found = 0
    for path, root in look.xml.items():
        if path.startswith(f"{REP}/metadata/descriptive/"):
            found += 1
            for name, sentence in wrong(document_fields(look.kind), texts(root)):
                look.error("doc-field", f"{path}#{name}", sentence)
    if not found:
        look.error("doc-missing", f"{REP}/metadata/descriptive/", "Gói không có mô tả tài liệu nào.")
    return found


def _ties(look: "Look") -> None:
    """Each document's metadata is tied to its files, and each file to a document."""
    root = look.xml.get(f"{REP}/METS.xml")
    if root is None:
        return
    links = [one for one in root.iter(mets("div")) if one.get("LABEL") == "MetadataLink/File"]
    tied = {point.get("FILEID") for link in links for point in link.iter(mets("fptr"))}
    for file in root.iter(mets("file")):
        if file.get("ID") not in tied:
            look.error("file-untied", file.get("ID", ""), "Tệp không gắn với mô tả tài liệu nào.")
    for link in links:
        if next(link.iter(mets("fptr")), None) is None:
            look.warn("doc-bare", link.get("DMDID", ""), "Tài liệu không kèm tệp (chỉ có bản giấy).")


def _preservation(look: "Look") -> None:
    proofs = [path for path in look.xml if "/preservation/" in f"/{path}"]
    if look.kind == "AIP" and len(proofs) < 2:
        look.error("premis-missing", "metadata/preservation/", "Gói AIP phải có PREMIS ở gốc và ở rep1.")
    known = {digest.lower() for digest in look.digests.values()}
    for path in proofs:
        for one in look.xml[path].iter(premis("messageDigest")):
            if (one.text or "").lower() not in known:
                look.error("premis-digest", path, "PREMIS ghi mã SHA-256 không có trong gói.")

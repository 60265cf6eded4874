"""edXML: what is written is read again, whatever stands in whatever order; what is dangerous is refused."""

import base64
import io
import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from congvu.interchange.envelopes.edxml import (
    Attachment,
    Document,
    EdxmlError,
    ForbiddenXml,
    Limits,
    Message,
    NotEdxml,
    NotXml,
    Package,
    Profile,
    Status,
    digest,
    identity,
    read_package,
    write_package,
)
from congvu.interchange.envelopes.edxml.telling import tell
from congvu.interchange.envelopes.edxml.tree import NAMESPACE
from congvu.interchange.tests import messages as made

SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples" / "edxml"
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def packed(message: Message, profile: Profile | None = None) -> bytes:
    out = io.BytesIO()
    write_package(message, out, profile=profile or Profile())
    return out.getvalue()


def read(data: bytes, folder: Path, **limits: int) -> Package:
    return read_package(io.BytesIO(data), folder, limits=Limits(**limits))


@QUICK
@given(document=made.documents, empties=st.booleans(), prefix=st.booleans())
def test_a_document_read_again_is_the_document_written(
    document: Document, empties: bool, prefix: bool, tmp_path: Path
) -> None:
    profile = Profile(empty_optionals=empties, cid_prefix=prefix)
    found = read(packed(document, profile), tmp_path).message
    if empties:  # a writer that fills in empty optionals writes empty ones; a reader takes them for none
        assert isinstance(found, Document)
    assert found == document


@QUICK
@given(status=made.statuses)
def test_a_status_read_again_is_the_status_written(status: Status, tmp_path: Path) -> None:
    assert read(packed(status), tmp_path).message == status


@QUICK
@given(document=made.documents, seed=st.integers(0, 2**32))
def test_the_order_of_elements_means_nothing(document: Document, seed: int, tmp_path: Path) -> None:
    root = etree.fromstring(packed(document))
    _shuffle(root, random.Random(seed))
    assert read(etree.tostring(root), tmp_path).message == document


def _shuffle(node: etree._Element, chance: random.Random) -> None:
    """Shuffle children of different names; those of one name keep their order among themselves."""
    children = list(node)
    places = [child.tag for child in children]
    chance.shuffle(places)
    queues = {tag: [child for child in children if child.tag == tag] for tag in set(places)}
    for child in children:
        node.remove(child)
    for tag in places:
        node.append(queues[tag].pop(0))
    for child in children:
        _shuffle(child, chance)


def test_the_writer_keeps_the_order_of_the_national_sdk(tmp_path: Path) -> None:
    text = packed(made.document(tmp_path, places=("Lưu: VT",), due_on="2026/12/01")).decode()
    names = re.findall(r"<edXML:(\w+)", text.split("</edXML:MessageHeader>")[0])
    order = [
        "From",
        "To",
        "DocumentId",
        "Code",
        "PromulgationInfo",
        "DocumentType",
        "Subject",
        "DueDate",
        "ToPlaces",
    ]
    assert [name for name in names if name in order] == order
    assert "<edXML:BussinessDocType>0</edXML:BussinessDocType>" in text
    assert "SignerInfo" not in text


def test_bytes_of_attachments_arrive_unchanged(tmp_path: Path) -> None:
    data = made.PDF + bytes(random.Random(7).randbytes(300_001))
    document = made.document(
        tmp_path, attachments=(Attachment("x", "a.pdf", "application/pdf", blob=made.blob(tmp_path, data)),)
    )
    found = read(packed(document), tmp_path).message
    assert isinstance(found, Document)
    blob = found.attachments[0].blob
    assert blob is not None
    assert blob.path.read_bytes() == data
    assert identity(found) == identity(document)
    assert digest(found) == digest(document)


def test_a_redelivery_with_more_hops_is_the_same_document(tmp_path: Path) -> None:
    document = made.document(tmp_path)
    again = made.document(tmp_path, hops=(*document.hops, document.hops[0]))
    changed = made.document(tmp_path, subject="V/v khác")
    assert digest(again) == digest(document)
    assert digest(changed) != digest(document)


# -- what is met in the wild --------------------------------------------------------------------------------


def _wild(tmp_path: Path, *changes: tuple[str, str]) -> bytes:
    text = packed(made.document(tmp_path)).decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def test_other_prefixes_and_both_spellings_are_read(tmp_path: Path) -> None:
    plain = read(packed(made.document(tmp_path)), tmp_path).message
    assert read(_wild(tmp_path, ("edXML:", "e:"), ("xmlns:edXML=", "xmlns:e=")), tmp_path).message == plain
    assert read(_wild(tmp_path, ("Bussiness", "Business")), tmp_path).message == plain
    no_business = re.sub(rb"<edXML:Bussiness>.*?</edXML:Bussiness>", b"", packed(made.document(tmp_path)))
    found = read(no_business, tmp_path).message
    assert found == plain
    assert isinstance(found, Document)
    assert not found.business.given


def test_attachment_without_cid_matches_the_manifest(tmp_path: Path) -> None:
    data = _wild(tmp_path, ("<ContentId>cid:a1</ContentId>", "<ContentId>A1</ContentId>"))
    found = read(data, tmp_path)
    assert isinstance(found.message, Document)
    assert found.message.attachments[0].blob is not None
    assert not found.remarks


def _zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("label", ["application/zip", "application/pdf", "text/plain"])
def test_an_attachment_wrapped_in_a_zip_is_taken_out_whatever_the_label(label: str, tmp_path: Path) -> None:
    wrapped = made.blob(tmp_path, _zipped("../../8f2c.pdf", made.PDF))
    document = made.document(tmp_path, attachments=(Attachment("x", "Công văn.pdf", label, blob=wrapped),))
    found = read(packed(document), tmp_path).message
    assert isinstance(found, Document)
    attachment = found.attachments[0]
    assert attachment.blob is not None
    assert attachment.blob.path.read_bytes() == made.PDF
    assert attachment.blob.path.parent == tmp_path
    assert (attachment.name, attachment.content_type) == ("Công văn.pdf", "application/pdf")


def test_a_real_zip_stays_a_zip(tmp_path: Path) -> None:
    data = _zipped("a.pdf", made.PDF)
    document = made.document(
        tmp_path,
        attachments=(Attachment("x", "phu-luc.zip", "application/zip", blob=made.blob(tmp_path, data)),),
    )
    found = read(packed(document), tmp_path).message
    assert isinstance(found, Document)
    assert found.attachments[0].blob is not None
    assert found.attachments[0].blob.path.read_bytes() == data


def test_lying_labels_are_remarked(tmp_path: Path) -> None:
    data = _wild(tmp_path, ("<edXML:ContentType>application/pdf<", "<edXML:ContentType>application/docx<"))
    found = read(data, tmp_path)
    assert [remark.code for remark in found.remarks] == ["label"]
    assert isinstance(found.message, Document)
    assert found.message.attachments[0].content_type == "application/pdf"


@pytest.mark.parametrize("spaces", ["\n", "\r\n  ", " "])
def test_base64_may_hold_white_space_anywhere(spaces: str, tmp_path: Path) -> None:
    text = base64.b64encode(made.PDF).decode()
    broken = spaces.join(text[i : i + 7] for i in range(0, len(text), 7))
    found = read(_wild(tmp_path, (text, broken)), tmp_path).message
    assert found == made.document(tmp_path)


def test_base64_that_is_none_leaves_the_document_readable(tmp_path: Path) -> None:
    text = base64.b64encode(made.PDF).decode()
    for bad in (text[:9] + "é" + text[9:], text[:8] + "*" + text[8:], text + "====" + text):
        found = read(_wild(tmp_path, (text, bad)), tmp_path)
        assert isinstance(found.message, Document)
        assert found.message.attachments[0].blob is None
        assert "base64" in next(remark.message for remark in found.remarks if remark.code == "no-content")


def test_impossible_dates_stay_as_they_came(tmp_path: Path) -> None:
    found = read(_wild(tmp_path, ("2026/11/25</edXML:Prom", "2014/02/30</edXML:Prom")), tmp_path)
    assert isinstance(found.message, Document)
    assert (found.message.issued_on, found.message.issued_date) == ("2014/02/30", None)
    assert "bad-date" in {remark.code for remark in found.remarks}


def test_a_node_that_writes_null_for_its_code(tmp_path: Path) -> None:
    hop = "<edXML:TraceHeader><edXML:OrganId>null</edXML:OrganId></edXML:TraceHeader>"
    data = _wild(tmp_path, ("<edXML:TraceHeader>", f"{hop}<edXML:TraceHeader>"))
    assert read(data, tmp_path).message == made.document(tmp_path)


# -- what is refused -----------------------------------------------------------------------------------------

ROOT = f'<edXML xmlns="{NAMESPACE}">'


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"", NotXml, "not-xml"),
        (b"%PDF-1.7", NotXml, "not-xml"),
        (b"<a><b></a>", NotXml, "not-xml"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', NotXml, "encoding"),
        (b"<edXML/>", NotEdxml, "not-edxml"),
        (b'<e:edXMLEnvelope xmlns:e="http://www.go.vn/eDoc"/>', NotEdxml, "other-format"),
        (b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>', NotEdxml, "other-format"),
        (f"{ROOT}</edXML>".encode(), NotEdxml, "no-header"),
        (f"{ROOT}<edXMLEnvelope><edXMLHeader/></edXMLEnvelope></edXML>".encode(), NotEdxml, "no-header"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', ForbiddenXml, "dtd"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', ForbiddenXml, "dtd"),
        (b"<a>" * 40 + b"</a>" * 40, ForbiddenXml, "too-many-elements"),
    ],
)
def test_what_is_no_edxml_is_refused_with_a_reason(
    data: bytes, kind: type[EdxmlError], code: str, tmp_path: Path
) -> None:
    with pytest.raises(kind) as refused:
        read(data, tmp_path)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


def test_a_document_without_sender_or_identity_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotEdxml, match="cơ quan gửi"):
        read(
            _wild(tmp_path, ("<edXML:OrganId>H19.15</edXML:OrganId><edXML:OrganName>", "<edXML:OrganName>")),
            tmp_path,
        )
    with pytest.raises(NotEdxml, match="DocumentId"):
        read(packed(made.document(tmp_path, document_id="", number="", notation="")), tmp_path)
    with pytest.raises(NotEdxml, match="“4”"):
        read(_wild(tmp_path, ("DocType>0<", "DocType>4<")), tmp_path)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = made.blob(tmp_path, _zipped("a.pdf", bytes(64 * 1024 * 1024)))
    document = made.document(tmp_path, attachments=(Attachment("x", "a.pdf", "application/pdf", blob=bomb),))
    with pytest.raises(ForbiddenXml) as refused:
        read(packed(document), tmp_path)
    assert refused.value.code == "attachment-too-large"
    assert max(path.stat().st_size for path in tmp_path.iterdir()) < 1024 * 1024


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"package": 500}, "package-too-large"),
        ({"attachment": 10}, "no-content"),
        ({"text": 8}, "text-too-long"),
        ({"texts": 100}, "text-too-long"),
        ({"nodes": 20}, "too-many-elements"),
        ({"attachments": 0}, "too-many-attachments"),
    ],
)
def test_limits_hold(limits: dict[str, int], code: str, tmp_path: Path) -> None:
    if code == "no-content":
        with pytest.raises(ForbiddenXml):
            read(packed(made.document(tmp_path)), tmp_path, **limits)
        return
    with pytest.raises(ForbiddenXml) as refused:
        read(packed(made.document(tmp_path)), tmp_path, **limits)
    assert refused.value.code == code


def test_a_text_that_xml_cannot_hold_is_refused_when_written(tmp_path: Path) -> None:
    for char in ("\x00", "\x0b", "\ud800", "\uffff"):
        with pytest.raises(EdxmlError) as refused:
            packed(made.document(tmp_path, subject=f"a{char}b"))
        assert (refused.value.code, refused.value.path) == ("bad-character", "Subject")


def test_files_without_bytes_or_with_one_id_are_refused_when_written(tmp_path: Path) -> None:
    blob = made.blob(tmp_path, made.PDF)
    for pair in (
        (Attachment("a", "x.pdf", "application/pdf"),),
        (Attachment("a", "x.pdf", "t", blob=blob), Attachment("A", "y.pdf", "t", blob=blob)),
    ):
        with pytest.raises(EdxmlError):
            packed(made.document(tmp_path, attachments=pair))


@QUICK
@given(data=st.binary(max_size=400))
def test_any_bytes_raise_the_packages_own_errors_only(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(EdxmlError):
        read(data, tmp_path)


@settings(QUICK, max_examples=250)
@given(seed=st.integers(0, 2**32))
def test_a_mangled_package_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    data = bytearray(packed(made.document(tmp_path)))
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + chance.randint(1, 40)]
            case _:
                data[place:place] = data[place - 30 : place]
    try:
        package = read(bytes(data), tmp_path)
    except EdxmlError as refused:
        told = [refused.message]
    else:
        told = list(tell(package))
    assert all(told)


# -- the samples of the national SDK, read in place ----------------------------------------------------------


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="mẫu edXML không có ở đây (samples are not here)")
def test_every_sample_of_the_national_sdk_is_read(tmp_path: Path) -> None:
    files = sorted(SAMPLES.glob("*.edxml"))
    assert len(files) >= 14
    for file in files:
        with file.open("rb") as stream:
            package = read_package(stream, tmp_path)
        message = package.message
        assert list(tell(package)), file
        assert message.sender.name, file
        if isinstance(message, Status):
            assert re.search(r"_(\d\d)\.", file.name) is None or message.code in file.name
            assert message.reported_at is not None
        else:
            assert message.attachments[0].blob is not None
            assert message.attachments[0].name.endswith(".doc")
            assert message.attachments[0].blob.size == 388_347
            assert message.issued_date is not None
            assert package.signed
        assert read(packed(message), tmp_path).message == message


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="mẫu edXML không có ở đây (samples are not here)")
@pytest.mark.parametrize(
    ("name", "kind"),
    [("new", "new"), ("revocation", "recall"), ("update", "update"), ("replacement", "replace")],
)
def test_the_four_kinds_of_business_in_the_samples(name: str, kind: str, tmp_path: Path) -> None:
    with (SAMPLES / f"edoc_{name}.edxml").open("rb") as stream:
        message = read_package(stream, tmp_path).message
    assert isinstance(message, Document)
    assert message.business.kind == kind
    if kind == "replace":
        assert message.business.replacements[0].organ_codes == ("000.00.00.H41", "000.00.00.H14")
    if kind == "update":
        assert [row.type for row in message.business.receivers] == ["0", "1"]

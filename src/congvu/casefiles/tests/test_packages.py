"""Packages: real ZIPs, made, judged by another's validator, tampered with, refused."""

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from lxml import etree

from congvu.audit.models import Event
from congvu.casefiles import services
from congvu.casefiles.models import ArchivePackage, CaseFile
from congvu.casefiles.queries.packages import compiled_schemas
from congvu.casefiles.rules import packages
from congvu.casefiles.rules.packages.fields import schema, simple_dc, wrong
from congvu.casefiles.rules.packages.layout import safe
from congvu.casefiles.rules.packages.xml import CSIP, METS, PREMIS
from congvu.casefiles.tests import eark
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.files.queries import open_blob
from congvu.files.services import disk

NS = {"m": METS, "p": PREMIS}


def accepted(world, **changes) -> CaseFile:
    """Return a case file that the archive has taken in."""
    case_file = world.closed(**changes)
    handover = services.propose_handover([case_file.pk], actor=world.keeper)
    line = handover.lines.get()
    services.check_handover(handover.pk, {line.pk: ("good", "")}, actor=world.archivist)
    services.accept_handover(handover.pk, actor=world.archivist)
    return CaseFile.objects.get(pk=case_file.pk)


def content(package: ArchivePackage) -> bytes:
    with open_blob(package.stored) as stream:
        return stream.read()


def opened(package: ArchivePackage) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content(package)))


def inspected(data: bytes) -> packages.Limits:
    return packages.inspect(io.BytesIO(data), len(data), compiled_schemas())


def codes(data: bytes) -> set[str]:
    return {one.code for one in inspected(data).findings if one.level == "error"}


def again(data: bytes, change) -> bytes:
    """Return the ZIP written anew; `change` takes name and content, returns them, a list, or None to drop."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            result = change(info.filename, old.read(info))
            for name, body in [result] if isinstance(result, tuple) else result or []:
                new.writestr(name, body)
    return out.getvalue()


def mended(data: bytes, path: str, old: bytes, new: bytes) -> bytes:
    """Return the package with bytes of one file replaced and every METS made to agree with them."""

    def one(name: str, body: bytes):
        fresh = body.replace(old, new) if name.endswith(path) else body
        assert not name.endswith(path) or fresh != body
        return name, fresh

    data = again(data, one)
    for _round in range(2):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            bodies = {info.filename: archive.read(info) for info in archive.infolist()}
        for name, body in bodies.items():
            if name.endswith("METS.xml"):
                bodies[name] = _agreed(name, body, bodies)
        data = again(data, lambda name, _body, bodies=bodies: (name, bodies[name]))
    return data


def _mark(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().upper().encode()


def _agreed(name: str, body: bytes, bodies: dict[str, bytes]) -> bytes:
    root = etree.fromstring(body)
    folder = name.rpartition("/")[0]
    for element in root.iter(f"{{{METS}}}mdRef", f"{{{METS}}}file"):
        place = element if element.tag.endswith("mdRef") else element[0]
        path = f"{folder}/{place.get('{http://www.w3.org/1999/xlink}href')}"
        element.set("SIZE", str(len(bodies[path])))
        element.set("CHECKSUM", _mark(bodies[path]).decode())
    return etree.tostring(root)


@pytest.fixture
def sip(world) -> ArchivePackage:
    return services.make_package(world.closed().pk, "SIP_hoso", actor=world.archivist)


def test_a_sip_has_the_layout_of_the_circular(sip):
    folder = f"uuid-{str(sip.uuid).upper()}"
    assert (sip.object_id, sip.valid, sip.stored.name) == (folder, True, f"{folder}.zip")
    names = {name.removeprefix(f"{folder}/") for name in opened(sip).namelist()}
    assert {
        "METS.xml",
        "metadata/descriptive/EAD.xml",
        "metadata/preservation/PREMIS.xml",
        "documentation/muc-luc-van-ban.pdf",
        "schemas/METS.xsd",
        "schemas/EAD.xsd",
        "schemas/EAD_doc.xsd",
        "schemas/PREMIS.xsd",
        "representations/rep1/METS.xml",
        "representations/rep1/metadata/descriptive/EAD_doc_2026.01.TCCB.1.xml",
        "representations/rep1/data/2026.01.TCCB.1.pdf",
        "representations/rep1/data/2026.01.TCCB.2.pdf",
    } <= names
    assert all(name.isascii() and ".." not in name for name in names)


def test_every_file_carries_its_sha256(sip):
    archive = opened(sip)
    checked = 0
    for mets in (name for name in archive.namelist() if name.endswith("METS.xml")):
        folder = mets.rpartition("/")[0]
        root = etree.fromstring(archive.read(mets))
        for element in root.iter(f"{{{METS}}}mdRef", f"{{{METS}}}file"):
            place = element if element.tag.endswith("mdRef") else element.find("m:FLocat", NS)
            body = archive.read(f"{folder}/{place.get('{http://www.w3.org/1999/xlink}href')}")
            assert element.get("CHECKSUM") == _mark(body).decode()
            assert (element.get("SIZE"), element.get("CHECKSUMTYPE")) == (str(len(body)), "SHA-256")
            checked += 1
    assert checked == len(archive.namelist()) - 1  # everything but the root METS itself


def test_the_metadata_are_those_of_the_case_file(world, sip):
    archive = opened(sip)
    about = etree.fromstring(archive.read(f"{sip.object_id}/metadata/descriptive/EAD.xml"))
    values = {child.tag: child.text for child in about}
    assert values["fileCode"] == "H19.75.26248.2026.01.TCCB"
    assert (values["maintenance"], values["startDate"], values["endDate"]) == (
        "01",
        "02/03/2026",
        "30/06/2026",
    )
    assert (values["totalDoc"], values["numberOfPage"]) == ("2", "4")
    assert [child.tag for child in about] == [one.name for one in packages.file_fields("SIP_hoso")]
    top = etree.fromstring(archive.read(f"{sip.object_id}/METS.xml"))
    assert top.find("m:metsHdr", NS).get(f"{{{CSIP}}}OAISPACKAGETYPE") == "SIP"


def test_metadata_fit_the_schemas_that_travel_with_them(sip):
    archive = opened(sip)
    root = sip.object_id
    for xsd, files in (
        ("EAD.xsd", ["metadata/descriptive/EAD.xml"]),
        ("EAD_doc.xsd", [name for name in archive.namelist() if "/EAD_doc_" in name]),
    ):
        fits = etree.XMLSchema(etree.fromstring(archive.read(f"{root}/schemas/{xsd}")))
        for name in files:
            body = archive.read(name if name.startswith(root) else f"{root}/{name}")
            fits.assertValid(etree.fromstring(body))
            assert not fits.validate(etree.fromstring(body.replace(b"<language>01", b"<language>")))


@pytest.mark.parametrize("kind", ["SIP_hoso", "AIP_hoso"])
def test_the_independent_validator_agrees(world, tmp_path, kind):
    case_file = accepted(world)
    package = services.make_package(case_file.pk, kind, actor=world.archivist)
    path = tmp_path / package.stored.name
    path.write_bytes(content(package))
    said = eark.judged(path)
    # SIP2 wants E-ARK's SIP profile where the circular writes the CSIP one (Phụ lục III): the law goes first.
    # SIP14 wants of the software's note what CSIP16 and the METS schema forbid: nothing satisfies both.
    expected = {"SIP2", "SIP14"} if kind == "SIP_hoso" else set()
    assert {rule for severity, rule, _words in said if severity == "ERROR"} == expected, said
    assert {rule for severity, rule, _words in said if severity != "ERROR"} <= {"CSIPSTR8"}, said


def test_the_independent_validator_can_say_no(sip, tmp_path):
    path = tmp_path / "goi.zip"
    path.write_bytes(
        again(content(sip), lambda name, body: (name, body.replace(b"OAISPACKAGETYPE", b"PACKAGETYPE")))
    )
    assert "ERROR" in {severity for severity, _rule, _words in eark.judged(path)}


def test_an_aip_archives_the_case_file(world):
    case_file = accepted(world)
    package = services.make_package(case_file.pk, "AIP_hoso", actor=world.archivist)
    case_file.refresh_from_db()
    assert case_file.state == "archived"
    assert case_file.archive_code == "H19.75.26248.H19.75.26248.2026.01.TCCB"
    assert package.object_id == f"urn:H19.75.26248:uuid-{str(package.uuid).upper()}"
    assert package.stored.name == f"{package.object_id.replace(':', '_')}.zip"
    archive = opened(package)
    folder = package.object_id.replace(":", "_")
    proof = etree.fromstring(
        archive.read(f"{folder}/representations/rep1/metadata/preservation/PREMIS_rep1.xml")
    )
    digests = {one.text.lower() for one in proof.iter(f"{{{PREMIS}}}messageDigest")}
    data = [name for name in archive.namelist() if "/data/" in name]
    assert digests == {hashlib.sha256(archive.read(name)).hexdigest() for name in data}
    assert proof.find("p:event/p:eventType", NS).text == "information package creation"
    kinds = list(Event.objects.order_by("-id").values_list("kind", flat=True)[:2])
    assert kinds == ["casefile.archived", "casefile.packaged"]
    with pytest.raises(StateRefused):
        services.make_package(case_file.pk, "AIP_hoso", actor=world.archivist)


def test_packages_need_state_and_capability(world):
    case_file = world.opened()
    with pytest.raises(PermissionDenied):
        services.make_package(case_file.pk, "SIP_hoso", actor=world.keeper)
    with pytest.raises(StateRefused):
        services.make_package(case_file.pk, "SIP_hoso", actor=world.archivist)
    with pytest.raises(ActionRefused):
        services.make_package(case_file.pk, "DIP", actor=world.archivist)
    with pytest.raises(CaseFile.DoesNotExist):
        services.make_package(case_file.pk, "SIP_hoso", actor=world.stranger)
    assert not ArchivePackage.objects.exists()


def test_bytes_that_changed_on_the_disk_are_not_packaged(world):
    case_file = world.closed()
    row = case_file.items.first().files.get()
    path = disk.place(row.sha256)
    path.chmod(0o640)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(StateRefused) as refusal:
        services.make_package(case_file.pk, "SIP_hoso", actor=world.archivist)
    assert refusal.value.code == "file-changed"
    path.unlink()
    with pytest.raises(StateRefused):
        services.make_package(case_file.pk, "SIP_hoso", actor=world.archivist)
    assert not ArchivePackage.objects.exists()


def test_a_change_meanwhile_is_noticed(world):
    case_file = world.closed()
    with pytest.raises(StaleVersion):
        services.make_package(
            case_file.pk, "SIP_hoso", actor=world.archivist, seen_version=case_file.version - 1
        )
    assert not ArchivePackage.objects.exists()


def test_two_packages_of_one_case_file_are_two(world, sip):
    other = services.make_package(sip.case_file_id, "SIP_hoso", actor=world.archivist)
    assert other.uuid != sip.uuid
    assert services.check_again(sip.pk, actor=world.archivist).valid
    with pytest.raises(ArchivePackage.DoesNotExist):
        services.check_again(sip.pk, actor=world.stranger)


def test_a_sound_package_has_no_findings(sip):
    found = inspected(content(sip))
    assert (found.kind, found.documents, found.findings) == ("SIP", 2, ())
    assert found.files == sip.files


def drop(part):
    return lambda name, body: None if part in name else (name, body)


def swap(part, old, new):
    return lambda name, body: (name, body.replace(old, new) if part in name else body)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (swap("/data/", b"%PDF", b"%PDG"), "file-digest"),
        (lambda name, body: (name, body + b" " if "/data/" in name else body), "file-size"),
        (drop("TCCB.1.pdf"), "file-missing"),
        (drop("EAD.xml"), "ead-missing"),
        (
            lambda name, body: None if name.count("/") == 1 and "METS" in name else (name, body),
            "mets-missing",
        ),
        (drop("rep1/METS.xml"), "representation"),
        (swap("/METS.xml", b'OAISPACKAGETYPE="SIP"', b'OAISPACKAGETYPE="XIP"'), "package-type"),
        (swap("/METS.xml", b"SHA-256", b"MD5"), "digest-kind"),
        (lambda name, body: (name.replace("uuid-", "uuid_"), body), "object-id"),
        (lambda name, body: [(name, body), ("ngoai/x.txt", b"x")], "zip-roots"),
        (lambda name, body: [(name, body), (f"{name}.txt", b"x")], "file-stray"),
        (lambda name, body: (f"../{name}", body), "zip-path"),
        (lambda name, body: (f"/{name}", body), "zip-path"),
        (swap("EAD.xml", b"<simpledc>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><simpledc>"), "xml-dtd"),
        (swap("EAD.xml", b"</simpledc>", b""), "xml-broken"),
        (swap("/METS.xml", b"<structMap", b"<structmap"), "xml-broken"),
        (swap("/METS.xml", b"altRecordID", b"otherRecordID"), "schema"),
    ],
)
def test_tampering_is_found(sip, change, code):
    assert code in codes(again(content(sip), change))


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("EAD.xml", b"<totalDoc>2", b"<totalDoc>3", "totals"),
        ("EAD.xml", b"<maintenance>01", b"<maintenance>09", "ead-field"),
        ("EAD.xml", b"<title>H", b"<title></title><x>H", "xml-broken"),
        ("EAD.xml", b"02/03/2026", b"2026-03-02", "ead-field"),
        ("EAD.xml", b"30/06/2026", b"30/06/2025", "ead-field"),
        ("EAD.xml", b"<confidenceLevel>01", b"<confidenceLevel>02", "ead-field"),
        ("EAD_doc_2026.01.TCCB.1.xml", b"<typeName>07", b"<typeName>77", "doc-field"),
    ],
)
def test_what_is_wrong_inside_is_found_though_every_digest_agrees(sip, path, old, new, code):
    assert code in codes(mended(content(sip), path, old, new))


def test_preservation_data_must_agree_with_the_files(sip):
    archive = opened(sip)
    mark = _mark(archive.read(f"{sip.object_id}/representations/rep1/data/2026.01.TCCB.1.pdf"))
    assert codes(mended(content(sip), "PREMIS_rep1.xml", mark, b"0" * 64)) == {"premis-digest"}


@pytest.mark.parametrize("junk", [b"", b"PK\x03\x04", b"not a zip at all" * 100])
def test_junk_is_no_package(junk):
    found = inspected(junk)
    assert [one.code for one in found.findings] == ["zip-broken"]


def test_a_cut_package_is_no_package(sip):
    assert codes(content(sip)[:-40]) == {"zip-broken"}


def test_a_bit_that_flipped_is_found(sip):
    data = bytearray(content(sip))
    info = next(one for one in opened(sip).infolist() if "/data/" in one.filename)
    data[info.header_offset + 120] ^= 0x40
    assert codes(bytes(data)) & {"file-broken", "file-digest", "zip-broken"}


def test_a_bomb_is_not_read(sip):
    found = packages.inspect(
        io.BytesIO(content(sip)), sip.size, compiled_schemas(), packages.Limits(expanded=1000)
    )
    assert [one.code for one in found.findings] == ["zip-bomb"]


def test_links_and_passwords_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a/METS.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert codes(out.getvalue()) == {"zip-link"}


def test_the_command_reads_a_package(sip, tmp_path, capsys):
    path = tmp_path / "goi.zip"
    path.write_bytes(content(sip))
    call_command("archive", "inspect", str(path))
    said = capsys.readouterr().out
    assert "Kết luận: đạt" in said
    assert "H19.75.26248.2026.01.TCCB" in said
    path.write_bytes(again(content(sip), swap("/data/", b"%PDF", b"%PDG")))
    with pytest.raises(CommandError, match="không đạt"):
        call_command("archive", "inspect", str(path))
    assert "SHA-256 không khớp" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("archive", "inspect", str(Path("/khong/co.zip")))


def test_documents_with_several_files_and_strange_names(world):
    case_file = world.opened(notation="02.ĐC-HT")
    one, two = world.paper("a"), world.stored(b"noi dung", "Phụ lục số 1 (bản Đ).txt")
    world.filed(case_file, 1, files=[("Quyết định.PDF", one.pk, ""), (two.name, two.pk, "")])
    services.close_case_file(case_file.pk, actor=world.keeper, ended_on=date(2026, 6, 30))
    package = services.make_package(case_file.pk, "SIP_hoso", actor=world.archivist)
    names = [name.rpartition("/")[2] for name in opened(package).namelist() if "/data/" in name]
    assert names == ["2026.02.DC-HT.1.pdf", "2026.02.DC-HT.1_2.txt"]
    assert inspected(content(package)).findings == ()


def test_a_document_on_paper_is_packaged_without_a_file(world):
    case_file = world.opened()
    world.filed(case_file, 1)
    services.close_case_file(case_file.pk, actor=world.keeper, ended_on=date(2026, 6, 30))
    package = services.make_package(case_file.pk, "SIP_hoso", actor=world.archivist)
    assert [row["code"] for row in package.findings] == ["doc-bare"]
    assert package.valid


@pytest.mark.parametrize(
    ("name", "flat"),
    [
        ("01.TCCB", "01.TCCB"),
        ("Quyết định số 5/QĐ", "Quyet-dinh-so-5-QD"),
        ("../../x", "x"),
        ("", "tep"),
        ("…", "tep"),
    ],
)
def test_names_are_safe_everywhere(name, flat):
    assert safe(name) == flat


def test_types_have_their_national_codes():
    assert packages.type_code("Thông báo") == "07"
    assert packages.type_code("CÔNG VĂN") == "22"
    assert packages.type_code("Hồ sơ thủ tục hành chính") == "32"
    assert len(packages.TYPE_CODES) == 32


@pytest.mark.parametrize("kind", ["SIP_hoso", "AIP_hoso"])
def test_table_and_schema_say_the_same(kind):
    for fields in (packages.file_fields(kind), packages.document_fields(kind)):
        full = {one.name: _good(one) for one in fields}
        fits = etree.XMLSchema(etree.fromstring(schema(fields)))
        fits.assertValid(etree.fromstring(simple_dc(fields, full)))
        assert not list(wrong(fields, full))
        for one in fields:
            bad = {**full, one.name: "?" if one.values or one.kind != "text" else "x" * (one.longest + 1)}
            assert not fits.validate(etree.fromstring(simple_dc(fields, bad))), one
            assert [name for name, _words in wrong(fields, bad)] == [one.name]
            empty = {**full, one.name: ""}
            assert fits.validate(etree.fromstring(simple_dc(fields, empty))) is not one.needed
            assert bool(list(wrong(fields, empty))) is one.needed


def _good(one) -> str:
    if one.values:
        return one.values[0]
    return {"number": "7", "date": "31/12/2026"}.get(one.kind, "A")


def test_memory_does_not_grow_with_the_files(tmp_path):
    """A package of 300 MB passes through in chunks: what waits is never more than a few of them."""
    import tracemalloc
    from datetime import UTC, datetime

    from congvu.casefiles.messages.packages import Part

    large = tmp_path / "lon"
    block = b"\x5a" * (1024 * 1024)
    mark = hashlib.sha256()
    with large.open("wb") as out:
        for _ in range(300):
            out.write(block)
            mark.update(block)
    part = Part("representations/rep1/data/x.bin", mark.hexdigest(), 300 * 1024 * 1024, "text/plain")
    tracemalloc.start()
    total = sum(
        len(chunk)
        for chunk in packages.zipped(
            "uuid-X", [part], datetime(2026, 1, 1, tzinfo=UTC), lambda _sha: large.open("rb")
        )
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total > 300_000
    assert peak < 16 * 1024 * 1024

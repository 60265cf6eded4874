"""What the bytes are decides, not what the name says."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.files.rules import KINDS, Limits, Unsafe, clean_name, extension, kind_by_extension, sniff
from congvu.files.services.refusals import refusal
from congvu.files.tests.samples import BAD, DOCX, GOOD, PDF, encrypted_zip, zipped


def look(content, limits=None):
    return sniff(io.BytesIO(content), len(content), limits)


@pytest.mark.parametrize("code", GOOD)
def test_every_kind_is_known_by_its_bytes(code):
    assert look(GOOD[code]).kind.code == code


def test_every_kind_has_a_sample():
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("name", BAD)
def test_danger_is_refused(name):
    code, content = BAD[name]
    with pytest.raises(Unsafe) as unsafe:
        look(content)
    assert unsafe.value.code == code


@pytest.mark.parametrize(
    ("content", "flags"),
    [
        (encrypted_zip(), ("encrypted",)),
        (zipped(("trong.zip", b"x")), ("nested",)),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), ("encrypted",)),
        (PDF, ()),
    ],
)
def test_people_are_told(content, flags):
    assert look(content).flags == flags


def test_cms_in_pem_is_a_signature():
    assert look(b"-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n").kind.code == "p7s"


def judged(content):
    """Return the label of the kind, or the sentence of the refusal."""
    try:
        return look(content).kind.label
    except Unsafe as unsafe:
        return refusal(unsafe.code, "tệp").message


BOMB = Limits(entries=10, expanded=1000, ratio=5, small=200)


@pytest.mark.parametrize(
    "content",
    [
        zipped(*((f"{number}.txt", b"x") for number in range(11))),
        zipped(("a.txt", b"0" * 1001)),
        zipped(("a.txt", b"0" * 900)),
    ],
    ids=["entries", "expanded", "ratio"],
)
def test_bombs_are_refused(content):
    assert look(content).kind.code == "zip"
    with pytest.raises(Unsafe, match="bomb"):
        look(content, BOMB)


def test_small_archives_may_be_dense():
    assert look(zipped(("a.txt", b"0" * 199)), BOMB).kind.code == "zip"


def test_overlapping_entries_are_a_bomb():
    raw = bytearray(zipped(("a.txt", b"0" * 500), compression=zipfile.ZIP_STORED))
    central = raw.find(b"PK\x01\x02")
    entry = raw[central : raw.find(b"PK\x05\x06")]
    end = raw.find(b"PK\x05\x06")
    forged = raw[:central] + entry * 3 + raw[end:]
    at = forged.find(b"PK\x05\x06")
    forged[at + 8 : at + 16] = struct.pack("<HHL", 3, 3, len(entry) * 3)
    with pytest.raises(Unsafe, match="bomb"):
        look(bytes(forged))


def test_a_huge_directory_is_not_even_read():
    raw = bytearray(DOCX)
    at = raw.rfind(b"PK\x05\x06")
    raw[at + 10 : at + 12] = struct.pack("<H", 65535)
    with pytest.raises(Unsafe, match="bomb"):
        look(bytes(raw))


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_judged(content):
    assert judged(content)


@given(st.sampled_from(sorted(GOOD)), st.data())
@settings(max_examples=200, deadline=None)
def test_damaged_files_are_judged(code, data):
    content = bytearray(GOOD[code])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    assert judged(bytes(content))


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Đơn.pdf", "Đơn.pdf"),
        ("Đo\u031b\u0300n.PDF", "Đờn.pdf"),
        ("C:\\Users\\a\\hồ sơ.docx", "hồ sơ.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\x00b\n c.txt", "ab c.txt"),
        ("con.txt", "tep_con.txt"),
        (".bashrc", "bashrc"),
        ("", "tep"),
        ("...", "tep"),
        ("a/", "tep"),
        ('a<b>:"c"|?*.pdf', "a_b___c____.pdf"),
        ("  a  .pdf ", "a.pdf"),
        ("đ" * 300 + ".pdf", "đ" * 196 + ".pdf"),
        ("x" * 300, "x" * 200),
        ("bản.vẽ số 1", "bản.vẽ số 1"),
    ],
)
def test_names_are_cleaned(raw, name):
    assert clean_name(raw) == name


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_cleaned_names_are_safe_and_stay(raw):
    name = clean_name(raw)
    assert 1 <= len(name) <= 200
    assert not set(name) & set('/\\\x00<>:"|?*')
    assert not name.startswith(".")
    assert clean_name(name) == name


def test_extensions():
    assert [extension(name) for name in ("a.PDF", "a.tar.gz", "a", ".pdf", "a.", "a.b c")] == [
        "pdf",
        "gz",
        "",
        "",
        "",
        "",
    ]
    assert kind_by_extension("jpeg").code == "jpeg"
    assert kind_by_extension("exe") is None

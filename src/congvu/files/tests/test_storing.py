"""Storing: bytes once and durably, rows after them, refusals leave nothing."""

import errno
import hashlib
import os
import stat

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from congvu.common.errors import ActionRefused
from congvu.files.models import Blob, StoredFile
from congvu.files.queries import may_show, open_blob
from congvu.files.services import disk, store, storing
from congvu.files.tests.samples import BAD, GOOD, PDF


def upload(content=PDF, name="Đơn.pdf"):
    return ContentFile(content, name=name)


def left(folder):
    """All bytes in the store, temporary ones too."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


def refused(code, **values):
    with pytest.raises(ActionRefused) as refusal:
        store(**values)
    assert refusal.value.code == f"file-{code}"
    assert refusal.value.field == "file"
    return refusal.value


def test_stored_file_reads_back(actor, folder):
    file = store(upload(), actor=actor)
    mark = hashlib.sha256(PDF).hexdigest()
    assert (file.name, file.uploaded_by_id) == ("Đơn.pdf", actor.officer_id)
    assert (file.blob.sha256, file.blob.size, file.blob.media_type) == (mark, len(PDF), "application/pdf")
    assert (file.blob.scan, file.blob.flags) == ("none", [])
    with open_blob(StoredFile.objects.get(pk=file.pk)) as stream:
        assert stream.read() == PDF
    path = folder / mark[:2] / mark[2:4] / mark
    assert left(folder) == [mark]
    assert stat.S_IMODE(path.stat().st_mode) == 0o440


@pytest.mark.parametrize("code", GOOD)
def test_every_kind_is_kept(actor, code):
    from congvu.files.rules import KINDS

    kind = KINDS[code]
    file = store(upload(GOOD[code], f"tệp.{kind.extensions[0]}"), actor=actor, allowed={code})
    assert file.blob.media_type == kind.media_type
    assert may_show(file) == (code in {"pdf", "png", "jpeg"})


def test_equal_bytes_are_kept_once(actor, folder, django_assert_num_queries):
    with django_assert_num_queries(3):  # look, blob, file
        first = store(upload(), actor=actor)
    with django_assert_num_queries(2):
        second = store(upload(name="Bản khác.pdf"), actor=actor)
    assert first.blob_id == second.blob_id
    assert (first.pk, second.name) != (second.pk, first.name)
    assert len(left(folder)) == 1


def test_large_uploads_are_read_in_chunks(actor, settings):
    big = TemporaryUploadedFile("to.pdf", "application/pdf", 0, None)
    body = PDF + b"\0" * (5 * 1024 * 1024)
    big.write(body)
    big.size = len(body)
    big.seek(0)
    assert store(big, actor=actor).blob.sha256 == hashlib.sha256(body).hexdigest()


def test_name_given_wins_and_lacking_extension_is_added(actor):
    assert store(upload(), actor=actor, name="Tờ khai.pdf").name == "Tờ khai.pdf"
    assert store(upload(name="khong-duoi"), actor=actor).name == "khong-duoi.pdf"


@pytest.mark.parametrize("name", BAD)
def test_danger_leaves_nothing(actor, folder, name):
    code, content = BAD[name]
    refused(code, upload=upload(content, "tep"), actor=actor)
    assert left(folder) == []
    assert not Blob.objects.exists()
    assert not StoredFile.objects.exists()


def test_mismatch_names_both(actor, folder):
    refusal = refused("mismatch", upload=upload(GOOD["png"], "don.pdf"), actor=actor)
    assert refusal.message == (
        "Tệp “don.pdf” có đuôi .pdf nhưng nội dung là ảnh PNG (.png); hãy chọn đúng tệp."
    )
    assert left(folder) == []


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "a.docm", "a.js", "hoa-don.pdf.exe", "a\u202efdp.exe"]
)
def test_unwelcome_extensions_are_refused_unread(actor, folder, name):
    refusal = refused("extension", upload=upload(PDF, name), actor=actor)
    assert ".pdf, .png" in refusal.message
    assert left(folder) == []


def test_a_place_may_welcome_few_kinds(actor):
    refusal = refused("extension", upload=upload(GOOD["png"], "a.png"), actor=actor, allowed={"pdf"})
    assert refusal.message == "Không nhận tệp đuôi .png (“a.png”). Các đuôi được nhận: .pdf."
    refused("kind", upload=upload(GOOD["png"], "a"), actor=actor, allowed={"pdf"})


def test_too_large_is_refused(actor, folder, settings):
    settings.FILES_MAX_BYTES = 100
    refusal = refused("large", upload=upload(PDF + b"\0" * 100), actor=actor)
    assert "lớn hơn 100" in refusal.message
    lying = upload(PDF + b"\0" * 100)
    lying.size = 5
    refused("large", upload=lying, actor=actor)
    assert left(folder) == []
    exact = PDF + b"\0" * (100 - len(PDF))
    assert store(upload(exact), actor=actor).blob.size == 100


def full(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("where", ["fsync", "replace", "mkstemp"])
def test_full_disk_is_said_and_leaves_nothing(actor, folder, monkeypatch, where):
    target = {"fsync": "os.fsync", "replace": "pathlib.Path.replace", "mkstemp": "tempfile.mkstemp"}[where]
    monkeypatch.setattr(target, full)
    refusal = refused("storage", upload=upload(), actor=actor)
    assert refusal.status == 409
    assert left(folder) == []
    assert not Blob.objects.exists()
    monkeypatch.undo()


def test_a_folder_that_cannot_be_written(actor, settings, tmp_path):
    (tmp_path / "flat").write_text("")
    settings.MEDIA_ROOT = tmp_path / "flat" / "files"
    refused("storage", upload=upload(), actor=actor)


def test_bytes_are_durable_before_the_rows(actor, monkeypatch):
    order = []
    fsync, replace = os.fsync, type(disk.root()).replace
    monkeypatch.setattr("os.fsync", lambda fd: (order.append("fsync"), fsync(fd))[1])
    monkeypatch.setattr(
        "pathlib.Path.replace", lambda path, to: (order.append("rename"), replace(path, to))[1]
    )
    write = storing._rows
    monkeypatch.setattr(storing, "_rows", lambda *values: (order.append("row"), write(*values))[1])
    store(upload(), actor=actor)
    assert order[0] == "fsync"
    assert order[-3:] == ["rename", "fsync", "row"]


@pytest.mark.django_db(transaction=True)
def test_rollback_keeps_no_row_and_storing_again_works(actor, folder):
    def fail():
        with transaction.atomic():
            store(upload(), actor=actor)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert not Blob.objects.exists()
    assert store(upload(), actor=actor).blob.size == len(PDF)
    assert len(left(folder)) == 1


def test_a_cut_blob_is_replaced(actor, folder):
    file = store(upload(), actor=actor)
    path = disk.place(file.blob.sha256)
    path.chmod(0o640)
    path.write_bytes(PDF[:10])
    store(upload(), actor=actor)
    assert path.read_bytes() == PDF

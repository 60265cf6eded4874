"""Cleaning removes what nobody refers to, and nothing that somebody is about to."""

import os
import time
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from congvu.common.errors import StateRefused
from congvu.files.models import Blob, StoredFile
from congvu.files.services import clean, damaged, discard, disk, store
from congvu.files.tests.samples import PDF

HOUR = 3600


def kept(actor, extra=b""):
    return store(ContentFile(PDF + extra, name="a.pdf"), actor=actor)


def age(sha256, hours=30):
    past = time.time() - hours * HOUR
    os.utime(disk.place(sha256), (past, past))


def test_used_bytes_stay(actor):
    file = kept(actor)
    age(file.blob.sha256)
    assert clean().freed == 0
    assert Blob.objects.count() == 1
    assert disk.place(file.blob.sha256).exists()


def test_unused_bytes_go_after_the_grace(actor):
    file = kept(actor)
    mark = file.blob.sha256
    discard(file)
    assert clean().blobs == 0
    age(mark)
    done = clean()
    assert (done.blobs, done.freed) == (1, len(PDF))
    assert not Blob.objects.exists()
    assert not disk.place(mark).exists()


def test_storing_again_renews_the_grace(actor):
    file = kept(actor)
    mark = file.blob.sha256
    discard(file)
    age(mark)
    disk_only = ContentFile(PDF, name="b.pdf")
    with disk.drafted(disk_only.chunks(), 10_000) as draft:
        disk.keep(draft)  # another transaction got so far, its rows are not committed yet
    assert clean().blobs == 0
    assert disk.place(mark).exists()


def test_strays_and_drafts_go(actor, folder):
    with disk.drafted([b"abc"], 10) as draft:
        disk.keep(draft)
    left = folder / "tmp" / "left-by-a-killed-process"
    left.write_bytes(b"12345")
    assert clean() == clean(grace_hours=24)
    os.utime(left, (0, 0))
    age(draft.sha256)
    done = clean()
    assert (done.blobs, done.strays, done.drafts, done.freed) == (0, 1, 1, 8)
    assert not left.exists()


def test_used_file_cannot_be_discarded(actor, monkeypatch):
    from django.db.models import ProtectedError

    file = kept(actor)

    def protected(*_args):
        raise ProtectedError("used", set())

    monkeypatch.setattr(StoredFile, "delete", protected)
    with pytest.raises(StateRefused, match="đang được dùng"):
        discard(file)
    assert StoredFile.objects.count() == 1


def test_damage_is_named(actor):
    whole, lost, changed = kept(actor), kept(actor, b"1"), kept(actor, b"2")
    assert list(damaged()) == []
    disk.place(lost.blob.sha256).unlink()
    path = disk.place(changed.blob.sha256)
    path.chmod(0o640)
    path.write_bytes(PDF + b"3")
    assert list(damaged()) == [(lost.blob.sha256, "lost"), (changed.blob.sha256, "changed")]
    assert whole.blob.sha256 not in dict(damaged())


def test_commands(actor):
    file = kept(actor)
    out = StringIO()
    call_command("files", "verify", stdout=out)
    assert "Mọi nội dung nguyên vẹn." in out.getvalue()
    disk.place(file.blob.sha256).unlink()
    with pytest.raises(CommandError, match="1 nội dung hỏng"):
        call_command("files", "verify", stdout=out)
    assert f"{file.blob.sha256}: đã mất" in out.getvalue()
    discard(file)
    call_command("files", "clean", "--grace-hours", "0", stdout=out)
    assert "Đã xóa 1 nội dung, 0 tệp lạc, 0 tệp tạm: 0 byte." in out.getvalue()


def test_the_worker_cleans_at_night(actor):
    from congvu.delivery.services.registry import periodic_jobs

    mark = kept(actor).blob.sha256
    discard(StoredFile.objects.get())
    age(mark)
    job = periodic_jobs()["files.clean"]
    assert job.at is not None
    job.function()
    assert not disk.place(mark).exists()

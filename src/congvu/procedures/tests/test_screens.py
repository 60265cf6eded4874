"""What the administrators' screens read, and files that wait to be brought in."""

import json
import lzma
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congvu.common.errors import ActionRefused
from congvu.procedures import queries, services
from congvu.procedures.messages import ReviewNote
from congvu.procedures.models import Procedure, StagedImport
from congvu.procedures.rules.shape import document
from congvu.procedures.tests.factories import ProcedureFactory, VersionFactory, manager, said
from congvu.procedures.tests.samples import needs_samples, paths

pytestmark = pytest.mark.django_db
NOTE = ReviewNote("fees", "Xem lại")
BLOCK = ReviewNote("times", "Chọn đơn vị", blocking=True)


@pytest.fixture
def actor():
    return manager()


def codes(**values):
    return [line.code for line in queries.listing(**values).lines]


def test_the_list_is_narrowed_by_what_is_to_be_done(actor):
    services.publish_version(services.new_draft(said("1.1"), actor=actor).pk, actor=actor)
    services.new_draft(said("1.2"), actor=actor)
    services.new_draft(said("1.3", review_notes=(NOTE,)), actor=actor)
    services.new_draft(said("1.4", review_notes=(NOTE, BLOCK)), actor=actor)
    done = ReviewNote("times", "Chọn đơn vị", blocking=True, done=True)
    services.new_draft(said("1.5", review_notes=(done,)), actor=actor)
    assert codes() == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    assert codes(shown="published") == ["1.1"]
    assert codes(shown="draft") == ["1.2", "1.3", "1.4", "1.5"]
    assert codes(shown="review") == ["1.3", "1.4"]
    assert codes(shown="blocked") == ["1.4"]
    assert codes(shown="ready") == ["1.2", "1.5"]
    assert queries.tallies() == {"published": 1, "draft": 4, "review": 2, "blocked": 1, "ready": 2}
    line = queries.listing("1.4").lines[0]
    assert (line.current, line.draft.open_notes, line.draft.open_blocking) == (None, 2, 1)


def test_the_list_pages_both_ways_by_code():
    for number in range(7):
        VersionFactory(procedure=ProcedureFactory(code=f"1.{number}"))
    first = queries.listing(limit=3)
    assert ([line.code for line in first.lines], first.newer, first.older) == (
        ["1.0", "1.1", "1.2"],
        "",
        "1.2",
    )
    second = queries.listing(after=first.older, limit=3)
    assert [line.code for line in second.lines] == ["1.3", "1.4", "1.5"]
    last = queries.listing(after=second.older, limit=3)
    assert ([line.code for line in last.lines], last.older) == (["1.6"], "")
    back = queries.listing(before=last.newer, limit=3)
    assert [line.code for line in back.lines] == ["1.3", "1.4", "1.5"]
    assert queries.listing(before=back.newer, limit=3).newer == ""


def test_the_list_costs_the_same_for_one_and_thirty():
    VersionFactory()
    with CaptureQueriesContext(connection) as one:
        queries.listing()
    VersionFactory.create_batch(29)
    with CaptureQueriesContext(connection) as thirty:
        assert len(queries.listing().lines) == 30
    assert len(one) == len(thirty) == 2


def test_words_are_folded_and_all_must_occur(actor):
    services.new_draft(said("1.1", name="Đăng ký kết hôn"), actor=actor)
    assert codes(words="KET hon ho tich") == ["1.1"]
    assert codes(words="kết hôn lại") == []


def test_a_kept_file_is_tried_then_brought_in_once(actor):
    data = json.dumps(document([said()])).encode()
    kept = services.stage_import("danh-muc.JSON", data, actor=actor)
    assert services.run_staged(kept, actor=actor, dry_run=True).added == ("1.001193",)
    assert not Procedure.objects.exists()
    assert services.run_staged(kept, actor=actor, dry_run=False).added == ("1.001193",)
    assert not queries.staged(actor).exists()


def test_an_officer_has_one_kept_file_and_only_for_a_day(actor):
    other = manager()
    services.stage_import("a.json", b"{}", actor=actor)
    second = services.stage_import("b.json", b"{}", actor=actor)
    assert list(queries.staged(actor)) == [second]
    assert not queries.staged(other).exists()
    StagedImport.objects.update(sent_at=timezone.now() - timedelta(days=2))
    assert not queries.staged(actor).exists()
    services.stage_import("c.json", b"{}", actor=other)
    assert StagedImport.objects.count() == 1


@needs_samples
def test_a_packed_portal_file_is_read(actor):
    kept = services.stage_import("bo-tu-phap.jsonl.xz", paths()[1].read_bytes(), actor=actor)
    report = services.run_staged(kept, actor=actor, dry_run=True)
    assert (report.total, len(report.added)) == (271, 271)
    assert report.grades["levels"]["full"] == 271


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b"{"),
        ("a.jsonl", b"[1]"),
        ("a.jsonl", b'{"ma_thu_tuc": 5}'),
        ("a.jsonl", b"\xff\xfe"),
        ("a.jsonl.xz", b"\xfd7zXZ\x00broken"),
        ("a.jsonl.xz", lzma.compress(b"{}")[:-5]),
        ("a.xlsx", b"PK"),
        ("a.json", b"{}"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(actor, name, data):
    kept = services.stage_import(name, data, actor=actor)
    with pytest.raises(ActionRefused):
        services.run_staged(kept, actor=actor, dry_run=True)


@pytest.mark.parametrize(
    ("name", "data"), [("a.exe", b""), ("a.xz", b""), ("a.json", b" " * (20 * 2**20 + 1))]
)
def test_what_is_not_kept_at_all(actor, name, data):
    with pytest.raises(ActionRefused):
        services.stage_import(name, data, actor=actor)
    assert not StagedImport.objects.exists()

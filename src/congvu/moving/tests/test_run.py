"""Bringing in: numbers stay, counters go on, nothing comes twice, and each difference is explained."""

import io
import os
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.tests.factories import make_actor
from congvu.documents.models import Book, IncomingDocument, OutgoingDocument
from congvu.documents.queries.registers import RegisterSpan, register_lines
from congvu.documents.services import open_year
from congvu.files.queries import open_blob
from congvu.moving import services
from congvu.moving.models import Move, MovedRow
from congvu.moving.services import running
from congvu.moving.services.working import do_slice
from congvu.moving.tests.world import IN_HEADINGS, OUT_HEADINGS, incoming, outgoing, xlsx
from congvu.registers.queries import audit_register, peek
from congvu.registers.services import take_number

pytestmark = pytest.mark.django_db


def test_documents_keep_their_numbers_and_the_counter_goes_on(world):
    rows = [incoming(n) for n in (1, 2, "3a", 3, 7)]
    move = world.moved("incoming", xlsx(IN_HEADINGS, rows))
    book = Book.objects.get()
    assert (book.year, book.direction, book.closed_at is not None) == (2023, "in", True)
    assert sorted(one.arrival_code for one in IncomingDocument.objects.all()) == ["1", "2", "3", "3a", "7"]
    assert peek(agency_id=world.agency.pk, register=book.register, period="2023") == 8
    document = IncomingDocument.objects.get(arrival_number=7)
    assert (document.state, document.code, document.issuer_name) == ("done", "7/SXD-QLXD", "Sở Xây dựng")
    assert (document.issuer.key, document.pages) == ("so-xay-dung", 2)
    assert document.lines.get().unit == world.economy
    assert IncomingDocument.objects.matching("trật tự lần 7").get() == document
    assert Event.objects.filter(kind="incoming.moved_in", subject_pk=document.pk).count() == 1
    assert move.counts["all"]["new"] == 5
    lines = register_lines(book, RegisterSpan(), world.admin)
    assert lines[-1].cells[6] == "Phòng Kinh tế"


def test_this_years_register_goes_on_after_the_highest_number(world):
    rows = [incoming(n, arrived="06/03/2026", issued="03/03/2026") for n in (1, 2, 3)]
    registry = make_actor("registry", unit=world.office)
    book = next(one for one in open_year(2026, actor=registry) if one.direction == "in" and one.is_default)
    world.moved("incoming", xlsx(IN_HEADINGS, rows))
    assert set(IncomingDocument.objects.values_list("book", flat=True)) == {book.pk}
    assert Book.objects.get(pk=book.pk).closed_at is None
    with transaction.atomic():
        assert take_number(agency_id=world.agency.pk, register=book.register, period="2026") == 4


def test_outgoing_documents_are_issued_with_recipients_and_unit(world):
    world.moved("outgoing", xlsx(OUT_HEADINGS, [outgoing(1), outgoing("12a")]))
    document = OutgoingDocument.objects.get(number=12)
    assert (document.state, document.code, document.medium) == ("issued", "12a/QĐ-UBND", "paper")
    assert [one.name for one in document.recipients.all()] == ["Như Điều 3", "Lưu: VT"]
    assert document.unit == world.office
    assert OutgoingDocument.objects.visible_to(replace(world.admin, agency_wide=False)).count() == 2


def test_the_same_source_again_brings_nothing(world):
    rows = [incoming(1), incoming(2), incoming(2, subject="Trùng số")]
    first = world.moved("incoming", xlsx(IN_HEADINGS, rows))
    again = world.moved("incoming", xlsx(IN_HEADINGS, rows))
    assert first.counts["all"] == {**again.counts["all"], "new": 2, "already": 0}
    assert (again.counts["all"]["new"], again.counts["all"]["already"], again.counts["all"]["wrong"]) == (
        0,
        2,
        1,
    )
    assert IncomingDocument.objects.count() == 2
    assert again.report["whole"]["rows"] == 2


def test_another_content_under_a_known_number_is_told_and_changes_nothing(world):
    world.moved("incoming", xlsx(IN_HEADINGS, [incoming(1), incoming(2)]))
    move = world.moved("incoming", xlsx(IN_HEADINGS, [incoming(1), incoming(2, subject="Sửa lại")], "b.xlsx"))
    assert {row.code for row in move.wrong.all()} == {"differs"}
    assert "lần 2" in IncomingDocument.objects.get(arrival_number=2).subject
    [line] = move.report["lines"]
    assert (line["source_rows"], line["rows"], line["differs"], line["unexplained"]) == (2, 2, 1, 0)


def test_corrected_rows_are_loaded_again_and_only_those(world):
    rows = [incoming(1), incoming(2, arrived="31/02/2023"), incoming(3, subject="")]
    first = world.moved("incoming", xlsx(IN_HEADINGS, rows))
    with open_blob(first.wrong_sheet) as stream:
        book = openpyxl.load_workbook(io.BytesIO(stream.read()))
    sheet = book.active
    sheet.cell(2, 3).value = "28/02/2023"
    sheet.cell(2, 7).value = "28/02/2023"
    sheet.cell(3, 9).value = "Về việc đã sửa"
    buffer = io.BytesIO()
    book.save(buffer)
    fixed = services.receive(
        services.Arriving("incoming", ContentFile(buffer.getvalue(), "sua.xlsx"), corrects=first.pk),
        actor=world.admin,
    )
    assert (fixed.profile_id, fixed.corrects_id) == (first.profile_id, first.pk)
    do_slice(services.start_check(fixed.pk, actor=world.admin))
    done = do_slice(services.start_move(fixed.pk, actor=world.admin))
    assert done.counts["all"]["new"] == 2, list(done.wrong.values_list("told", flat=True))
    assert IncomingDocument.objects.count() == 3
    again = world.moved("incoming", xlsx(IN_HEADINGS, rows))
    assert again.counts["all"]["new"] == 0


def test_reconciliation_explains_each_difference(world):
    rows = [
        incoming(1), incoming(2, pages="x"), incoming(4, pages=5), incoming(4), incoming(9, unit="Lạ"),
        incoming(1, arrived="05/01/2024", issued="04/01/2024"), incoming(8, arrived="không rõ"),
    ]  # fmt: skip
    move = world.moved("incoming", xlsx(IN_HEADINGS, rows))
    by_group = {line["group"]: line for line in move.report["lines"]}
    old = by_group["in|chung|2023"]
    assert (old["source_rows"], old["rows"], old["left_out"], old["unexplained"]) == (5, 2, 3, 0)
    assert (old["source_pages"], old["pages"], old["unexplained_pages"]) == (11, 7, 0)
    assert (old["first"], old["last"], old["gaps"]) == (1, 4, 2)
    assert (old["gaps_wrong"], old["gaps_absent"]) == ([2], [3])
    assert old["wrong"]["number-double"] == {"rows": 1, "pages": 2}
    assert by_group["in|chung|?"]["left_out"] == 1
    assert by_group["in|chung|2024"]["rows"] == 1
    assert move.report["whole"]["unexplained"] == 0


def test_gaps_are_closed_with_a_reason_and_a_void_number_is_not_used_again(world):
    move = world.moved("incoming", xlsx(IN_HEADINGS, [incoming(1), incoming(2, pages="x"), incoming(5)]))
    group = move.report["lines"][0]["group"]
    with pytest.raises(ActionRefused, match="lý do"):
        services.close_gaps(move.pk, group, reason=" ", actor=world.admin)
    with pytest.raises(ActionRefused, match="không có sổ"):
        services.close_gaps(move.pk, "in|khac|2023", reason="x", actor=world.admin)
    assert services.close_gaps(move.pk, group, reason="Sổ cũ bỏ trống", actor=world.admin) == 2
    book = Book.objects.get()
    report = audit_register(
        agency_id=world.agency.pk, register=book.register, period="2023",
        used=book.incoming.values_list("arrival_number", flat=True),
    )  # fmt: skip
    assert (report.missing, [number for number, _why in report.void]) == ((2,), [3, 4])
    late = world.moved("incoming", xlsx(IN_HEADINGS, [incoming(2), incoming(3)], "muon.xlsx"))
    assert {row.number: row.code for row in late.wrong.all()} == {"3": "number-void"}


def bundle(**files: bytes) -> ContentFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return ContentFile(buffer.getvalue(), name="tep.zip")


def test_files_come_with_their_documents(world):
    rows = [
        incoming(1, files="vb\\Công văn 1.txt; phu-luc.txt"),
        incoming(2, files="doi.pdf"), incoming(3, files="mat.txt"),
    ]  # fmt: skip
    archive = bundle(
        **{"vb/Công văn 1.txt": b"Noi dung 1", "phu-luc.txt": b"Phu luc", "doi.pdf": b"khong phai pdf"}
    )
    move = world.moved("incoming", xlsx(IN_HEADINGS, rows), archive=archive)
    assert {row.number: row.code for row in move.wrong.all()} == {"2": "file-mismatch", "3": "no-file"}
    files = IncomingDocument.objects.get().files.all()
    assert [(one.role, one.file.name) for one in files] == [
        ("main", "Công văn 1.txt"), ("annex", "phu-luc.txt"),
    ]  # fmt: skip
    assert (move.report["whole"]["files"], move.report["whole"]["bytes"]) == (2, 17)


def test_a_folder_is_read_within_its_walls(world, settings):
    root = settings.MOVING_FOLDER / "cu"
    root.mkdir()
    (root / "a.txt").write_text("Trong")
    outside = settings.MOVING_FOLDER.parent / "bi-mat.txt"
    outside.write_text("Ngoài")
    os.symlink(outside, root / "b.txt")
    rows = [incoming(1, files="a.txt"), incoming(2, files="b.txt"), incoming(3, files="../../bi-mat.txt")]
    move = world.moved("incoming", xlsx(IN_HEADINGS, rows), folder=str(root))
    assert {row.number: row.code for row in move.wrong.all()} == {"2": "no-file", "3": "no-file"}
    for name in ("../..", "/etc", "khong-co"):
        with pytest.raises(ActionRefused, match="thư mục"):
            services.receive(
                services.Arriving("incoming", xlsx(IN_HEADINGS, rows), folder=name), actor=world.admin
            )


def test_a_missing_file_may_be_left_out(world):
    rows = [incoming(1, files="mat.txt")]
    move = world.moved("incoming", xlsx(IN_HEADINGS, rows), mapping={"missing_files": "skip"})
    assert (move.counts["all"]["new"], move.counts["notes"]) == (1, {"file-skipped": 1})


def test_documents_of_both_directions_need_their_files(world):
    headings = ("Loại sổ", *IN_HEADINGS)
    rows = [["Đến", *incoming(1, files="a.txt")], ["Đi", *incoming(2, files="a.txt")], ["Đến", *incoming(3)],
            ["Ngang", *incoming(4)]]  # fmt: skip
    move = world.moved("documents", xlsx(headings, rows), archive=bundle(**{"a.txt": b"x"}))
    assert {row.number or row.row: row.code for row in move.wrong.all()} == {
        "3": "missing-files", 6: "unknown-direction",
    }  # fmt: skip
    issued = OutgoingDocument.objects.get()
    assert (issued.code, issued.issued_file.name, issued.unit) == ("02/SXD-QLXD", "a.txt", world.economy)


def test_a_batch_that_is_refused_comes_in_row_by_row(world, monkeypatch):
    from congvu.documents.services.moving_in import writing

    whole = writing._document

    def odd(one, book, actor, now):
        if one.number == 2:
            raise ActionRefused("không vừa", code="too-long")
        return whole(one, book, actor, now)

    monkeypatch.setattr(writing, "_document", odd)
    move = world.moved("incoming", xlsx(IN_HEADINGS, [incoming(n) for n in (1, 2, 3)]))
    assert (move.counts["all"]["new"], move.counts["all"]["wrong"]) == (2, 1)
    assert move.wrong.get().code == "too-long"


def test_a_run_goes_on_behind_its_last_whole_batch(world, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 4)
    move = world.checked("incoming", xlsx(IN_HEADINGS, [incoming(n) for n in range(1, 12)]))
    move = services.start_move(move.pk, actor=world.admin)
    move = do_slice(move, seconds=0)
    assert (move.place, move.state, IncomingDocument.objects.count()) == (4, "running", 4)
    services.stop_move(move.pk, actor=world.admin)
    with pytest.raises(StateRefused):
        services.start_check(move.pk, actor=world.admin)
    stopped = do_slice(Move.objects.get(pk=move.pk))
    assert (stopped.state, IncomingDocument.objects.count()) == ("stopped", 4)
    move = do_slice(services.resume_move(move.pk, actor=world.admin))
    assert (move.state, move.place, IncomingDocument.objects.count(), MovedRow.objects.count()) == (
        "done",
        11,
        11,
        11,
    )
    assert move.counts["all"]["new"] == 11


def test_a_batch_that_breaks_leaves_nothing_half_done(world, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 4)
    move = world.checked("incoming", xlsx(IN_HEADINGS, [incoming(n) for n in range(1, 10)]))
    move = services.start_move(move.pk, actor=world.admin)
    keep, calls = running.keep_wrong, []

    def broken(*args):
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError
        return keep(*args)

    monkeypatch.setattr(running, "keep_wrong", broken)
    with pytest.raises(MemoryError):
        do_slice(move)
    assert (IncomingDocument.objects.count(), MovedRow.objects.count()) == (4, 4)
    assert Event.objects.filter(kind="incoming.moved_in").count() == 4
    move = do_slice(Move.objects.get(pk=move.pk))
    assert (move.state, IncomingDocument.objects.count()) == ("done", 9)

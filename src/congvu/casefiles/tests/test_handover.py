"""Handing over: proposed, checked, accepted or returned; due, overdue; the printed list and minutes."""

import io
from datetime import date

import pypdfium2
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from congvu.audit.models import Event
from congvu.casefiles import services
from congvu.casefiles.messages import EntryDraft
from congvu.casefiles.models import CaseFile, CaseItem, Handover
from congvu.casefiles.queries import prints
from congvu.casefiles.rules.words import spelled
from congvu.common.errors import ActionRefused, StateRefused
from congvu.printing.services import render_html, render_pdf


@pytest.fixture
def two(world):
    return world.closed(), world.closed(notation="02")


@pytest.fixture
def handover(world, two):
    return services.propose_handover([one.pk for one in two], actor=world.keeper, condition="Tốt")


def states():
    return list(CaseFile.objects.order_by("notation").values_list("state", flat=True))


def verdicts(handover, *found):
    return {line.pk: verdict for line, verdict in zip(handover.lines.all(), found, strict=True)}


def test_the_minutes_are_numbered_without_a_gap(world, handover):
    assert (str(handover), handover.title) == ("01/BBGN/2026", "Hồ sơ của Phòng Văn hóa – Xã hội")
    assert handover.answer_by == date(2027, 1, 24)
    assert states() == ["submitted", "submitted"]
    with pytest.raises(StateRefused):
        services.propose_handover([world.opened(notation="03").pk], actor=world.keeper)
    more = services.propose_handover([world.closed(notation="04").pk], actor=world.keeper)
    assert more.number == 2


def test_nothing_can_be_proposed_twice_or_by_others(world, handover, two):
    with pytest.raises(StateRefused):
        services.propose_handover([two[0].pk], actor=world.keeper)
    with pytest.raises(CaseFile.DoesNotExist):
        services.propose_handover([two[0].pk], actor=world.neighbour)
    with pytest.raises(ActionRefused):
        services.propose_handover([], actor=world.keeper)


def test_good_ones_are_taken_in_and_the_others_go_back(world, handover):
    found = verdicts(handover, ("good", ""), ("bad", "Thiếu số trang văn bản 2"))
    services.check_handover(handover.pk, found, actor=world.archivist)
    done = services.accept_handover(handover.pk, actor=world.archivist)
    assert (done.state, done.receiver_id) == ("accepted", world.archivist.officer_id)
    assert states() == ["accepted", "returned"]
    event = Event.objects.get(kind="casefile.returned")
    assert event.reason == "Thiếu số trang văn bản 2"
    back = CaseFile.objects.get(notation="02")
    assert services.amend_case_file(back.pk, actor=world.keeper).state == "open"


def test_everything_goes_back_with_a_reason(world, handover):
    with pytest.raises(ActionRefused):
        services.return_handover(handover.pk, actor=world.archivist, reason=" ")
    services.return_handover(handover.pk, actor=world.archivist, reason="Chưa có mục lục")
    assert states() == ["returned", "returned"]
    with pytest.raises(StateRefused):
        services.accept_handover(handover.pk, actor=world.archivist)
    again = services.propose_handover([CaseFile.objects.first().pk], actor=world.keeper)
    assert again.number == 2


def test_what_is_not_checked_is_not_accepted(world, handover):
    with pytest.raises(StateRefused):
        services.accept_handover(handover.pk, actor=world.archivist)
    first = handover.lines.first()
    services.check_handover(handover.pk, {first.pk: ("good", "")}, actor=world.archivist)
    with pytest.raises(StateRefused, match="chưa kiểm tra"):
        services.accept_handover(handover.pk, actor=world.archivist)
    services.check_handover(
        handover.pk, verdicts(handover, ("bad", "x"), ("bad", "y")), actor=world.archivist
    )
    with pytest.raises(StateRefused, match="đủ điều kiện"):
        services.accept_handover(handover.pk, actor=world.archivist)
    assert states() == ["submitted", "submitted"]


def test_a_bad_finding_needs_its_words(world, handover):
    with pytest.raises(ActionRefused):
        services.check_handover(
            handover.pk, verdicts(handover, ("good", ""), ("bad", " ")), actor=world.archivist
        )
    with pytest.raises(ActionRefused):
        services.check_handover(handover.pk, {987654: ("good", "")}, actor=world.archivist)


def test_only_the_archive_of_the_agency_decides(world, handover):
    with pytest.raises(PermissionDenied):
        services.check_handover(handover.pk, {}, actor=world.keeper)
    with pytest.raises(Handover.DoesNotExist):
        services.return_handover(handover.pk, actor=world.stranger, reason="x")


def test_the_due_list_names_what_is_late(world, two, capsys):
    call_command("archive", "due")
    assert capsys.readouterr().out == ""
    with time_machine.travel("2027-06-15 09:00+07:00"):
        call_command("archive", "due")
    assert capsys.readouterr().out.count("sắp đến hạn") == 2
    services.keep_back(two[0].pk, actor=world.leader, until=date(2028, 1, 1), reason="Đang dùng")
    with time_machine.travel("2027-07-01 09:00+07:00"):
        call_command("archive", "due")
        said = capsys.readouterr().out
    assert said.count("QUÁ HẠN") == 1
    assert "01/01/2028  sắp đến hạn" in said


def text(pdf: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(pdf))]
    return " ".join(" ".join(pages).split())


def test_the_forms_say_what_the_tables_hold(world, handover, two):
    handover = Handover.objects.select_related("agency", "unit", "giver", "receiver").get()
    listed = text(render_pdf("case-list", prints.case_list(handover)))
    assert "Viết bằng chữ: hai hồ sơ" in listed
    assert "02/03/2026" in listed
    said = text(render_pdf("handover-minutes", prints.minutes(handover)))
    assert "Tổng số hồ sơ: 2" in said
    assert "Tổng số tệp tin trong hồ sơ: 4" in said
    assert "Lê Văn Hùng" in said
    case_file = CaseFile.objects.select_related("agency", "keeper").get(pk=two[0].pk)
    documents = text(render_pdf("case-documents", prints.document_list(case_file)))
    assert "1/TB-UBND" in documents
    assert "3-4" in documents
    assert "gồm: 2 hồ sơ" in " ".join(render_html("case-list", prints.case_list(handover)).split())


def test_the_catalogue_prints_headings_and_sums(world):
    draft = EntryDraft("Việc khác", parent_id=world.entry.parent_id, retention="06")
    services.write_entry(world.catalogue.pk, draft, actor=world.archivist)
    said = text(render_pdf("case-catalogue", prints.catalogue_form(world.catalogue)))
    assert "I. TỔ CHỨC, CÁN BỘ" in said
    assert "Danh mục hồ sơ này có 2 hồ sơ" in said
    assert "1 hồ sơ bảo quản vĩnh viễn" in said
    assert "05/QĐ-UBND ngày 12/01/2026" in said


def test_removed_documents_are_not_listed(world):
    case_file = world.opened()
    world.filed(case_file, 1)
    item = world.filed(case_file, 2)
    services.remove_item(item.pk, actor=world.keeper, reason="Nháp")
    case_file = CaseFile.objects.select_related("agency", "keeper").get()
    assert len(prints.document_list(case_file).rows) == 1
    assert CaseItem.objects.count() == 2


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (11, "mười một"),
        (105, "một trăm linh năm"), (110, "một trăm mười"), (1000, "một nghìn"),
        (2005, "hai nghìn không trăm linh năm"), (31_455, "ba mươi mốt nghìn bốn trăm năm mươi lăm"),
    ],
)  # fmt: skip
def test_numbers_in_words(number, words):
    assert spelled(number) == words


@given(st.integers(0, 999_999))
def test_every_number_has_words_of_its_own_shape(number):
    assert spelled(number).strip() == spelled(number)
    assert "  " not in spelled(number)

"""Documents reach an agency once, whoever brings them, and however often."""

from dataclasses import replace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from congvu.audit.queries import timeline
from congvu.common.errors import ActionRefused
from congvu.documents.messages import ArrivedFile, BookPlan, Identity
from congvu.documents.models import DocumentLink, IncomingDocument
from congvu.documents.services import arrive, close_book, open_book, open_year
from congvu.documents.services.incoming_access import subject_of
from congvu.documents.tests.world import World, at, build, cleared
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


@time_machine.travel(at("2026-11-25 09:00"), tick=False)
def test_paper_is_kept_as_the_clerk_typed_it_in_one_form(world: World) -> None:
    document = world.arrived(facts={"number": " 05 ", "notation": " TB - UBND ", "kind_name": "Thông báo"})
    assert (document.number, document.number_int, document.notation) == ("05", 5, "TB-UBND")
    assert (document.code, document.code_key) == ("05/TB-UBND", "05/tb-ubnd")
    assert (document.kind_code, document.kind_name) == ("TB", "Thông báo")
    assert document.state == "arrived"
    assert document.arrived_at == at("2026-11-25 09:00")
    assert f"zag{world.commune.pk}" in document.search_text.split()
    assert "05 tb ubnd" in document.search_text
    (row,) = timeline(subject_of(document))
    assert (
        row.sentence
        == "Vũ Thị Mai nhận văn bản 05/TB-UBND “Báo cáo tình hình trật tự xây dựng quý IV năm 2026”"
    )


@pytest.mark.parametrize(
    ("arrived", "urgency", "due"),
    [
        ("2026-11-25 09:00", 0, "2026-11-25 17:00"),
        ("2026-11-25 16:59", 0, "2026-11-25 17:00"),
        ("2026-11-25 18:30", 0, "2026-11-26 17:00"),
        ("2026-11-28 10:00", 0, "2026-11-30 17:00"),
        ("2026-11-25 09:00", 1, "2026-11-25 10:00"),
        ("2026-11-25 16:30", 3, "2026-11-26 08:00"),
    ],
)
def test_the_law_gives_the_same_day_and_urgent_ones_are_due_at_once(
    world: World, arrived: str, urgency: int, due: str
) -> None:
    with time_machine.travel(at(arrived), tick=False):
        document = world.arrived(facts={"urgency": urgency})
    assert document.register_due_at == at(due)


@time_machine.travel(at("2026-11-25 09:00"), tick=False)
def test_a_form_sent_twice_makes_one_document(world: World) -> None:
    arrival = world.arrival()
    first = arrive(arrival, actor=world.registry)
    assert arrive(arrival, actor=world.registry) == first
    assert IncomingDocument.objects.count() == 1


@time_machine.travel(at("2026-11-25 09:00"), tick=False)
def test_a_message_delivered_twice_makes_one_document_and_one_notice(world: World) -> None:
    message = world.message()
    first = arrive(message, actor=world.upper_registry, agency_id=world.commune.pk)
    again = arrive(message, actor=world.upper_registry, agency_id=world.commune.pk)
    assert again == first
    assert first.agency_id == world.commune.pk
    told = Notice.objects.filter(kind="incoming.arrived").values_list("officer__full_name", flat=True)
    assert sorted(told) == ["Ngô Thị Cúc", "Vũ Thị Mai"]


@time_machine.travel(at("2026-11-25 09:00"), tick=False)
def test_the_same_name_with_other_content_is_a_version_shown_to_the_clerk(world: World) -> None:
    first = arrive(world.message(), actor=world.upper_registry, agency_id=world.commune.pk)
    second = arrive(
        world.message(digest="b" * 64, data=b"van ban da sua"),
        actor=world.upper_registry,
        agency_id=world.commune.pk,
    )
    assert second.pk != first.pk
    first.refresh_from_db()
    assert first.notice == "update"
    assert DocumentLink.objects.get(document=second).subject_pk == first.pk


@time_machine.travel(at("2026-11-25 09:00"), tick=False)
def test_each_agency_has_its_own_row_of_the_same_message(world: World) -> None:
    message = world.message()
    here = arrive(message, actor=world.upper_registry, agency_id=world.commune.pk)
    there = arrive(message, actor=world.upper_registry, agency_id=world.department.pk)
    assert (here.agency_id, there.agency_id) == (world.commune.pk, world.department.pk)


def test_who_may_bring_what(world: World) -> None:
    with pytest.raises(PermissionDenied):
        arrive(world.arrival(), actor=world.specialist)
    with pytest.raises(ActionRefused) as refusal:
        arrive(world.arrival(), actor=world.registry, agency_id=world.department.pk)
    assert refusal.value.code == "agency"
    with pytest.raises(ActionRefused) as refusal:
        arrive(world.arrival(origin="file"), actor=world.registry)
    assert refusal.value.code == "file"
    foreign = world.file(world.specialist)
    with pytest.raises(ActionRefused) as refusal:
        arrive(world.arrival(origin="file", files=(ArrivedFile(foreign.pk),)), actor=world.registry)
    assert refusal.value.code == "file-owner"
    with pytest.raises(ActionRefused) as refusal:
        arrive(world.arrival(origin="dove"), actor=world.registry)
    assert refusal.value.code == "origin"
    assert not IncomingDocument.objects.exists()


def test_what_the_columns_cannot_hold_is_refused_in_words(world: World) -> None:
    with pytest.raises(ActionRefused) as refusal:
        world.arrived(facts={"subject": "x" * 2001})
    assert refusal.value.message == "Trích yếu: tối đa 2000 ký tự."
    with pytest.raises(ActionRefused):
        world.arrived(facts={"urgency": 9})
    assert not IncomingDocument.objects.exists()


def test_nobody_sees_what_is_above_their_clearance_or_of_another_agency(world: World) -> None:
    document = world.arrived(facts={"confidentiality": 1})
    seen = IncomingDocument.objects.visible_to
    assert not seen(world.registry).filter(pk=document.pk).exists()
    assert seen(cleared(world.registry, 1)).filter(pk=document.pk).exists()
    assert not seen(cleared(world.upper_registry, 3)).filter(pk=document.pk).exists()
    assert not seen(cleared(world.head, 3)).filter(pk=document.pk).exists()


def test_it_is_found_by_words_without_marks_and_by_its_code(world: World) -> None:
    document = world.arrived()
    seen = IncomingDocument.objects.visible_to(world.registry)
    for words in ("trat tu xay dung", "Trật tự", "1254 sxd", "le hong pho", "1254/SXD-QLXD"):
        assert seen.matching(words, world.registry).get() == document
    assert not seen.matching("trat tu khong co", world.registry).exists()
    assert not IncomingDocument.objects.matching("trat tu", world.stranger).exists()
    for code in ("1254", "1254/sxd", " 1254 / SXD-QLXD"):
        assert seen.numbered(code).get() == document
    assert not seen.numbered("254").exists()


def test_books_of_a_year_are_opened_once_and_closed_once(world: World) -> None:
    again = open_year(2026, actor=world.registry)
    assert world.book in again
    assert [book.name for book in again if book.is_default] == [
        "Sổ đăng ký văn bản đến",
        "Sổ đăng ký văn bản đi",
    ]
    with pytest.raises(ActionRefused) as refusal:
        open_book(BookPlan(2026, "in", "loai", "Sổ", "kind"), actor=world.registry)
    assert refusal.value.code == "numbering"
    close_book(world.book.pk, actor=world.registry)
    with pytest.raises(ActionRefused) as refusal:
        close_book(world.book.pk, actor=world.registry)
    assert refusal.value.code == "book-closed"


def test_the_identity_of_a_message_without_document_name_is_not_compared(world: World) -> None:
    message = replace(world.message(), identity=Identity("H19.10", ""))
    first = arrive(message, actor=world.upper_registry, agency_id=world.commune.pk)
    assert arrive(message, actor=world.upper_registry, agency_id=world.commune.pk) != first

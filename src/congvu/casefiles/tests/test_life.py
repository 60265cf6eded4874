"""A case file from the catalogue to its closing."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from congvu.audit.models import Event
from congvu.casefiles import services
from congvu.casefiles.messages import CaseFileDraft, CaseFileEdit, EntryDraft, ItemDraft
from congvu.casefiles.models import CaseFile, CaseItem, Catalogue, RetentionRule
from congvu.casefiles.tests.world import pdf_of
from congvu.common import subjects
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject


def kinds(prefix="casefile."):
    return list(Event.objects.filter(kind__startswith=prefix).order_by("id").values_list("kind", flat=True))


def test_the_catalogue_numbers_its_lines(world):
    entry = world.entry
    assert entry.notation == "01.TCCB"
    assert entry.period == "Vĩnh viễn"
    more = services.write_entry(
        world.catalogue.pk,
        EntryDraft("Hồ sơ khác", parent_id=entry.parent_id, retention="06"),
        actor=world.archivist,
    )
    assert more.notation == "02.TCCB"
    assert kinds("catalogue.")[:3] == [
        "catalogue.drafted",
        "catalogue.entry_written",
        "catalogue.entry_written",
    ]


def test_next_year_begins_with_this_years_lines(world):
    fresh = services.draft_catalogue(2027, actor=world.archivist)
    assert list(fresh.entries.values_list("notation", "title", "parent__title")) == [
        ("", "Tổ chức, cán bộ", None),
        ("01.TCCB", "Hồ sơ nâng bậc lương năm 2026", "Tổ chức, cán bộ"),
    ]
    assert world.catalogue.entries.count() == 2
    with pytest.raises(StateRefused):
        services.draft_catalogue(2027, actor=world.archivist)


def test_an_issued_catalogue_changes_no_line(world):
    with pytest.raises(StateRefused):
        services.write_entry(
            world.catalogue.pk,
            EntryDraft("Đổi", retention="06"),
            actor=world.archivist,
            entry_id=world.entry.pk,
        )
    with pytest.raises(StateRefused):
        services.remove_entry(world.entry.pk, actor=world.archivist)


def test_only_the_head_issues_a_catalogue(world):
    fresh = services.draft_catalogue(2027, actor=world.archivist)
    with pytest.raises(PermissionDenied):
        services.approve_catalogue(fresh.pk, actor=world.archivist, decision_no="1/QĐ")
    with pytest.raises(ActionRefused, match="quyết định"):
        services.approve_catalogue(fresh.pk, actor=world.leader, decision_no=" ")
    with pytest.raises(Catalogue.DoesNotExist):
        services.approve_catalogue(fresh.pk, actor=world.stranger, decision_no="1/QĐ")


def test_a_heading_with_lines_stays(world):
    fresh = services.draft_catalogue(2027, actor=world.archivist)
    heading = fresh.entries.get(is_heading=True)
    with pytest.raises(StateRefused, match="còn có dòng"):
        services.remove_entry(heading.pk, actor=world.archivist)
    services.remove_entry(fresh.entries.get(is_heading=False).pk, actor=world.archivist)
    services.remove_entry(heading.pk, actor=world.archivist)
    assert not fresh.entries.exists()


def test_headings_go_two_deep(world):
    fresh = services.draft_catalogue(2027, actor=world.archivist, copy=False)
    large = services.write_entry(fresh.pk, EntryDraft("Lớn", is_heading=True), actor=world.archivist)
    small = services.write_entry(
        fresh.pk, EntryDraft("Nhỏ", is_heading=True, parent_id=large.pk), actor=world.archivist
    )
    with pytest.raises(ActionRefused, match="Đề mục"):
        services.write_entry(
            fresh.pk, EntryDraft("Sâu", is_heading=True, parent_id=small.pk), actor=world.archivist
        )


def test_opening_takes_the_catalogues_data(world):
    case_file = world.opened()
    assert (case_file.code, case_file.title) == (
        "H19.75.26248.2026.01.TCCB",
        "Hồ sơ nâng bậc lương năm 2026",
    )
    assert (case_file.unit_id, case_file.keeper_id) == (world.office.pk, world.keeper.officer_id)
    with pytest.raises(ActionRefused, match="đã có hồ sơ 01"):
        world.opened()
    assert CaseFile.objects.count() == 1


def test_a_case_file_beside_the_catalogue(world):
    case_file = world.opened(notation="99.KHAC", title="Việc đột xuất", retention="07", retention_years=15)
    assert case_file.period == "15 năm"
    for wrong in (
        {"notation": "99 khác"},
        {"title": ""},
        {"retention": ""},
        {"started_on": date(2027, 1, 1)},
    ):
        with pytest.raises(ActionRefused):
            services.open_case_file(
                CaseFileDraft(
                    **{
                        "title": "A",
                        "notation": "98",
                        "retention": "05",
                        "started_on": date(2026, 1, 1),
                        **wrong,
                    }
                ),
                actor=world.keeper,
            )


def test_nobody_opens_above_their_clearance(world):
    with pytest.raises(ActionRefused, match="độ mật"):
        world.opened(confidentiality=1)


def test_a_draft_catalogue_opens_nothing(world):
    fresh = services.draft_catalogue(2027, actor=world.archivist)
    entry = fresh.entries.get(is_heading=False)
    with pytest.raises(StateRefused, match="chưa ban hành"):
        services.open_case_file(CaseFileDraft(entry_id=entry.pk), actor=world.keeper)


def test_filing_the_same_subject_twice_is_filing_it_once(world):
    case_file = world.opened()
    one = world.filed(case_file, 5)
    file = world.paper("a")
    two = world.filed(case_file, 5, files=[(file.name, file.pk, file.blob.sha256)])
    three = world.filed(case_file, 5, files=[(file.name, file.pk, "")])
    assert one.pk == two.pk == three.pk
    assert one.files.count() == 1
    assert CaseFile.objects.get().version == 2
    assert kinds() == ["casefile.opened", "casefile.filed"]


def test_numbers_and_pages_are_found_by_themselves(world):
    case_file = world.opened()
    file = world.stored(pdf_of(3))
    item = world.filed(case_file, 1, code="189/TB-UBND", pages=0, files=[(file.name, file.pk, "")])
    assert (item.number, item.notation, item.pages, item.ordinal) == ("189", "TB-UBND", 3, 1)
    assert world.filed(case_file, 2, code="GM-01").notation == "GM-01"


def test_a_file_that_is_another_by_now_is_refused(world):
    case_file = world.opened()
    file = world.paper("a")
    for files in ([("a", file.pk, "0" * 64)], [("a", 987654, "")]):
        with pytest.raises(ActionRefused) as refusal:
            world.filed(case_file, 1, files=files)
        assert refusal.value.code == "file"
    assert not CaseItem.objects.exists()


def test_taken_out_it_stays_with_its_reason(world):
    case_file = world.opened()
    item = world.filed(case_file, 1)
    with pytest.raises(ActionRefused, match="lý do"):
        services.remove_item(item.pk, actor=world.keeper, reason=" ")
    services.remove_item(item.pk, actor=world.keeper, reason="Bản trùng")
    row = CaseItem.objects.get()
    assert (row.removed_reason, row.removed_by_id) == ("Bản trùng", world.keeper.officer_id)
    again = world.filed(case_file, 1)
    assert again.pk != item.pk
    assert again.ordinal == 2


def test_moving_takes_the_files_along(world):
    here, there = world.opened(), world.opened(notation="02")
    file = world.paper("a")
    item = world.filed(here, 1, files=[(file.name, file.pk, "")])
    fresh = services.move_item(item.pk, to_id=there.pk, actor=world.keeper, reason="Nhầm hồ sơ")
    item.refresh_from_db()
    assert item.moved_to_id == fresh.case_file_id == there.pk
    assert fresh.files.get().sha256 == file.blob.sha256
    assert kinds()[-3:] == ["casefile.item_moved", "casefile.filed", "casefile.item_taken_in"]
    with pytest.raises(StateRefused):
        services.move_item(fresh.pk, to_id=there.pk, actor=world.keeper, reason="x")


def test_two_officers_at_once(world):
    case_file = world.opened()
    world.filed(case_file, 1)
    with pytest.raises(StaleVersion) as refusal:
        services.edit_case_file(
            case_file.pk, CaseFileEdit("Khác", "05"), actor=world.keeper, seen_version=case_file.version
        )
    assert refusal.value.who == "Lê Văn Hùng"


def test_others_do_not_see_it_or_may_only_look(world):
    case_file = world.opened()
    seen = CaseFile.objects.visible_to
    assert seen(world.keeper).get() == seen(world.archivist).get() == case_file
    assert not seen(world.neighbour).exists()
    assert not seen(world.stranger).exists()
    with pytest.raises(CaseFile.DoesNotExist):
        services.close_case_file(case_file.pk, actor=world.neighbour)
    CaseFile.objects.filter(pk=case_file.pk).update(confidentiality=1)
    assert not seen(world.archivist).exists()


def test_who_may_only_look_may_not_act(world):
    case_file = services.open_case_file(
        CaseFileDraft(notation="09", title="Của phòng khác", retention="05"), actor=world.neighbour
    )
    with pytest.raises(StateRefused, match="là việc của"):
        services.edit_case_file(case_file.pk, CaseFileEdit("A", "05"), actor=world.leader)


def test_closing_orders_counts_and_sets_the_due(world):
    case_file = world.opened()
    world.filed(case_file, 20)
    world.filed(case_file, 3)
    services.remove_item(world.filed(case_file, 9).pk, actor=world.keeper, reason="Nháp")
    closed = services.close_case_file(case_file.pk, actor=world.keeper, ended_on=date(2026, 6, 30))
    assert (closed.state, closed.doc_total, closed.page_total) == ("closed", 2, 4)
    assert closed.due_on == date(2027, 6, 30)
    left = CaseItem.objects.filter(removed_at__isnull=True)
    assert list(left.values_list("ordinal", "number")) == [(1, "3"), (2, "20")]


def test_closing_says_what_is_missing_and_changes_nothing(world):
    case_file = world.opened()
    world.filed(case_file, 1, pages=0, type_name="")
    before = CaseFile.objects.values().get()
    with pytest.raises(ActionRefused) as refusal:
        services.close_case_file(case_file.pk, actor=world.keeper, ended_on=date(2026, 6, 30))
    assert "tên loại" in refusal.value.message
    assert "số trang" in refusal.value.message
    assert CaseFile.objects.values().get() == before


def test_a_description_mends_what_stops(world):
    case_file = world.opened()
    item = world.filed(case_file, 1, pages=0, type_name="")
    services.describe_item(
        item.pk,
        ItemDraft("Rõ rồi", type_name="Báo cáo", dated_on=date(2026, 4, 1), pages=5),
        actor=world.keeper,
    )
    assert services.close_case_file(case_file.pk, actor=world.keeper).page_total == 5


def test_counting_pages_reads_the_files(world):
    case_file = world.opened()
    file = world.stored(pdf_of(4))
    item = world.filed(case_file, 1, files=[(file.name, file.pk, "")])
    CaseItem.objects.update(pages=0)
    world.filed(case_file, 2, pages=0)
    assert services.count_pages(case_file.pk, actor=world.keeper) == 1
    item.refresh_from_db()
    assert item.pages == 4


def test_reopening_needs_approval_and_a_reason(world):
    case_file = world.closed()
    with pytest.raises(PermissionDenied):
        services.reopen_case_file(case_file.pk, actor=world.keeper, reason="Sót văn bản")
    with pytest.raises(ActionRefused):
        services.reopen_case_file(case_file.pk, actor=world.leader, reason="")
    again = services.reopen_case_file(case_file.pk, actor=world.leader, reason="Sót văn bản")
    assert (again.state, again.due_on) == ("open", None)


def test_keeping_back_two_years_at_most(world):
    case_file = world.closed()
    with pytest.raises(ActionRefused, match="30/06/2029"):
        services.keep_back(case_file.pk, actor=world.leader, until=date(2029, 7, 1), reason="Đang kiện")
    with pytest.raises(PermissionDenied):
        services.keep_back(case_file.pk, actor=world.keeper, until=date(2028, 7, 1), reason="Đang kiện")
    kept = services.keep_back(case_file.pk, actor=world.leader, until=date(2029, 6, 30), reason="Đang kiện")
    assert kept.kept_until == date(2029, 6, 30)


def test_the_year_closes_when_all_its_case_files_are(world):
    case_file = world.opened()
    with pytest.raises(StateRefused, match="chưa kết thúc"):
        services.close_catalogue(world.catalogue.pk, actor=world.archivist)
    world.filed(case_file, 1)
    services.close_case_file(case_file.pk, actor=world.keeper)
    assert services.close_catalogue(world.catalogue.pk, actor=world.archivist).state == "closed"


def test_cards_show_what_one_may_see(world, django_assert_num_queries):
    case_file = world.opened()
    subject = Subject("casefiles.casefile", case_file.pk)
    with django_assert_num_queries(1):
        card = subjects.cards([subject], world.keeper)[subject]
    assert (card.code, card.state) == ("01.TCCB/2026", "Đang lập")
    assert subjects.cards([subject], world.stranger) == {}


def test_the_schedule_of_retention_is_brought_in_once(world):
    assert services.seed_retention(actor=world.archivist) > 10
    assert services.seed_retention(actor=world.archivist) == 0
    assert set(RetentionRule.objects.values_list("certainty", flat=True)) <= {"H", "M", "L", "MEM"}


def test_secret_case_files_are_marked_so(world):
    with time_machine.travel("2026-11-25 09:00+07:00"):
        assert world.opened().rights == "01"

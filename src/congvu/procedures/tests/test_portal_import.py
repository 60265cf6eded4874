"""The importer over all rows: fast, idempotent, careful with what people have done."""

import io
import time
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from congvu.audit.models import Event
from congvu.procedures import queries, services
from congvu.procedures.models import Case, Component, Procedure, ProcedureVersion
from congvu.procedures.services.portal import import_portal_rows
from congvu.procedures.tests.factories import AgencyFactory, manager
from congvu.procedures.tests.samples import by_code, needs_samples, paths, rows

pytestmark = [pytest.mark.django_db, needs_samples]


def row(code="2.000424", **values):
    return {**by_code()[code], **values}


def test_all_rows_import_quickly_and_again_without_a_change():
    actor = manager()
    started = time.monotonic()
    report = import_portal_rows(rows(), actor=actor)
    took = time.monotonic() - started
    assert (report.total, len(report.added), report.errors) == (1502, 1502, ())
    assert Procedure.objects.count() == ProcedureVersion.objects.count() == 1502
    assert Component.objects.count() > 10_000
    assert Case.objects.count() >= 1502
    assert took < 30
    assert Event.objects.filter(kind="procedure.drafted").count() == 1502
    again = import_portal_rows(rows(), actor=actor)
    assert (again.added, again.changed, again.kept, again.unchanged) == ((), {}, {}, 1502)
    assert ProcedureVersion.objects.count() == 1502
    assert Event.objects.filter(kind="catalogue.imported").count() == 1


def test_a_dry_run_writes_nothing():
    report = import_portal_rows([row()], actor=manager(), dry_run=True)
    assert report.added == ("2.000424",)
    assert not Procedure.objects.exists()
    assert not Event.objects.exists()


def test_a_changed_row_becomes_a_new_draft_with_its_difference():
    actor = manager()
    import_portal_rows([row()], actor=actor)
    first = ProcedureVersion.objects.get()
    services.publish_version(first.pk, actor=actor)
    longer = row(cach_thuc_thuc_hien=row()["cach_thuc_thuc_hien"].replace("7 Ngày", "9 Ngày"))
    report = import_portal_rows([longer], actor=actor)
    changes = report.changed["2.000424"]
    assert {change.path for change in changes} == {"cases[1].time_rows"}
    assert changes[0].before == "Trực tuyến: 7 ngày làm việc"
    assert changes[0].after == "Trực tuyến: 9 ngày làm việc"
    draft = ProcedureVersion.objects.get(number=2)
    assert draft.status == "draft"
    assert queries.frozen(first.pk).cases[0].times["1"].amount == 7
    assert import_portal_rows([longer], actor=actor).unchanged == 1


def test_an_untouched_draft_is_replaced_in_place():
    actor = manager()
    import_portal_rows([row()], actor=actor)
    report = import_portal_rows([row(so_quyet_dinh="9/QĐ-BTP")], actor=actor)
    assert [change.path for change in report.changed["2.000424"]] == ["decision"]
    assert ProcedureVersion.objects.get().decision == "9/QĐ-BTP"


def test_a_draft_that_a_person_worked_on_is_left_alone():
    actor = manager()
    import_portal_rows([row()], actor=actor)
    draft = ProcedureVersion.objects.get()
    said = replace(queries.content(draft.pk), conditions="Đã rà soát")
    services.update_draft(draft.pk, said, actor=actor, revision=0)
    report = import_portal_rows([row(so_quyet_dinh="9/QĐ-BTP")], actor=actor)
    assert set(report.kept) == {"2.000424"}
    assert not report.changed
    draft.refresh_from_db()
    assert (draft.decision, draft.conditions) == ("3753/QĐ-BTP", "Đã rà soát")


def test_bad_rows_are_refused_one_by_one():
    broken = row()
    del broken["linh_vuc"]
    report = import_portal_rows([broken, row(ten_thu_tuc=" "), row(), row()], actor=manager())
    assert report.added == ("2.000424",)
    assert [(error.where, error.message) for error in report.errors] == [
        ("dòng 1", "Thiếu cột linh_vuc."),
        ("dòng 2", "Dòng không có mã hoặc tên thủ tục."),
        ("dòng 4", "Mã thủ tục lặp lại trong tệp."),
    ]


def test_importing_needs_the_capability():
    with pytest.raises(PermissionDenied):
        import_portal_rows([row()], actor=manager(None, "catalogue.view"))
    assert not Procedure.objects.exists()


def test_what_blocks_publishing_is_named_in_the_draft():
    actor = manager()
    import_portal_rows([row("1.001193")], actor=actor)
    draft = ProcedureVersion.objects.get()
    notes = [note for note in draft.review_notes if note["blocking"]]
    assert notes[0]["reason"] == "Thời hạn “1” không có đơn vị: cần chọn đơn vị."
    assert draft.source["row"]["ma_thu_tuc"] == "1.001193"


def test_the_command_prints_what_was_read():
    AgencyFactory()
    out = io.StringIO()
    call_command("procedures", "import-portal", str(paths()[1]), "--dry-run", stdout=out)
    text = out.getvalue()
    assert "Thành phần hồ sơ" in text
    assert "Thử, không ghi: 271 dòng, 271 thêm mới" in text
    assert not Procedure.objects.exists()

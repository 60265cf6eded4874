"""Running dossiers of an old one-stop system: they come to the right step with the clock right."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from congvu.audit.models import Event
from congvu.directory.tests.factories import make_actor
from congvu.dossiers.models import Applicant, Dossier, Step
from congvu.dossiers.services import complete_step
from congvu.dossiers.services.moving_in import bring_in, examine
from congvu.dossiers.services.recomputing import recompute_after_calendar_change
from congvu.dossiers.tests.world import build as build_dossiers
from congvu.moving.tests.world import World as Moving
from congvu.moving.tests.world import xlsx
from congvu.procedures.queries import forget
from congvu.registers.queries import peek
from congvu.workflow.queries import forget_definitions

pytestmark = pytest.mark.django_db
HEADINGS = (
    "Mã hồ sơ", "Mã thủ tục", "Chủ hồ sơ", "Số CCCD", "Điện thoại", "Ngày tiếp nhận", "Ngày hẹn trả",
    "Bước hiện tại", "Người thụ lý", "Trích yếu",
)  # fmt: skip


def dossier(no, **changes):
    usual = {
        "code": f"H19.75.26248-261123-{no:04d}", "procedure": "1.001193", "owner": f"Trần Thị Bưởi {no}",
        "id": f"0751900123{no:02d}", "phone": "0912345678", "accepted": "23/11/2026 09:30",
        "due": "", "step": "Thẩm định", "officer": "", "summary": "Khai sinh",
    }  # fmt: skip
    return list((usual | changes).values())


@pytest.fixture
def place(db, tmp_path, settings):
    forget()
    forget_definitions()
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-11-25T09:00:00+07:00", tick=True):
        ground = build_dossiers()
        admin = make_actor("administrator", unit=ground.office, full_name="Trần Quản Trị")
        yield ground, Moving(ground.commune, ground.office, ground.office, admin, ground.stranger)


def test_a_running_dossier_stands_at_its_step_with_its_clock(place):
    ground, moving = place
    rows = [
        dossier(1),
        dossier(2, due="30/11/2026"),
        dossier(3, step="", officer=""),
        dossier(4, officer="lê văn hùng"),
    ]
    move = moving.moved("dossiers", xlsx(HEADINGS, rows))
    assert not list(move.wrong.values_list("told", flat=True))
    first = Dossier.objects.get(code="H19.75.26248-261123-0001")
    assert (first.state, first.holding) == ("processing", f"Thẩm định – {ground.office.name}")
    assert f"{timezone.localtime(first.accepted_at):%d/%m/%Y %H:%M}" == "23/11/2026 09:30"
    assert first.due_at is not None
    step = Step.objects.get(dossier=first)
    assert (step.key, step.state, step.unit, step.order_at) == ("s2", "open", ground.office, first.due_at)
    assert first in Dossier.objects.visible_to(ground.specialist)
    assert first in Dossier.objects.visible_to(ground.clerk)
    promised = Dossier.objects.get(code__endswith="0002")
    assert timezone.localdate(promised.due_at) == date(2026, 11, 30)
    assert Dossier.objects.get(code__endswith="0003").steps.get().key == "s1"
    assert Dossier.objects.get(code__endswith="0004").steps.get().assignee_id == ground.specialist.officer_id
    assert peek(agency_id=ground.commune.pk, register="dossier", period="261123") == 5
    assert Event.objects.filter(kind="dossier.moved_in").count() == 4
    assert move.report["whole"]["unexplained"] == 0


def test_a_promised_day_survives_a_recomputation(place):
    _ground, moving = place
    moving.moved("dossiers", xlsx(HEADINGS, [dossier(1, due="07/12/2026")]))
    with time_machine.travel("2026-11-26T09:00:00+07:00"):
        recompute_after_calendar_change()
    assert timezone.localdate(Dossier.objects.get().due_at) == date(2026, 12, 7)


def test_work_goes_on_from_there(place):
    ground, moving = place
    moving.moved("dossiers", xlsx(HEADINGS, [dossier(1, step="Ký duyệt"), dossier(2)]))
    second = Dossier.objects.get(code__endswith="0002")
    complete_step(second.pk, "s2", actor=ground.specialist)
    assert [step.key for step in second.steps.filter(state="open")] == ["s3"]
    assert Dossier.objects.get(code__endswith="0001").steps.get().key == "s3"


def test_what_is_wrong_is_said_and_the_rest_comes_in(place):
    _ground, moving = place
    rows = [
        dossier(1), dossier(2, id="07519001"), dossier(3, procedure="9.999999"), dossier(4, step="Bước lạ"),
        dossier(5, due="28/11/2026"), dossier(6, owner=""), dossier(1), dossier(7, code="?"),
        dossier(8, due="01/11/2026"), dossier(9, accepted="31/12/2026"), dossier(10, phone="12"),
        dossier(11, owner="Người Khác", id="075190012301"),
    ]  # fmt: skip
    move = moving.checked("dossiers", xlsx(HEADINGS, rows))
    assert {row.row: row.code for row in move.wrong.all()} == {
        4: "identity", 5: "unknown-procedure", 6: "unknown-step", 7: "due-day", 8: "missing-owner_name",
        9: "number-double", 10: "code", 11: "due-before", 12: "future-accepted_at", 13: "phone",
    }  # fmt: skip
    assert not Dossier.objects.exists()
    assert not Applicant.objects.exists()
    assert not Step.objects.exists()


def test_the_second_run_brings_nothing_and_a_name_that_differs_is_told(place):
    _ground, moving = place
    rows = [dossier(1), dossier(2, owner="Người Khác", id="075190012301")]
    first = moving.moved("dossiers", xlsx(HEADINGS, rows))
    assert [row.code for row in first.wrong.all()] == ["other-name"]
    again = moving.moved("dossiers", xlsx(HEADINGS, rows))
    assert (again.counts["all"]["new"], again.counts["all"]["already"]) == (0, 1)
    assert Dossier.objects.count() == 1


def test_a_zero_that_a_spreadsheet_took_away_is_put_back(place):
    _ground, moving = place
    moving.moved("dossiers", xlsx(HEADINGS, [dossier(1, id=75190012301, phone=912345678)]))
    found = Dossier.objects.get()
    assert (found.owner.id_number, found.phone) == ("075190012301", "0912345678")


def test_the_right_is_needed(place):
    ground, _moving = place
    with pytest.raises(PermissionDenied):
        examine([], actor=ground.clerk)
    with pytest.raises(PermissionDenied):
        bring_in([], actor=ground.clerk, source="")

"""The demonstration procedures: complete, published once, and what the domain says of them."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from congvu.audit.models import Event
from congvu.procedures import queries, services
from congvu.procedures.management.commands.procedures import SAMPLES
from congvu.procedures.models import Procedure, ProcedureVersion
from congvu.procedures.rules.complete import missing
from congvu.procedures.rules.shape import from_json
from congvu.procedures.services.portal import import_portal_rows
from congvu.procedures.tests.factories import AgencyFactory, manager, said
from congvu.procedures.tests.samples import by_code, needs_samples

FILES = sorted(SAMPLES.glob("*.json"))


def documents():
    return [json.loads(path.read_text("utf-8")) for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_sample_is_complete(path):
    document = json.loads(path.read_text("utf-8"))
    content = from_json(document["procedure"], "procedure")
    assert document["schema"] == "congvu.sample/1"
    assert content.code == path.stem
    assert missing(content) == []
    assert content.legal_bases
    assert all(result.code.startswith("KQ.") for result in content.results)
    assert all(case.components for case in content.cases)


def test_there_are_at_least_fifteen_with_the_ones_that_the_product_must_show():
    codes = {path.stem for path in FILES}
    assert len(codes) >= 15
    assert codes >= {
        "1.001193", "1.000656", "1.000894", "1.004873", "2.000635", "2.000815", "2.000884", "2.000908",
        "1.013225", "1.013978", "1.012783", "1.011607", "2.001428", "3.000722", "2.000986", "1.001612",
        "1.012812", "2.000424",
    }  # fmt: skip


@pytest.mark.django_db
def test_loading_publishes_once():
    AgencyFactory()
    out = io.StringIO()
    call_command("procedures", "load-samples", stdout=out)
    assert f"{len(FILES)} thêm mới" in out.getvalue()
    assert ProcedureVersion.objects.filter(status="published").count() == len(FILES)
    events = Event.objects.count()
    call_command("procedures", "load-samples", stdout=out)
    assert ProcedureVersion.objects.count() == len(FILES)
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_what_the_samples_say():
    services.load_samples(documents(), actor=manager())

    def of(code):
        return queries.frozen(queries.published(code).pk)

    birth = of("1.001193")
    assert birth.instant
    assert (birth.case(None).times["1"].amount, birth.case(None).times["1"].unit) == (0, "wday")
    permit = of("1.013225")
    limits = {case.name: case.times["1"].amount for case in permit.cases}
    assert limits["Nhà ở riêng lẻ"] == 15
    assert set(limits.values()) == {15, 20}
    assert {case.times["1"].on_supplement for case in permit.cases} == {"pause"}
    assert [fee.amount for fee in of("2.000815").case(None).fees] == [2000, 1000]
    assert {fee.per for fee in of("2.000815").case(None).fees} == {"trang"}
    assert [fee.amount for fee in of("1.013978").case(None).fees] == [923000, 1062000, 1351000, 25000]
    assert of("1.004873").case(None).fees[0].amount is None
    assert [case.times["1"].amount for case in of("1.012783").cases] == [5, 15, 20]
    household = Procedure.objects.get(code="1.001612")
    route = queries.route_for(household.pk, AgencyFactory().pk, date(2026, 10, 8))
    assert route.kind == "ministry"
    assert "hộ kinh doanh" in route.system_name


@needs_samples
@pytest.mark.django_db
def test_samples_take_over_an_unreviewed_portal_draft():
    actor = manager()
    import_portal_rows([by_code()["1.001193"]], actor=actor)
    services.load_samples(documents(), actor=actor)
    assert ProcedureVersion.objects.filter(procedure__code="1.001193").count() == 1
    assert queries.published("1.001193").number == 1
    assert import_portal_rows([by_code()["1.001193"]], actor=actor).unchanged == 1


@pytest.mark.django_db
def test_only_drafts_without_any_note_are_published_in_bulk():
    actor = manager()
    import_portal_rows([], actor=actor)
    services.new_draft(said("9.1"), actor=actor)
    services.new_draft(said("9.2", results=()), actor=actor)
    note = {"field": "fees", "reason": "Xem lại", "excerpt": "", "blocking": False, "done": False}
    noted = services.new_draft(said("9.3"), actor=actor)
    ProcedureVersion.objects.filter(pk=noted.pk).update(review_notes=[note])
    assert services.publish_clean(actor=actor, reason="Rà soát") == 1
    published = ProcedureVersion.objects.filter(status="published")
    assert list(published.values_list("procedure__code", flat=True)) == ["9.1"]


@pytest.mark.django_db
def test_files_go_out_and_come_in_by_command(tmp_path):
    AgencyFactory()
    out = io.StringIO()
    call_command("procedures", "load-samples", stdout=out)
    for name in ("danh-muc.json", "danh-muc.xlsx"):
        call_command("procedures", "export", str(tmp_path / name), stdout=out)
        again = io.StringIO()
        call_command("procedures", "import", str(tmp_path / name), "--dry-run", stdout=again)
        assert f"0 thêm mới, 0 thay đổi, 0 giữ lại, {len(FILES)} giữ nguyên" in again.getvalue()
    with pytest.raises(CommandError, match="Không có tệp"):
        call_command("procedures", "import", str(tmp_path / "none.json"))
    with pytest.raises(CommandError, match="JSON hoặc XLSX"):
        call_command("procedures", "export", str(tmp_path / "danh-muc.pdf"))

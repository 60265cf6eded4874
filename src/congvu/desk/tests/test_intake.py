"""Counter intake: one page, nothing typed is lost, nothing is taken in twice."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.audit.models import Event
from congvu.desk.rules import scanned_card
from congvu.dossiers import services
from congvu.dossiers.models import Applicant, ComponentFile, Dossier, LocalBinding
from congvu.dossiers.tests.world import SIMPLE, process
from congvu.files.models import StoredFile
from congvu.files.services import store
from congvu.procedures.models import Case, CaseTime, Component, Fee, ProcedureVersion
from congvu.procedures.tests.factories import ProcedureFactory, RouteFactory, VersionFactory
from congvu.workflow.models import ProcessVersion

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
OWNER = {
    "owner-id_number": "075190012345",
    "owner-id_kind": "cccd",
    "owner-name": "Trần Thị Bưởi",
    "owner-kind": "citizen",
    "owner-born_on": "01/05/1990",
    "owner-phone": "0912 345 678",
    "owner-address": "12 đường 30/4",
    "owner-email": "buoi@example.vn",
}


def url(world):
    return f"/tiep-nhan/{world.version.pk}/"


def filled(page, world, clerk, **changes):
    """Return what the browser sends for a sheet that the clerk filled in."""
    return {**page(url(world), clerk).form(), **OWNER, "do": "receive", **changes}


def row_of(sent, ending):
    return next(name.removesuffix(ending) for name in sent if name.endswith(ending))


def test_the_picker_shows_recent_procedures_first_and_finds_folded(page, login, world):
    clerk = login("clerk")
    other = VersionFactory(
        procedure=ProcedureFactory(code="1.004873", name="Cấp giấy xác nhận tình trạng hôn nhân")
    )
    seen = page("/tiep-nhan/", clerk)
    assert len(seen.xpath("//a[@data-pick]")) == 2
    services.receive_dossier(world.intake(), actor=world.clerk)
    seen = page("/tiep-nhan/", clerk)
    assert seen.texts("//a[@data-pick]/span[1]") == ["Đăng ký khai sinh"]
    seen = page("/tiep-nhan/?q=hon+nhan", clerk)
    assert [a.get("href") for a in seen.xpath("//a[@data-pick]")] == [f"/tiep-nhan/{other.pk}/"]
    assert seen.queries <= 8
    assert "Không có thủ tục nào" in page("/tiep-nhan/?q=không+có+đâu", clerk).text


def test_a_procedure_of_another_system_is_shown_with_its_place_and_cannot_be_chosen(page, login, world):
    RouteFactory(procedure=world.version.procedure, system_name="Hệ thống hộ tịch của Bộ Tư pháp")
    clerk = login("clerk")
    seen = page("/tiep-nhan/?q=khai+sinh", clerk)
    assert not seen.xpath("//a[@data-pick]")
    assert "Hệ thống hộ tịch của Bộ Tư pháp" in seen.text
    assert "Hệ thống hộ tịch" in page(url(world), clerk, status=409).text
    sent = {**OWNER, "do": "receive", "request_key": "7b0c3b9e-0000-4000-8000-000000000001"}
    page.post(url(world), sent, clerk, status=422)
    assert not Dossier.objects.exists()


def test_a_dossier_is_received_confirmed_and_printed(page, login, world):
    clerk = login("clerk")
    sent = filled(page, world, clerk)
    charge = row_of(sent, "-unit_price")
    sent |= {f"{charge}-quantity": "2", f"{charge}-paid": "on", f"{charge}-receipt_no": "BL-7"}
    posted = page.post(url(world), sent, clerk)
    dossier = Dossier.objects.get()
    assert posted.location == f"/tiep-nhan/xong/{dossier.pk}/"
    assert dossier.owner.born_on == date(1990, 5, 1)
    assert (dossier.fees.get().amount, dossier.fees.get().receipt_no) == (16000, "BL-7")
    assert dossier.components.get().name == "Giấy chứng sinh"
    done = page(posted.location, clerk)
    for part in (dossier.code, dossier.secret, "Vì sao có hạn này"):
        assert part in done.text
    (link,) = done.xpath("//a[@data-focus]")
    assert page(link.get("href"), clerk).response["Content-Type"] == "application/pdf"
    assert done.xpath(f"//*[@data-draft-done='intake-{world.version.pk}']")


def test_an_intake_costs_twenty_statements_at_most(login, world):
    services.receive_dossier(world.intake(), actor=world.clerk)
    clerk = login("clerk")
    sent = {
        "request_key": "7b0c3b9e-0000-4000-8000-000000000001", "case": "1", "channel": "1",
        "return_by": "counter", "competent": str(world.commune.pk), "process": "",
        "missing_ok": "on", "do": "receive", **OWNER,
    }  # fmt: skip
    with CaptureQueriesContext(connection) as caught:
        assert clerk.post(url(world), sent).status_code == 302
    assert Dossier.objects.count() == 2
    assert len(caught) <= 20, "\n".join(query["sql"][:120] for query in caught)


def test_a_double_submit_makes_one_dossier(page, login, world):
    clerk = login("clerk")
    sent = filled(page, world, clerk)
    first, second = (page.post(url(world), sent, clerk).location for _ in range(2))
    assert first == second
    assert Dossier.objects.count() == 1


def test_a_draft_is_kept_without_code(page, login, world):
    clerk = login("clerk")
    posted = page.post(url(world), filled(page, world, clerk, do="draft"), clerk)
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.code) == ("draft", None)
    assert "nháp" in page(posted.location, clerk).h1


REFUSED = {
    "impossible date": ({"owner-born_on": "31/02/1990"}, "ngày"),
    "born in the future": (
        {"owner-born_on": "01/05/2030", "owner-id_kind": "passport", "owner-id_number": "C1234567"},
        "Ngày sinh không hợp lệ",
    ),
    "eleven digits": ({"owner-id_number": "07519001234"}, "đúng 12 chữ số"),
    "unknown province": ({"owner-id_number": "999190012345"}, "mã tỉnh"),
    "year against number": ({"owner-born_on": "01/05/1991"}, "Năm sinh không khớp"),
    "bad phone": ({"owner-phone": "12345"}, "bắt đầu bằng 0"),
    "bad mail": ({"owner-email": "buoi@"}, "email"),
    "no name": ({"owner-name": " "}, ""),
    "online without a moment": ({"channel": "2"}, "thời điểm nộp"),
    "handed in tomorrow": ({"channel": "3", "submitted_at": "17/11/2026 09:00"}, "tương lai"),
    "another without ground": (
        {"other": "on", "submitter-id_number": "075190099999", "submitter-id_kind": "cccd",
         "submitter-name": "Lê Văn Sáu", "submitter-kind": "citizen"},
        "căn cứ",
    ),
    "unknown way of return": ({"return_by": "pigeon"}, ""),
    "forged agency": ({"competent": "999999"}, ""),
    "forged case": ({"case": "77"}, ""),
    "null characters": ({"owner-name": "Trần\x00 Thị Bưởi"}, "null"),
    "broken key": ({"request_key": "không"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_input_says_why_and_keeps_everything_typed(page, login, world, name):
    changes, sentence = REFUSED[name]
    clerk = login("clerk")
    sent = filled(page, world, clerk, summary="Con thứ hai", **changes)
    seen = page.post(url(world), sent, clerk, status=422)
    assert seen.errors
    assert sentence in " ".join([*seen.errors, seen.text])
    assert not Dossier.objects.exists()
    again = seen.form()
    for field in ("summary", "owner-address", "owner-email", "owner-id_number", "owner-name", "owner-phone"):
        assert again[field] == sent[field].replace("\x00", ""), field


def test_another_name_for_a_known_number_is_refused_at_its_field(page, login, world):
    services.receive_dossier(world.intake(), actor=world.clerk)
    clerk = login("clerk")
    seen = page.post(
        url(world), filled(page, world, clerk, **{"owner-name": "Lê Văn Khác"}), clerk, status=422
    )
    assert "đã đăng ký cho" in seen.texts("//*[@id='id_owner-name_error']")[0]


def test_a_missing_required_paper_is_named_and_may_be_confirmed(page, login, world):
    clerk = login("clerk")
    sent = filled(page, world, clerk)
    del sent[f"{row_of(sent, '-given')}-given"]
    seen = page.post(url(world), sent, clerk, status=422)
    assert "Thiếu giấy tờ bắt buộc: Giấy chứng sinh" in seen.text
    assert not Dossier.objects.exists()
    page.post(url(world), {**seen.form(), "do": "receive", "missing_ok": "on"}, clerk)
    assert Dossier.objects.get().components.count() == 0


def test_a_procedure_unpublished_meanwhile_is_refused_and_the_sheet_stays(page, login, world):
    clerk = login("clerk")
    sent = filled(page, world, clerk)
    ProcedureVersion.objects.filter(pk=world.version.pk).update(status="retired", valid_to=date(2026, 11, 15))
    seen = page.post(url(world), sent, clerk, status=409)
    assert "hết hiệu lực" in seen.text
    assert seen.form()["owner-name"] == "Trần Thị Bưởi"
    assert not Dossier.objects.exists()
    page(url(world), clerk, status=409)


def test_a_newer_version_takes_the_place_of_an_older_one(page, login, world):
    ProcedureVersion.objects.filter(pk=world.version.pk).update(status="retired", valid_to=date(2026, 11, 15))
    newer = VersionFactory(procedure=world.version.procedure, number=2, valid_from=date(2026, 11, 16))
    assert page(url(world), login("clerk"), status=302).location == f"/tiep-nhan/{newer.pk}/"
    page("/tiep-nhan/999999/", login("clerk"), status=404)


def test_files_are_kept_over_a_refusal_and_belong_to_their_paper(page, login, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clerk = login("clerk")
    sent = filled(page, world, clerk, **{"owner-name": ""})
    row = row_of(sent, "-given")
    upload = SimpleUploadedFile("giấy chứng sinh.pdf", PDF, "application/pdf")
    seen = page.post(url(world), {**sent, f"{row}-upload": [upload]}, clerk, status=422)
    assert "Đã giữ tệp giấy chứng sinh.pdf" in seen.text
    again = seen.form()
    page.post(url(world), {**again, "owner-name": "Trần Thị Bưởi", "do": "receive"}, clerk)
    file = ComponentFile.objects.get()
    assert (file.file.name, file.component.name) == ("giấy chứng sinh.pdf", "Giấy chứng sinh")
    assert StoredFile.objects.count() == 1


def test_a_bad_file_costs_only_itself(page, login, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clerk = login("clerk")
    sent = filled(page, world, clerk)
    row = row_of(sent, "-given")
    uploads = [
        SimpleUploadedFile("mã độc.pdf", b"MZ\x90\x00" + b"\x00" * 200, "application/pdf"),
        SimpleUploadedFile("tốt.pdf", PDF, "application/pdf"),
    ]
    seen = page.post(url(world), {**sent, f"{row}-upload": uploads}, clerk, status=422)
    assert "mã độc.pdf" in seen.text
    assert "Đã giữ tệp tốt.pdf" in seen.text
    assert not Dossier.objects.exists()
    page.post(url(world), {**seen.form(), "do": "receive"}, clerk)
    assert ComponentFile.objects.get().file.name == "tốt.pdf"


def test_a_file_of_somebody_else_cannot_be_claimed(page, login, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    foreign = store(SimpleUploadedFile("mật.pdf", PDF), actor=world.leader)
    clerk = login("clerk")
    sent = filled(page, world, clerk)
    page.post(url(world), {**sent, f"{row_of(sent, '-given')}-kept": [str(foreign.pk), "x", "9" * 30]}, clerk)
    assert not ComponentFile.objects.exists()


def test_changing_case_and_channel_brings_their_papers_and_fees_and_keeps_the_rest(page, login, world):
    other = Case.objects.create(version=world.version, no=2, name="Có yếu tố nước ngoài")
    CaseTime.objects.create(case=other, channel="2", amount=5, unit="wday")
    Component.objects.create(case=other, no=1, name="Giấy chứng sinh", originals=1)
    Component.objects.create(case=other, no=2, name="Hộ chiếu", copies=2, required=False)
    Fee.objects.create(case=other, name="Lệ phí trực tuyến", amount=4000, channel="2")
    clerk = login("clerk")
    sent = filled(page, world, clerk, case="2", channel="2", do="refresh")
    kept = row_of(sent, "-given")
    sent[f"{kept}-note"] = "bản mờ"
    seen = page.post(url(world), sent, clerk, status=200)
    assert not seen.errors
    again = seen.form()
    assert again["owner-name"] == "Trần Thị Bưởi"
    assert again[f"{kept}-note"] == "bản mờ"
    assert "Hộ chiếu" in seen.text
    assert "Lệ phí trực tuyến" in seen.text
    assert "Trực tuyến (5 ngày làm việc)" in seen.text
    page.post(url(world), {**again, "do": "receive", "submitted_at": "15/11/2026 20:00"}, clerk)
    dossier = Dossier.objects.get()
    assert (dossier.case_id, dossier.channel) == (other.pk, "2")
    assert dossier.fees.get().amount == 4000


def test_other_papers_and_lines_can_be_added(page, login, world):
    clerk = login("clerk")
    sent = filled(page, world, clerk, do="more")
    again = page.post(url(world), sent, clerk, status=200).form()
    names = [name for name in again if name.startswith("paper-x") and name.endswith("-name")]
    assert len(names) == 3
    page.post(url(world), {**again, "do": "receive", names[1]: "Đơn đề nghị"}, clerk)
    assert [one.name for one in Dossier.objects.get().components.all()] == ["Giấy chứng sinh", "Đơn đề nghị"]


def test_somebody_else_hands_it_in(page, login, world):
    clerk = login("clerk")
    sent = filled(
        page, world, clerk, other="on", authorisation="Giấy ủy quyền số 12",
        **{"submitter-id_number": "075085099999", "submitter-id_kind": "cccd", "submitter-name": "Lê Văn Sáu",
           "submitter-kind": "citizen"},
    )  # fmt: skip
    page.post(url(world), sent, clerk)
    dossier = Dossier.objects.get()
    assert (dossier.submitter.name, dossier.authorisation) == ("Lê Văn Sáu", "Giấy ủy quyền số 12")


def test_a_known_person_is_found_by_the_whole_number_only_and_the_look_up_is_recorded(page, login, world):
    services.receive_dossier(world.intake(), actor=world.clerk)
    clerk = login("clerk")
    ask = {"id_kind": "cccd", "id_number": "075190012345"}
    found = page.post("/tiep-nhan/nguoi-nop/", ask, clerk, status=200).response.json()
    assert (found["name"], found["born_on"], found["phone"]) == ("Trần Thị Bưởi", "01/05/1990", "0912345678")
    event = Event.objects.get(kind="applicant.looked_up")
    assert event.subject_pk == Applicant.objects.get().pk
    for number in ("07519001234", "075190012346", ""):
        answer = page.post("/tiep-nhan/nguoi-nop/", {**ask, "id_number": number}, clerk, status=200)
        assert answer.response.json() == {}
    assert Event.objects.filter(kind="applicant.looked_up").count() == 1


def test_a_person_of_another_agency_stays_unknown(page, login, world):
    services.receive_dossier(world.intake(), actor=world.clerk)
    ask = {"id_kind": "cccd", "id_number": "075190012345"}
    answer = page.post("/tiep-nhan/nguoi-nop/", ask, login("upper_clerk"), status=200)
    assert answer.response.json() == {}
    page.post("/tiep-nhan/nguoi-nop/", ask, login("specialist"), status=403)
    page("/tiep-nhan/nguoi-nop/", login("clerk"), status=405)


CARD = "075190012345|271234567|Trần Thị Bưởi|01051990|Nữ|12 đường 30/4, Trảng Bom, Đồng Nai|10102021"


def test_a_scanned_card_fills_the_person(page, login, world):
    assert scanned_card(CARD).born == "01/05/1990"
    assert scanned_card("075190012345") is None
    clerk = login("clerk")
    found = page.post("/tiep-nhan/nguoi-nop/", {"id_kind": "cccd", "id_number": CARD}, clerk, status=200)
    assert found.response.json()["address"].startswith("12 đường 30/4")


def test_without_scripts_a_button_fills_the_person_in(page, login, world):
    services.receive_dossier(world.intake(), actor=world.clerk)
    clerk = login("clerk")
    sent = {**page(url(world), clerk).form(), "owner-id_number": "075190012345", "do": "find-owner"}
    again = page.post(url(world), {**sent, "owner-address": "Nơi mới"}, clerk, status=200).form()
    assert (again["owner-name"], again["owner-address"]) == ("Trần Thị Bưởi", "Nơi mới")


def test_what_the_process_asks_is_asked_and_its_way_taken(page, login, world):
    spec = {
        **SIMPLE,
        "nodes": [
            {**SIMPLE["nodes"][0], "next": "c1"},
            {"key": "c1", "kind": "choice", "name": "Diện tích lớn?", "else": "s3",
             "branches": [{"when": "data.area > 500", "next": "s2"}]},
            *SIMPLE["nodes"][1:],
        ],
    }  # fmt: skip
    ProcessVersion.objects.update(spec=spec)
    clerk = login("clerk")
    seen = page(url(world), clerk)
    assert "Diện tích (m²)" in seen.text
    refused = page.post(url(world), {**seen.form(), **OWNER, "do": "receive"}, clerk, status=422)
    assert refused.xpath("//*[@id='id_data-area_error']")
    for typed, step in (("600,5", "s2"), ("120", "s3")):
        sent = {**page(url(world), clerk).form(), **OWNER, "data-area": typed, "do": "receive"}
        page.post(url(world), sent, clerk)
        dossier = Dossier.objects.latest("pk")
        services.complete_step(dossier.pk, "s1", actor=world.clerk)
        assert dossier.steps.get(state="open").key == step


def test_a_procedure_of_another_level_goes_to_an_agency_of_that_level(page, login, world):
    version = VersionFactory(
        procedure=ProcedureFactory(code="1.012783", name="Cấp giấy chứng nhận"), levels=["province"]
    )
    clerk = login("clerk")
    seen = page(f"/tiep-nhan/{version.pk}/", clerk)
    sent = {**seen.form(), **OWNER, "do": "receive"}
    assert sent["competent"] == str(world.department.pk)
    process("mac-dinh-tinh", SIMPLE)
    page.post(f"/tiep-nhan/{version.pk}/", sent, clerk)
    dossier = Dossier.objects.get()
    assert (dossier.receiving_agency_id, dossier.competent_agency_id) == (
        world.commune.pk,
        world.department.pk,
    )


def test_an_agency_without_bindings_is_refused_in_words(page, login, world):
    LocalBinding.objects.filter(agency=world.commune, role="clerk").delete()
    clerk = login("clerk")
    seen = page.post(url(world), filled(page, world, clerk), clerk, status=422)
    assert "chưa gán đơn vị" in seen.text
    assert not Dossier.objects.exists()


def test_only_clerks_receive(page, login, world):
    page("/tiep-nhan/", login("specialist"), status=403)
    page.post(url(world), {}, login("leader"), status=403)


def test_a_confirmation_is_for_those_who_may_see_the_dossier(page, login, world):
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    page(f"/tiep-nhan/xong/{dossier.pk}/", login("upper_clerk"), status=404)

"""The screens of the catalogue: list, page, review of a draft, route, files."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.procedures import queries, services
from congvu.procedures.messages import ReviewNote
from congvu.procedures.models import Procedure, ProcedureVersion, Route
from congvu.procedures.rules.shape import document, to_json
from congvu.procedures.tests.factories import ProcedureFactory, VersionFactory, said
from congvu.procedures.tests.samples import by_code, needs_samples, paths

BASE = "/quan-tri/thu-tuc/"
NAMES = "//table[@data-rows]/tbody/tr/td[1]/a"


@pytest.fixture(autouse=True)
def _forget_frozen_versions():
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def keeper(client_for):
    return client_for("procedure-keeper")


@pytest.fixture
def draft(keeper):
    note = ReviewNote("times", "Thời hạn “1” không có đơn vị: cần chọn đơn vị.", "1Miễn phí", blocking=True)
    return services.new_draft(said(review_notes=(note,)), actor=keeper.actor)


def test_the_list_shows_what_is_in_force_and_what_waits(page, keeper, draft):
    VersionFactory(procedure=ProcedureFactory(code="2.000635", name="Cấp bản sao trích lục"))
    seen = page(BASE, keeper)
    assert seen.h1 == "Danh mục thủ tục"
    assert seen.texts(NAMES) == [
        "Đăng ký khai sinh",
        "Cấp bản sao trích lục",
    ]
    assert "1 điểm phải quyết định" in seen.text
    assert "Phiên bản 1" in seen.text
    assert page(f"{BASE}?nhom=blocked", keeper).texts(NAMES) == ["Đăng ký khai sinh"]
    assert page(f"{BASE}?q=trich luc", keeper).texts(NAMES) == ["Cấp bản sao trích lục"]
    assert "Không có thủ tục nào" in page(f"{BASE}?q=zzz", keeper).text


def test_the_list_costs_the_same_for_one_and_thirty(page, keeper):
    VersionFactory()
    one = page(BASE, keeper)
    VersionFactory.create_batch(29)
    many = page(BASE, keeper)
    assert len(many.xpath("//table[@data-rows]/tbody/tr")) == 30
    assert many.queries == one.queries <= 9


def test_the_list_pages_by_code(page, keeper):
    for number in range(60):
        VersionFactory(procedure=ProcedureFactory(code=f"1.{number:06d}"))
    first = page(BASE, keeper)
    older = first.xpath("//a[@rel='next']/@href")[0]
    second = page(BASE + older, keeper)
    assert len(second.xpath("//table[@data-rows]/tbody/tr")) == 10
    newer = second.xpath("//a[@rel='prev']/@href")[0]
    assert len(page(BASE + newer, keeper).xpath("//table[@data-rows]/tbody/tr")) == 50


def test_a_procedure_shows_all_its_parts(page, keeper, draft):
    seen = page(f"{BASE}1.001193/", keeper)
    for text in (
        "Giấy chứng sinh",
        "8.000 đ/bản",
        "1 ngày làm việc",
        "KQ.G15.000031",
        "60/2014/QH13",
        "20/11/2014",
    ):
        assert text in seen.text
    assert "Rà soát bản nháp" in seen.links()
    page(f"{BASE}9.9/", keeper, status=404)


def test_two_versions_are_compared(page, keeper):
    version = VersionFactory(procedure=ProcedureFactory(code="1.001193"))
    done = page.post(f"{BASE}1.001193/1/soan/", {}, keeper)
    assert done.location == f"{BASE}1.001193/ban-nhap/"
    facts = page(f"{BASE}1.001193/ban-nhap/thong-tin/", keeper).form()
    page.post(f"{BASE}1.001193/ban-nhap/thong-tin/", facts | {"decision": "163/QĐ-BTP"}, keeper)
    seen = page(f"{BASE}1.001193/?phien-ban=2&so-voi=1", keeper)
    assert "Khác phiên bản 1" in seen.text
    assert "163/QĐ-BTP" in seen.texts("//section[@aria-labelledby='changes-title']//td")[2]
    assert queries.frozen(version.pk).decision == ""


def test_a_draft_is_reviewed_and_published(page, keeper, draft):
    url = f"{BASE}1.001193/ban-nhap/"
    seen = page(url, keeper)
    assert "Chưa rà soát xong" in seen.text
    page.post(f"{url}cong-bo/", {"revision": 0}, keeper, status=422)
    page.post(url, {"revision": 0, "do": "notes", "done": ["0"]}, keeper)
    draft.refresh_from_db()
    assert draft.review_notes[0]["done"] is True
    done = page.post(f"{url}cong-bo/", {"revision": 1, "valid_from": "01/03/2027"}, keeper)
    assert done.location == f"{BASE}1.001193/"
    draft.refresh_from_db()
    assert draft.status == "published"
    assert f"{draft.valid_from:%d/%m/%Y}" == "01/03/2027"
    page(url, keeper, status=404)


def test_a_bad_date_keeps_the_draft(page, keeper, draft):
    seen = page.post(
        f"{BASE}1.001193/ban-nhap/cong-bo/", {"revision": 0, "valid_from": "31/02/2027"}, keeper, status=422
    )
    assert seen.errors
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_change_made_meanwhile_is_not_lost(page, keeper, draft):
    services.update_draft(draft.pk, said(conditions="Người khác sửa"), actor=keeper.actor, revision=0)
    url = f"{BASE}1.001193/ban-nhap/"
    page.post(url, {"revision": 0, "do": "add"}, keeper, status=409)
    page.post(f"{url}cong-bo/", {"revision": 0}, keeper, status=409)
    assert queries.content(draft.pk).conditions == "Người khác sửa"


def test_a_case_is_edited_whole(page, keeper, draft):
    url = f"{BASE}1.001193/ban-nhap/truong-hop/1/"
    sent = page(url, keeper).form()
    assert sent["times-0-amount"] == "1"
    sent |= {
        "name": "Đúng hạn",
        "times-0-amount": "0",
        "times-0-on_supplement": "restart",
        "times-2-offered": "on",
        "times-2-amount": "3",
        "times-2-unit": "wday",
        "fees-0-amount": "12.000",
        "fees-1-name": "Phí bản sao",
        "papers-1-name": "Tờ khai",
        "papers-1-originals": "1",
        "papers-1-copies": "0",
        "papers-1-required": "on",
    }
    page.post(url, sent, keeper)
    case = queries.content(draft.pk).cases[0]
    assert case.name == "Đúng hạn"
    assert {channel: (row.amount, row.unit) for channel, row in case.times.items()} == {
        "1": (0, "wday"),
        "2": (1, "wday"),
        "3": (3, "wday"),
    }
    assert case.times["1"].on_supplement == "restart"
    assert [(fee.name, fee.amount) for fee in case.fees] == [("Phí, lệ phí", 12000), ("Phí bản sao", None)]
    assert [paper.name for paper in case.components] == ["Giấy chứng sinh", "Tờ khai"]
    sent = page(url, keeper).form() | {"papers-0-DELETE": "on", "fees-1-DELETE": "on"}
    sent.pop("times-2-offered")
    page.post(url, sent, keeper)
    case = queries.content(draft.pk).cases[0]
    assert [paper.name for paper in case.components] == ["Tờ khai"]
    assert set(case.times) == {"1", "2"}
    assert len(case.fees) == 1


def test_a_limit_without_a_unit_is_refused_in_place(page, keeper, draft):
    url = f"{BASE}1.001193/ban-nhap/truong-hop/1/"
    sent = page(url, keeper).form() | {"times-0-amount": "5", "times-0-unit": ""}
    seen = page.post(url, sent, keeper, status=422)
    assert "Thời hạn phải có cả số và đơn vị." in seen.text
    assert queries.content(draft.pk).cases[0].times["1"].amount == 1


def test_cases_are_added_copied_and_removed(page, keeper, draft):
    url = f"{BASE}1.001193/ban-nhap/"
    for revision, verb in enumerate(["copy:1", "add", "remove:1"]):
        page.post(url, {"revision": revision, "do": verb}, keeper)
    cases = queries.content(draft.pk).cases
    assert [(case.no, case.name) for case in cases] == [(1, "Trường hợp (bản sao)"), (2, "Trường hợp 3")]
    assert cases[0].components
    page.post(url, {"revision": 3, "do": "remove:9"}, keeper, status=404)
    page.post(url, {"revision": 3, "do": "paint"}, keeper, status=404)


def test_results_and_legal_bases_are_edited(page, keeper, draft):
    url = f"{BASE}1.001193/ban-nhap/can-cu/"
    sent = page(url, keeper).form() | {
        "results-1-code": "KQ.G15.000342",
        "results-1-name": "Bản sao",
        "bases-0-DELETE": "on",
        "bases-1-number": "118/2025/NĐ-CP",
        "bases-1-date": "09/06/2025",
    }
    page.post(url, sent, keeper)
    content = queries.content(draft.pk)
    assert [result.code for result in content.results] == ["KQ.G15.000031", "KQ.G15.000342"]
    assert [(basis.number, basis.date) for basis in content.legal_bases] == [("118/2025/NĐ-CP", "2025-06-09")]


def test_a_draft_is_thrown_away(page, keeper, draft):
    done = page.post(f"{BASE}1.001193/ban-nhap/bo/", {"reason": "Nhập nhầm"}, keeper)
    assert done.location == BASE
    assert not Procedure.objects.exists()


def test_the_route_is_set_and_shown(page, keeper):
    VersionFactory(procedure=ProcedureFactory(code="1.001612"))
    url = f"{BASE}1.001612/noi-giai-quyet/"
    assert page(url, keeper).h1 == "Nơi giải quyết"
    sent = {"kind": "ministry", "system_name": "", "valid_from": "01/07/2026"}
    assert page.post(url, sent, keeper, status=422).errors
    page.post(url, sent | {"system_name": "Hệ thống đăng ký hộ kinh doanh"}, keeper)
    assert Route.objects.get().kind == "ministry"
    assert "Hệ thống đăng ký hộ kinh doanh" in page(f"{BASE}1.001612/", keeper).text


def upload(page, keeper, name, data, status=302):
    return page.post(f"{BASE}nhap/", {"file": SimpleUploadedFile(name, data)}, keeper, status=status)


def test_a_file_is_tried_then_brought_in(page, keeper, draft):
    changed = to_json(said(decision="163/QĐ-BTP"))
    new = to_json(said("2.000635"))
    bad = to_json(said("9.9")) | {"levels": ["village"]}
    data = json.dumps(document([]) | {"procedures": [changed, new, bad]}).encode()
    done = upload(page, keeper, "danh-muc.json", data)
    assert done.location == f"{BASE}nhap/ket-qua/"
    seen = page(done.location, keeper)
    assert "Không có cấp thực hiện “village”." in seen.text
    assert "1.001193 · Quyết định công bố" in seen.text
    assert Procedure.objects.count() == 1
    page.post(done.location, {}, keeper)
    assert queries.content(draft.pk).decision == "163/QĐ-BTP"
    assert ProcedureVersion.objects.filter(procedure__code="2.000635", status="draft").exists()
    assert page(done.location, keeper, status=302).location == f"{BASE}nhap/"


def test_a_wrong_file_is_refused(page, keeper):
    assert upload(page, keeper, "a.exe", b"MZ", status=422).errors
    upload(page, keeper, "a.json", b"{")
    page(f"{BASE}nhap/ket-qua/", keeper, status=422)
    assert page.post(f"{BASE}nhap/", {}, keeper, status=422).errors


@needs_samples
def test_portal_rows_show_how_far_they_were_read(page, keeper):
    upload(page, keeper, "bo-tu-phap.jsonl.xz", paths()[1].read_bytes())
    seen = page(f"{BASE}nhap/ket-qua/", keeper)
    assert seen.texts("//table//tr[th='Đối tượng']/td") == ["271", "0", "0"]


@needs_samples
def test_the_portals_own_text_stands_beside_the_draft(page, keeper):
    services.import_portal_rows([by_code()["1.001193"]], actor=keeper.actor)
    seen = page(f"{BASE}1.001193/ban-nhap/", keeper)
    assert "Trực tuyến1Miễn phíDịch vụ bưu chính1Miễn phí" in seen.text
    assert "cần chọn đơn vị" in seen.text


def test_the_catalogue_is_sent_as_files(page, keeper, draft):
    sent = page(f"{BASE}xuat/json/", keeper).response
    assert json.loads(sent.content)["procedures"][0]["code"] == "1.001193"
    assert ".json" in sent.headers["Content-Disposition"]
    sent = page(f"{BASE}xuat/xlsx/", keeper).response
    assert openpyxl.load_workbook(io.BytesIO(sent.content))["Thủ tục"]["A2"].value == "1.001193"
    page(f"{BASE}xuat/pdf/", keeper, status=404)


def test_who_may_not_manage_sees_but_cannot_change(page, client_for, draft):
    clerk = client_for("clerk")
    seen = page(f"{BASE}1.001193/", clerk)
    assert "Rà soát bản nháp" not in seen.text
    for path in ("1.001193/ban-nhap/", "nhap/", "1.001193/noi-giai-quyet/"):
        page(BASE + path, clerk, status=403)
    page.post(f"{BASE}1.001193/ban-nhap/cong-bo/", {"revision": 0}, clerk, status=403)

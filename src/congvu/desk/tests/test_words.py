"""Words instead of keys, what the sheet asks besides, and names that changed: on the screens."""

import pytest

from congvu.desk.tests.test_intake import OWNER, filled, url
from congvu.directory.models import Officer
from congvu.directory.queries import forget_standings
from congvu.directory.tests.factories import touch
from congvu.dossiers import services
from congvu.dossiers.models import Applicant, Dossier
from congvu.dossiers.tests.world import SIMPLE
from congvu.printing.queries import form_names
from congvu.workflow.models import ProcessVersion

pytestmark = pytest.mark.django_db

ASKING = {
    **SIMPLE,
    "nodes": [
        {**SIMPLE["nodes"][0], "next": "c1"},
        {"key": "c1", "kind": "choice", "name": "Công trình có tầng hầm?", "else": "s3",
         "branches": [{"when": "data.basement == true", "next": "s2"}]},
        {**SIMPLE["nodes"][1], "outcomes": ["eligible", "doubtful"], "next": "c2"},
        {"key": "c2", "kind": "choice", "name": "Đủ điều kiện?", "else": "s3",
         "branches": [{"when": 'outcome.s2 == "doubtful"', "next": "s3", "label": "Còn nghi vấn"}]},
        *SIMPLE["nodes"][2:],
    ],
}  # fmt: skip


@pytest.fixture
def asking(world):
    ProcessVersion.objects.update(spec=ASKING)
    return world


def test_form_data_and_outcomes_are_shown_in_words(asking, login, page):
    sheet = page(url(asking), login("clerk"))
    assert "Công trình có tầng hầm?" in sheet.text
    assert "basement" not in sheet.text
    intake = asking.intake(data={"basement": True, "area": 1250.5, "unheard": "x"})
    dossier = services.receive_dossier(intake, actor=asking.clerk)
    services.complete_step(dossier.pk, "s1", actor=asking.clerk)
    form = page(f"/ho-so/{dossier.pk}/hoan-thanh/", login("specialist"))
    assert form.texts("//main//fieldset//label")[:2] == ["Đủ điều kiện", "Còn nghi vấn"]
    services.complete_step(dossier.pk, "s2", actor=asking.specialist, outcome="doubtful")
    seen = page(f"/ho-so/{dossier.pk}/", login("clerk"))
    facts = dict(
        zip(seen.texts("//dl[@class='facts']/dt"), seen.texts("//dl[@class='facts']/dd"), strict=True)
    )
    assert facts["Công trình có tầng hầm?"] == "Có"
    assert facts["Diện tích (m²)"] == "1.250,5"
    assert facts["Thông tin thêm"] == "x"
    assert "Kết luận: Còn nghi vấn" in seen.text
    for key in ("basement", "unheard", "doubtful"):
        assert key not in seen.text


def test_every_form_has_one_name_with_its_number(world, login, page):
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    shown = page(f"/ho-so/{dossier.pk}/", login("clerk")).text
    assert form_names()["receipt"].label == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01)"
    assert form_names()["receipt"].label in shown
    issued = services.issue_form(dossier.pk, "receipt", actor=world.clerk)
    assert issued.form in form_names()
    printed = page(f"/ho-so/{dossier.pk}/in/receipt/", login("clerk")).response
    assert "giay-tiep-nhan-ho-so-va-hen-tra-ket-qua-" in printed.headers["Content-Disposition"]


def test_the_sheet_asks_where_the_applicant_was_helped_and_how_secret_it_is(world, login, page):
    clerk = login("clerk")
    assert not page(url(world), clerk).xpath("//select[@name='confidentiality']")
    page.post(url(world), filled(page, world, clerk, helping="so xay dung"), clerk)
    dossier = Dossier.objects.get()
    assert (dossier.helping_agency, dossier.confidentiality) == (world.department, 0)
    refused = page.post(url(world), filled(page, world, clerk, helping="không có đâu"), clerk, status=422)
    assert "Không có tên nào" in refused.text
    page.post(url(world), filled(page, world, clerk, confidentiality="2"), clerk, status=422)
    officer = Officer.objects.get(pk=world.clerk.officer_id)
    officer.clearance = 1
    officer.save(update_fields=["clearance"])
    touch(officer)
    forget_standings()
    clerk = login("clerk")
    ranks = page(url(world), clerk).texts("//select[@name='confidentiality']/option")
    assert ranks == ["Thường", "Mật"]
    posted = page.post(url(world), filled(page, world, clerk, confidentiality="1"), clerk)
    secret = Dossier.objects.latest("pk")
    assert secret.confidentiality == 1
    assert posted.location.endswith(f"/{secret.pk}/")
    assert "Mật" in page(f"/ho-so/{secret.pk}/", clerk).texts("//dl[@class='facts']/dd")
    page(f"/ho-so/{secret.pk}/", login("specialist"), status=404)


def test_a_changed_name_is_asked_for_its_basis_on_the_sheet(world, login, page):
    services.receive_dossier(world.intake(), actor=world.clerk)
    clerk = login("clerk")
    sent = filled(page, world, clerk, **{"owner-name": "Trần Thị Bích"})
    assert "owner-renamed" not in sent
    again = page.post(url(world), sent, clerk, status=422)
    assert again.form()["owner-renamed"] == ""
    assert again.form()["owner-name"] == "Trần Thị Bích"
    page.post(url(world), {**again.form(), "do": "receive", "owner-renamed": "Trích lục số 12/2026"}, clerk)
    assert Applicant.objects.get().name == "Trần Thị Bích"
    assert Dossier.objects.latest("pk").owner_name == "Trần Thị Bích"
    assert OWNER["owner-name"] == "Trần Thị Bưởi"


def test_the_name_of_an_owner_is_corrected_from_the_dossier(world, login, page):
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    clerk = login("clerk")
    (link,) = page(f"/ho-so/{dossier.pk}/", clerk).xpath("//a[contains(@href, 'cai-chinh-ho-ten')]/@href")
    form = page(link, clerk).form()
    refused = page.post(link, {**form, "name": "Trần Thị Bích", "basis": ""}, clerk, status=422)
    assert refused.form()["name"] == "Trần Thị Bích"
    page.post(link, {**form, "name": "Trần Thị Bích", "basis": "Trích lục số 12/2026"}, clerk)
    assert "Trần Thị Bích" in page(f"/ho-so/{dossier.pk}/", clerk).text

"""Case files in the browser: list, page, closing, catalogue, hand-over; with and without a mouse."""

from datetime import date

import pytest
from playwright.sync_api import expect

from congvu.casefiles import services
from congvu.casefiles.messages import CaseFileDraft
from congvu.casefiles.tests.world import build
from congvu.directory.models import Officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return build()


def test_case_files(browse, office, client_for, shot, axe):
    case_file = office.opened()
    file = office.paper("a")
    for pk in range(1, 5):
        files = [(file.name, file.pk, "")] if pk == 1 else []
        office.filed(case_file, pk, files=files, pages=0 if pk == 3 else 2)
    closed = services.open_case_file(
        CaseFileDraft(title="Kế hoạch công tác năm 2024", notation="02.TH", retention="01", year=2024,
                      started_on=date(2024, 1, 5)),
        actor=office.keeper,
    )  # fmt: skip
    office.filed(closed, 1, on=date(2024, 5, 2))
    services.close_case_file(closed.pk, actor=office.keeper, ended_on=date(2024, 12, 31))
    tab = browse(client_for(Officer.objects.get(pk=office.keeper.officer_id)))
    for address, name in (
        ("/ho-so-cong-viec/", "ho-so-cong-viec"),
        (f"/ho-so-cong-viec/{case_file.pk}/", "ho-so-mot"),
        (f"/ho-so-cong-viec/{case_file.pk}/ket-thuc/", "ho-so-ket-thuc"),
        ("/ho-so-cong-viec/danh-muc/2026/", "ho-so-danh-muc"),
        ("/ho-so-cong-viec/nop-luu/", "ho-so-nop-luu"),
    ):
        tab.goto(address)
        axe(tab)
        shot(tab, name)
    handover = services.propose_handover([closed.pk], actor=office.keeper)
    archive = browse(client_for(Officer.objects.get(pk=office.archivist.officer_id)))
    archive.goto(f"/ho-so-cong-viec/nop-luu/{handover.pk}/")
    axe(archive)
    shot(archive, "ho-so-bien-ban")
    archive.get_by_label("Kết quả 1").select_option("good")
    archive.get_by_role("button", name="Ghi kết quả kiểm tra").click()
    archive.get_by_role("button", name="Nhận hồ sơ, ký biên bản").click()
    archive.locator("dialog[open] button.btn-primary, dialog[open] button.btn-danger").first.click()
    expect(archive.locator("body")).to_contain_text("Đã nhận hồ sơ vào lưu trữ")

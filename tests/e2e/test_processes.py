"""The process editor in Chromium: with scripts a fragment, without them a page; nothing inaccessible."""

import pytest
from playwright.sync_api import expect

from congvu.directory.models import Level
from congvu.directory.tests.factories import AgencyFactory, UnitFactory
from congvu.workflow import services
from congvu.workflow.models import ProcessVersion

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/quan-tri/quy-trinh/"


@pytest.fixture
def manager(client_for):
    agency = AgencyFactory(level=Level.PROVINCE, kind="office", name="Văn phòng Ủy ban nhân dân thành phố")
    AgencyFactory(key="so-xay-dung", name="Sở Xây dựng", kind="department", level=Level.PROVINCE)
    made = client_for("procedure-keeper", unit=UnitFactory(agency=agency), full_name="Trần Thị Quản Trị")
    services.load_samples(actor=made.actor)
    return made


def test_processes_are_found_read_and_edited(browse, manager, shot, axe):
    tab = browse(manager)
    tab.goto(LIST)
    axe(tab)
    shot(tab, "quy-trinh")
    tab.get_by_role("link", name="Cấp giấy phép xây dựng mới").click()
    axe(tab)
    shot(tab, "quy-trinh-xem")
    tab.get_by_role("button", name="Soạn phiên bản mới").click()
    shot(tab, "quy-trinh-soan")
    axe(tab)
    rows = tab.locator(".process-table tbody tr")
    before = rows.count()
    tab.locator("#row-s7 summary").click()
    tab.locator("#row-s7").get_by_role("button", name="Song song").click()
    expect(rows).to_have_count(before + 4)
    assert ProcessVersion.objects.get(process__code="1.013225", status="draft").revision == 2
    shot(tab, "quy-trinh-song-song")
    tab.locator("#row-c1 .row-title").click()
    axe(tab)
    shot(tab, "quy-trinh-lua-chon")
    tab.get_by_label("Tên nhánh").fill("Nhà riêng lẻ")
    tab.get_by_role("button", name="Lưu").click()
    tab.locator("#row-s4 .row-title").click()
    axe(tab)
    shot(tab, "quy-trinh-buoc")


def test_the_editor_works_without_scripts(browse, manager):
    version = ProcessVersion.objects.get(process__code="2.000908")
    services.new_draft_from(version.pk, actor=manager.actor)
    tab = browse(manager, scripts=False)
    tab.goto(f"{LIST}2.000908/ban-nhap/")
    tab.locator("#row-s2 summary").click()
    tab.locator("#row-s2").get_by_role("button", name="Bước").click()
    assert tab.locator("#row-s6").is_visible()
    tab.get_by_role("button", name="Xóa: Bước mới").click()
    assert tab.locator("#row-s6").count() == 0
    assert ProcessVersion.objects.get(process__code="2.000908", status="draft").revision == 3

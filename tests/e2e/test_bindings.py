"""The screen of role bindings in Chromium: read, narrowed to one officer, taken away after a question."""

import pytest
from playwright.sync_api import expect

from congvu.directory.tests.factories import AgencyFactory, PostFactory, UnitFactory
from congvu.dossiers.models import LocalBinding
from congvu.dossiers.tests.world import SIMPLE, bind, process
from congvu.procedures.tests.factories import ProcedureFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager(client_for):
    agency = AgencyFactory(name="Ủy ban nhân dân phường Suối Thử")
    office = UnitFactory(agency=agency, code="VP", name="Văn phòng Hội đồng nhân dân và Ủy ban nhân dân")
    economy = UnitFactory(agency=agency, code="KT", name="Phòng Kinh tế, Hạ tầng và Đô thị")
    PostFactory(unit=economy, roles=["specialist"], officer__full_name="Bùi Anh Quân")
    PostFactory(unit=office, roles=["registry"], officer__full_name="Vũ Thị Nga")
    bind(agency, specialist=economy, registry=office)
    ProcedureFactory(code="1.000656")
    process("1.000656", {**SIMPLE, "level": "commune"})
    return client_for("administrator", unit=office, full_name="Đặng Minh Khoa")


def test_roles_are_bound_and_taken_away(browse, manager, shot, axe):
    tab = browse(manager)
    tab.goto("/quan-tri/gan-vai-tro/")
    axe(tab)
    shot(tab, "gan-vai-tro")
    expect(tab.get_by_text("Chưa gán vai trò").first).to_be_visible()
    tab.get_by_role("link", name="Gán vai trò", exact=True).last.click()
    axe(tab)
    tab.locator("#id_role").select_option("specialist")
    tab.get_by_label("Áp dụng cho").select_option("procedure")
    tab.get_by_label("Tên lĩnh vực, mã thủ tục hoặc mã đơn vị").fill("1.000656")
    tab.get_by_label("Phòng, ban thực hiện").select_option(label="Phòng Kinh tế, Hạ tầng và Đô thị")
    tab.get_by_label("Giao thẳng cho").select_option(label="Bùi Anh Quân")
    shot(tab, "gan-vai-tro-sua")
    tab.get_by_role("button", name="Lưu").click()
    expect(tab.get_by_role("cell", name="thủ tục 1.000656", exact=True)).to_be_visible()
    tab.get_by_role("button", name="Bỏ Chuyên viên thụ lý, thủ tục 1.000656").click()
    tab.get_by_role("dialog").get_by_role("button", name="Bỏ").click()
    expect(tab.get_by_role("cell", name="thủ tục 1.000656", exact=True)).to_have_count(0)
    assert LocalBinding.objects.count() == 2

"""The counter in Chromium: an intake by keyboard alone, one without scripts, and how its screens look."""

import time

import pytest
import time_machine
from playwright.sync_api import Page, expect

from congvu.directory.models import Officer
from congvu.directory.queries import forget_standings
from congvu.dossiers import services
from congvu.dossiers.models import Dossier
from congvu.dossiers.tests.world import SIMPLE, World, at, build
from congvu.notify.services import notify
from congvu.procedures.models import Case, CaseTime, Component, Fee
from congvu.procedures.queries import forget
from congvu.procedures.tests.factories import ProcedureFactory, RouteFactory, VersionFactory
from congvu.workflow.models import ProcessVersion
from congvu.workflow.queries import forget_definitions

pytestmark = pytest.mark.django_db(transaction=True)
GOAL_SECONDS = 120


@pytest.fixture
def world(settings):
    forget_standings()
    forget()
    forget_definitions()
    settings.CALENDAR_STAMP_SECONDS = 3600
    with time_machine.travel(at("2026-11-16 09:00"), tick=True):
        made = build()
        enrich(made)
        yield made


def enrich(world: World) -> None:
    """Give the procedure a second case and more papers; add procedures routed elsewhere and of two levels."""
    case = Case.objects.get(version=world.version)
    Case.objects.filter(pk=case.pk).update(name="Trong nước")
    Component.objects.create(
        case=case,
        no=2,
        name="Giấy chứng nhận kết hôn của cha, mẹ (nếu cha, mẹ đã kết hôn)",
        copies=1,
        required=False,
    )
    Component.objects.create(
        case=case, no=3, name="Căn cước của người đi đăng ký", shown_only=True, required=False
    )
    other = Case.objects.create(version=world.version, no=2, name="Có yếu tố nước ngoài")
    CaseTime.objects.create(case=other, channel="1", amount=5, unit="wday")
    Fee.objects.create(case=other, name="Lệ phí", amount=75000)
    away = VersionFactory(procedure=ProcedureFactory(code="2.001610", name="Đăng ký thành lập hộ kinh doanh"))
    RouteFactory(
        procedure=away.procedure,
        system_name="Hệ thống đăng ký hộ kinh doanh của Bộ Tài chính",
        legal_basis="NĐ 168/2025/NĐ-CP",
    )
    VersionFactory(
        procedure=ProcedureFactory(code="1.013225", name="Cấp giấy phép xây dựng mới nhà ở riêng lẻ"),
        levels=["province", "commune"],
    )
    spec = {
        **SIMPLE,
        "nodes": [
            {**SIMPLE["nodes"][0], "next": "c1"},
            {"key": "c1", "kind": "choice", "name": "Nhiều bản sao?", "else": "s3",
             "branches": [{"when": "has(data.sheets) && data.sheets >= 20", "next": "s2"}]},
            *SIMPLE["nodes"][1:],
        ],
    }  # fmt: skip
    ProcessVersion.objects.filter(process__code="1.001193").update(spec=spec)


def opened(browse, client_for, actor, address: str, **how) -> Page:
    tab = browse(client_for(Officer.objects.get(pk=actor.officer_id)), **how)
    tab.goto(address)
    if how.get("scripts", True):
        tab.wait_for_selector("html[data-ready]")
    return tab


def typed(tab: Page, text: str, delay: int = 60) -> None:
    """Type like a practised clerk: some 200 strokes a minute and more."""
    tab.keyboard.type(text, delay=delay)


def confirmed(tab: Page) -> None:
    """Wait for the confirmation; a refusal says why."""
    tab.wait_for_selector(".done, .error-summary")
    assert "/xong/" in tab.url, tab.locator(".error-summary").inner_text()


def test_a_whole_intake_by_keyboard_alone(browse, client_for, world, axe):
    services.receive_dossier(world.intake(), actor=world.clerk)
    tab = opened(browse, client_for, world.clerk, "/tiep-nhan/")
    keys = tab.keyboard
    begun = time.monotonic()
    expect(tab.locator("#procedure")).to_be_focused()
    typed(tab, "khai sinh")
    expect(tab.locator("[data-pick]")).to_have_count(1)
    keys.press("ArrowDown")
    keys.press("Enter")
    tab.wait_for_url("**/tiep-nhan/*/")
    tab.wait_for_selector("html[data-ready]")
    expect(tab.locator("#id_owner-id_number")).to_be_focused()
    typed(tab, "075190099999")
    keys.press("Enter")
    keys.press("Enter")
    typed(tab, "Lê Thị Hoa")
    keys.press("Enter")
    typed(tab, "15081990")
    keys.press("Enter")
    keys.press("Enter")
    typed(tab, "0987654321")
    keys.press("Enter")
    typed(tab, "5 đường Nguyễn Huệ, phường Trảng Bom")
    keys.press("Alt+1")
    keys.press("Alt+3")
    expect(tab.locator("[data-part='3'] input[type=checkbox]").first).to_be_focused()
    for _ in range(5):  # over kind, count, note and file to the second paper
        keys.press("Tab")
    keys.press("Space")
    keys.press("Alt+4")
    keys.press("Enter")
    typed(tab, "2")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    typed(tab, "BL-0001234")
    expect(tab.locator("[data-total]")).to_have_text("16.000 đ")
    keys.press("Control+Enter")
    confirmed(tab)
    printing = tab.get_by_role("link", name="In giấy tiếp nhận")
    expect(printing).to_be_focused()
    print(f"\nintake by keyboard: {time.monotonic() - begun:.1f} s of {GOAL_SECONDS} s")
    assert time.monotonic() - begun < GOAL_SECONDS
    dossier = Dossier.objects.latest("pk")
    assert (dossier.owner.name, f"{dossier.owner.born_on:%d/%m/%Y}") == ("Lê Thị Hoa", "15/08/1990")
    assert [one.quantity for one in dossier.components.all()] == [1, 1]
    assert (dossier.fees.get().amount, dossier.fees.get().receipt_no) == (16000, "BL-0001234")
    with tab.context.expect_page() as printed:
        keys.press("Enter")
    printed.value.close()
    keys.press("n")
    tab.wait_for_url("**/tiep-nhan/")


def test_a_known_person_and_a_scanned_card_fill_themselves_in(browse, client_for, world):
    services.receive_dossier(world.intake(), actor=world.clerk)
    tab = opened(browse, client_for, world.clerk, f"/tiep-nhan/{world.version.pk}/")
    typed(tab, "075190012345", delay=10)
    tab.keyboard.press("Tab")
    expect(tab.locator("#id_owner-name")).to_have_value("Trần Thị Bưởi")
    expect(tab.locator("#id_owner-born_on")).to_have_value("01/05/1990")
    tab.locator("#id_owner-id_number").fill("")
    tab.locator("#id_owner-name").fill("")
    typed_card = "075085011111||Lê Văn Sáu|02031985|Nam|3 đường 30/4, Trảng Bom|10102021"
    tab.locator("#id_owner-id_number").focus()
    typed(tab, typed_card, delay=2)
    tab.keyboard.press("Enter")
    expect(tab.locator("#id_owner-name")).to_have_value("Lê Văn Sáu")
    expect(tab.locator("#id_owner-id_number")).to_have_value("075085011111")


def test_case_and_channel_bring_their_fees_and_nothing_typed_is_lost(browse, client_for, world):
    tab = opened(browse, client_for, world.clerk, f"/tiep-nhan/{world.version.pk}/")
    tab.locator("#id_owner-name").fill("Lê Thị Hoa")
    tab.locator("#id_case").select_option(label="Có yếu tố nước ngoài")
    expect(tab.locator("[data-charge] [name$=unit_price]")).to_have_value("75.000")
    expect(tab.locator("#id_owner-name")).to_have_value("Lê Thị Hoa")
    expect(tab.locator("#id_case")).to_be_focused()
    expect(tab.get_by_text("Có bản nháp chưa gửi")).to_have_count(0)
    tab.get_by_label("Trực tuyến").check()
    expect(tab.locator("#id_submitted_at")).to_be_visible()
    expect(tab.locator("[name=channel]:checked")).to_be_focused()
    tab.keyboard.press("Control+Enter")
    expect(tab.locator(".error-summary")).to_be_focused()
    expect(tab.locator("#id_owner-name")).to_have_value("Lê Thị Hoa")


def test_a_session_that_died_keeps_what_was_typed_on_this_machine(browse, client_for, world):
    tab = opened(browse, client_for, world.clerk, f"/tiep-nhan/{world.version.pk}/")
    tab.locator("#id_owner-name").fill("Lê Thị Hoa")
    tab.wait_for_timeout(600)
    tab.reload()
    tab.wait_for_selector("html[data-ready]")
    tab.get_by_role("button", name="Dùng bản nháp").click()
    expect(tab.locator("#id_owner-name")).to_have_value("Lê Thị Hoa")


def test_without_scripts_the_whole_journey_is_possible(browse, client_for, world):
    services.receive_dossier(world.intake(), actor=world.clerk)
    tab = opened(browse, client_for, world.clerk, "/tiep-nhan/", scripts=False)
    tab.locator("#procedure").fill("khai sinh")
    tab.locator("main").get_by_role("button", name="Tìm").click()
    tab.get_by_role("link", name="Đăng ký khai sinh").click()
    tab.locator("#id_case").select_option(label="Có yếu tố nước ngoài")
    tab.get_by_role("button", name="Cập nhật theo trường hợp").click()
    tab.locator("#id_owner-id_number").fill("075190012345")
    tab.locator("[data-person=owner]").get_by_role("button", name="Tra cứu").click()
    expect(tab.locator("#id_owner-name")).to_have_value("Trần Thị Bưởi")
    tab.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
    confirmed(tab)
    expect(tab.get_by_role("link", name="In giấy tiếp nhận")).to_be_visible()
    assert Dossier.objects.count() == 2


@pytest.fixture
def screens(world):
    """Some life in every screen of the counter."""
    made = [services.receive_dossier(world.intake(), actor=world.clerk) for _ in range(6)]
    services.complete_step(made[0].pk, "s1", actor=world.clerk)
    services.withdraw_dossier(made[1].pk, actor=world.clerk, reason="Đổi ý")
    draft = services.save_draft(world.intake(), actor=world.clerk)
    for text in ("Hồ sơ H19.75.26248-261116-0001 (Trần Thị Bưởi): chuyển đến bạn ở bước “Thẩm định”",
                 "Hồ sơ bạn đang giữ: 2 quá hạn, 1 đến hạn hôm nay."):  # fmt: skip
        notify([world.clerk.officer_id], "dossier.arrived", text, f"/ho-so/{made[0].pk}/")
    return {
        "chon-thu-tuc": "/tiep-nhan/?q=dang",
        "tiep-nhan": f"/tiep-nhan/{world.version.pk}/",
        "da-tiep-nhan": f"/tiep-nhan/xong/{made[2].pk}/",
        "da-luu-nhap": f"/tiep-nhan/xong/{draft.pk}/",
        "tim-kiem": "/tim-kiem/?q=buoi",
        "tim-khong-thay": "/tim-kiem/?q=khong+co+dau",
        "tat-ca-ho-so": "/ho-so/",
        "so-theo-doi": "/so-theo-doi/",
        "thong-bao": "/thong-bao/",
        "in-giay-hen": f"/ho-so/{made[2].pk}/in/receipt.html",
        "tra-cuu": "/tra-cuu/",
        "tra-cuu-ho-so": f"/tra-cuu/?ma={made[0].code}&khoa={made[0].secret}",
        "tra-cuu-muc-do": f"/tra-cuu/?ma={made[0].code}",
    }


def test_every_screen_is_accessible_and_fits(browse, client_for, world, screens, axe, shot):
    tab = opened(browse, client_for, world.clerk, "/tiep-nhan/")
    for name, address in screens.items():
        for width, height in ((1366, 768), (390, 844)):
            tab.set_viewport_size({"width": width, "height": height})
            tab.goto(address)
            axe(tab)
            if name != "in-giay-hen":
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        shot(tab, f"quay-{name}")


def test_a_refused_sheet_is_accessible_and_takes_the_focus(browse, client_for, world, axe, shot):
    tab = opened(browse, client_for, world.clerk, f"/tiep-nhan/{world.version.pk}/")
    tab.get_by_label("Người khác nộp thay").check()
    expect(tab.locator("#id_submitter-id_number")).to_be_focused()
    typed(tab, "123", delay=5)
    tab.keyboard.press("Control+Enter")
    expect(tab.locator(".error-summary")).to_be_focused()
    axe(tab)
    shot(tab, "quay-bi-tu-choi")
    tab.set_viewport_size({"width": 390, "height": 844})
    axe(tab)

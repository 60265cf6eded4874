"""Sign-in, the people screens and one's own page in a browser: looks, accessibility, without scripts too."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from congvu.directory.tests.factories import AgencyFactory, DelegationFactory, PostFactory, UnitFactory

PASSWORD = "hoa-sen-nở-97"


@pytest.fixture
def administrator(transactional_db):
    cache.clear()
    root = AgencyFactory(name="Ủy ban nhân dân thành phố Đồng Nai", level="province")
    post = PostFactory(
        unit=UnitFactory(agency=root, name="Tổ quản trị"),
        roles=["administrator"],
        officer__username="quan.tri",
        officer__full_name="Lê Quốc Khánh",
    )
    post.officer.set_password(PASSWORD)
    post.officer.save(update_fields=["password"])
    commune = AgencyFactory(parent=root, name="Ủy ban nhân dân phường Trảng Bom")
    clerk = PostFactory(unit=UnitFactory(agency=commune, one_stop=True), roles=["clerk"])
    DelegationFactory(post=clerk, substitute=PostFactory(unit=clerk.unit).officer)
    post.commune, post.clerk = commune, clerk
    return post


@pytest.mark.parametrize("scripts", [True, False])
def test_sign_in_with_a_second_factor(browse, administrator, live_server, shot, axe, scripts) -> None:
    secret = generate_totp_secret()
    TOTP.activate(administrator.officer, secret)
    tab = browse(scripts=scripts)
    tab.goto("/ca-nhan/")
    expect(tab).to_have_url(f"{live_server.url}/tai-khoan/login/?next=/ca-nhan/")
    if scripts:
        axe(tab)
        shot(tab, "dang-nhap")
    tab.get_by_label("Tên đăng nhập").fill("quan.tri")
    tab.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập", exact=True).click()
    code = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    if scripts:
        axe(tab)
    tab.get_by_label("Mã xác thực").fill(code)
    tab.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(tab).to_have_url(f"{live_server.url}/ca-nhan/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Cá nhân")


def test_a_key_of_the_browser_signs_in_without_password(
    browse, administrator, client_for, live_server
) -> None:
    tab = browse(client_for(administrator.officer))
    tab.context.new_cdp_session(tab).send("WebAuthn.enable")
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    tab.goto("/tai-khoan/2fa/webauthn/add/")
    if "reauthenticate" in tab.url:
        tab.get_by_label("Mật khẩu").fill(PASSWORD)
        tab.get_by_role("button", name="Xác nhận").click()
    tab.get_by_label("Tên khóa").fill("Khóa của máy")
    tab.get_by_label("Đăng nhập được mà không cần mật khẩu").check()
    tab.get_by_role("button", name="Thêm khóa").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Mã dự phòng")
    tab.context.clear_cookies()
    tab.goto("/tai-khoan/login/?next=/ca-nhan/")
    tab.get_by_role("button", name="Dùng khóa bảo mật, không cần mật khẩu").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Cá nhân")


def test_people_screens_are_accessible_at_both_sizes(browse, administrator, client_for, shot, axe) -> None:
    tab = browse(client_for(administrator.officer))
    pages = {
        "co-quan": "/quan-tri/co-quan/",
        "mot-co-quan": f"/quan-tri/co-quan/{administrator.commune.pk}/",
        "can-bo": "/quan-tri/can-bo/",
        "mot-can-bo": f"/quan-tri/can-bo/{administrator.clerk.officer_id}/",
        "them-can-bo": "/quan-tri/can-bo/moi/",
        "vai-tro": "/quan-tri/vai-tro/",
        "uy-quyen": "/quan-tri/uy-quyen/",
        "ca-nhan": "/ca-nhan/",
        "uy-quyen-cua-minh": "/ca-nhan/uy-quyen/",
        "xac-thuc": "/tai-khoan/2fa/",
    }
    for name, url in pages.items():
        tab.set_viewport_size({"width": 1366, "height": 768})
        tab.goto(url)
        axe(tab)
        shot(tab, name)
        tab.set_viewport_size({"width": 390, "height": 844})
        axe(tab)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390, name


def test_rows_are_opened_by_keyboard(browse, administrator, client_for) -> None:
    tab = browse(client_for(administrator.officer))
    tab.goto("/quan-tri/co-quan/")
    tab.wait_for_selector("html[data-ready]")
    for key in ("j", "j", "o"):
        tab.keyboard.press(key)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Ủy ban nhân dân phường Trảng Bom")

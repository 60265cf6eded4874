"""The pages of sign-in and of second factors, each through the page checks, in Vietnamese."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from congvu.directory.models import Officer
from congvu.directory.tests.factories import PostFactory

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(
    r"\b(password|sign in|log in|username|confirm|security key|enter|your|code[s]?:)\b", re.I
)
PASSWORD = "hoa-sen-nở-97"


@pytest.fixture(autouse=True)
def no_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def officer() -> Officer:
    person = PostFactory(roles=["administrator"], officer__username="lan.nt").officer
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def confirmed(officer: Officer) -> Client:
    """Return a client that has confirmed the password a moment ago."""
    client = Client()
    client.force_login(officer)
    session = client.session
    now = timezone.now().timestamp()
    session["account_authentication_methods"] = [{"method": "password", "at": now, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(officer.pk)
    session.save()
    return client


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def test_sign_in_page(page, officer: Officer) -> None:
    seen = page("/tai-khoan/login/?next=/can-bo/")
    assert seen.h1 == "Đăng nhập"
    assert not ENGLISH.search(seen.text), seen.text
    assert seen.form()["next"] == "/can-bo/"
    seen = page.post("/tai-khoan/login/", {"login": "lan.nt", "password": "sai"}, status=200)
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in seen.text
    assert "Cần sửa 0" not in seen.text
    assert seen.form()["login"] == "lan.nt"
    client = Client()
    answer = {"login": "lan.nt", "password": PASSWORD, "next": "/can-bo/"}
    assert page.post("/tai-khoan/login/", answer, client).location == "/can-bo/"


def test_second_factor_page(page, officer: Officer) -> None:
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    client = Client()
    seen = page.post("/tai-khoan/login/", {"login": "lan.nt", "password": PASSWORD}, client)
    assert seen.location == "/tai-khoan/2fa/authenticate/"
    seen = page(seen.location, client)
    assert seen.h1 == "Xác thực bước hai"
    assert not ENGLISH.search(seen.text), seen.text
    wrong = page.post("/tai-khoan/2fa/authenticate/", {"code": "000000"}, client, status=200)
    assert "Mã không đúng hoặc đã hết hạn." in wrong.errors
    assert "_auth_user_id" not in client.session
    page.post("/tai-khoan/2fa/authenticate/", {"code": code_of(secret)}, client)
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_setting_up_an_authenticator_app(page, officer: Officer, settings) -> None:
    settings.ADMINISTRATORS_NEED_MFA = True
    client = confirmed(officer)
    assert page("/quan-tri/kieu-dang/", client, status=302).location == "/tai-khoan/2fa/totp/activate/"
    seen = page("/tai-khoan/2fa/totp/activate/", client)
    assert "Quản trị viên phải có xác thực hai bước" in seen.text
    assert not ENGLISH.search(seen.text), seen.text
    secret = seen.xpath("//code")[0].text
    wrong = page.post("/tai-khoan/2fa/totp/activate/", {"code": "000000"}, client, status=200)
    assert "Mã không đúng hoặc đã hết hạn." in wrong.errors
    done = page.post("/tai-khoan/2fa/totp/activate/", {"code": code_of(secret)}, client)
    assert done.location == "/tai-khoan/2fa/recovery-codes/"
    codes = page(done.location, client)
    assert len(codes.xpath("//main//code")) == 10
    assert page("/quan-tri/kieu-dang/", client).status == 200


def test_pages_of_second_factors(page, officer: Officer) -> None:
    client = confirmed(officer)
    TOTP.activate(officer, generate_totp_secret())
    page.post("/tai-khoan/2fa/recovery-codes/generate/", {}, client)
    headings = {
        "/tai-khoan/2fa/": "Xác thực hai bước",
        "/tai-khoan/2fa/totp/deactivate/": "Ngừng dùng ứng dụng xác thực",
        "/tai-khoan/2fa/recovery-codes/": "Mã dự phòng",
        "/tai-khoan/2fa/recovery-codes/generate/": "Tạo mã dự phòng",
        "/tai-khoan/2fa/webauthn/": "Khóa bảo mật",
        "/tai-khoan/2fa/webauthn/add/": "Thêm khóa bảo mật",
        "/tai-khoan/password/change/": "Đổi mật khẩu",
        "/tai-khoan/reauthenticate/": "Xác nhận lại",
        "/tai-khoan/2fa/reauthenticate/": "Xác nhận lại",
        "/tai-khoan/logout/": "Đăng xuất",
    }
    for url, heading in headings.items():
        seen = page(url, client)
        assert seen.h1 == heading, url
        assert not ENGLISH.search(seen.text), (url, seen.text)


def test_last_factor_of_an_administrator_cannot_be_given_up(page, officer: Officer, settings) -> None:
    settings.ADMINISTRATORS_NEED_MFA = True
    client = confirmed(officer)
    TOTP.activate(officer, generate_totp_secret())
    seen = page("/tai-khoan/2fa/totp/deactivate/", client)
    assert "Quản trị viên phải giữ ít nhất một yếu tố" in seen.text
    assert Authenticator.objects.filter(user=officer).exists()


def test_keys_can_be_renamed_and_removed(page, officer: Officer) -> None:
    client = confirmed(officer)
    key = Authenticator.objects.create(
        user=officer, type="webauthn", data={"name": "Khóa USB", "credential": {}}
    )
    seen = page("/tai-khoan/2fa/webauthn/", client)
    assert "Khóa USB" in seen.text
    page.post(f"/tai-khoan/2fa/webauthn/keys/{key.pk}/edit/", {"name": "Khóa ở nhà"}, client)
    assert "Khóa ở nhà" in page(f"/tai-khoan/2fa/webauthn/keys/{key.pk}/remove/", client).text
    page.post(f"/tai-khoan/2fa/webauthn/keys/{key.pk}/remove/", {}, client)
    assert not Authenticator.objects.exists()


def test_new_password_page(page, officer: Officer) -> None:
    Officer.objects.filter(pk=officer.pk).update(must_change_password=True)
    client = confirmed(officer)
    seen = page("/tai-khoan/password/change/", client)
    assert "do quản trị đặt" in seen.text
    weak = {"oldpassword": PASSWORD, "password1": "12345", "password2": "12345"}
    wrong = page.post("/tai-khoan/password/change/", weak, client, status=200)
    assert "Mật khẩu quá ngắn, cần ít nhất 10 ký tự." in wrong.errors
    good = {"oldpassword": PASSWORD, "password1": "mùa-lúa-chín-21", "password2": "mùa-lúa-chín-21"}
    page.post("/tai-khoan/password/change/", good, client)
    officer.refresh_from_db()
    assert officer.check_password("mùa-lúa-chín-21")


def test_locked_account_page(page) -> None:
    assert page("/tai-khoan/inactive/").h1 == "Tài khoản đang tạm khóa"

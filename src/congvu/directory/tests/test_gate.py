"""The gate in front of every view: deny by default, sign-in, capability, second factor."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from congvu.directory.middleware import BEFORE_SECOND_FACTOR, FOREIGN_VIEWS
from congvu.directory.models import Officer
from congvu.directory.permissions import requires
from congvu.directory.tests.factories import DelegationFactory, OfficerFactory, PostFactory, RoleFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("congvu.directory.tests.urls_gate"),
    pytest.mark.usefixtures("mandatory_mfa"),
]


@pytest.fixture
def mandatory_mfa(settings) -> None:
    settings.ADMINISTRATORS_NEED_MFA = True


def signed_in(officer: Officer, **session) -> Client:
    client = Client()
    client.force_login(officer)
    if session:
        store = client.session
        store.update(session)
        store.save()
    return client


@pytest.fixture
def specialist() -> Officer:
    RoleFactory(code="specialist", capabilities=["dossier.work"])
    return PostFactory(roles=["specialist"]).officer


def test_undeclared_view_is_refused_even_to_a_leader() -> None:
    assert signed_in(PostFactory(roles=["leader"]).officer).get("/undeclared/").status_code == 403
    assert Client().get("/undeclared/").status_code == 403


def test_public_view_needs_no_statement(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/public/").content == b"0/None"


def test_visitor_is_sent_to_sign_in_and_back(client: Client) -> None:
    response = client.get("/sign/?q=1")
    assert response.status_code == 302
    assert response["Location"] == "/tai-khoan/login/?next=/sign/%3Fq%3D1"


def test_fragment_of_a_visitor_is_answered_in_place(client: Client) -> None:
    response = client.get("/sign/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Trigger"]) == (401, "signed-out")


def test_capability_decides(specialist: Officer) -> None:
    assert signed_in(specialist).get("/signed-in/").status_code == 200
    assert signed_in(specialist).get("/sign/").status_code == 403
    leader = PostFactory(roles=["leader"])
    assert signed_in(leader.officer).get("/sign/").content.decode() == f"{leader.officer_id}/{leader.pk}"


def test_chosen_post_of_the_session_is_acted_in(specialist: Officer) -> None:
    second = PostFactory(officer=specialist, roles=["leader"], is_primary=False)
    assert signed_in(specialist, post_id=second.pk).get("/sign/").status_code == 200
    assert signed_in(specialist, post_id=999_999).get("/sign/").status_code == 403


def test_locked_officer_is_signed_out(specialist: Officer) -> None:
    client = signed_in(specialist)
    Officer.objects.filter(pk=specialist.pk).update(is_active=False)
    assert client.get("/signed-in/").status_code == 302


def test_session_and_user_are_all_a_warm_request_reads(
    specialist: Officer, django_assert_num_queries
) -> None:
    client = signed_in(specialist)
    client.get("/signed-in/")
    with django_assert_num_queries(2):
        client.get("/signed-in/")


@pytest.mark.parametrize("officer_of", ["administrator", "staff", "substitute"])
def test_second_factor_comes_first(officer_of: str) -> None:
    if officer_of == "administrator":
        officer = PostFactory(roles=["administrator"]).officer
    elif officer_of == "staff":
        officer = PostFactory(officer=OfficerFactory(is_staff=True)).officer
    else:
        officer = DelegationFactory(post=PostFactory(roles=["administrator"])).substitute
    client = signed_in(officer)
    response = client.get("/signed-in/")
    assert (response.status_code, response["Location"]) == (302, "/tai-khoan/2fa/totp/activate/")
    TOTP.activate(officer, generate_totp_secret())
    assert client.get("/signed-in/").status_code == 200


def test_second_factor_of_the_session_costs_no_further_statement(django_assert_num_queries) -> None:
    officer = PostFactory(roles=["administrator"]).officer
    client = signed_in(
        officer,
        account_authentication_methods=[{"method": "mfa", "at": 0}],
        account_authentication_methods_user=str(officer.pk),
    )
    client.get("/signed-in/")
    with django_assert_num_queries(2):
        assert client.get("/signed-in/").status_code == 200


def test_tables_of_library_views_agree() -> None:
    assert set(FOREIGN_VIEWS) >= BEFORE_SECOND_FACTOR


def test_sign_up_is_closed(client: Client) -> None:
    assert client.get("/tai-khoan/signup/").status_code == 403
    assert client.post("/tai-khoan/signup/", {"username": "x", "password1": "y"}).status_code == 403
    assert not Officer.objects.exists()


def test_misspelt_capability_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="unknown capability"):
        requires("dosier.view")


def test_password_sign_in_by_username(client: Client) -> None:
    officer = OfficerFactory(username="lan.nt")
    officer.set_password("mat-khau-dung-123")
    officer.save(update_fields=["password"])
    wrong = client.post("/tai-khoan/login/", {"login": "lan.nt", "password": "sai"})
    assert wrong.status_code == 200
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in wrong.content.decode()
    right = client.post("/tai-khoan/login/", {"login": "lan.nt", "password": "mat-khau-dung-123"})
    assert right.status_code == 302
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_sign_in_is_rate_limited(client: Client) -> None:
    cache.clear()
    OfficerFactory(username="lan.nt")
    seen = [
        client.post("/tai-khoan/login/", {"login": "lan.nt", "password": f"sai-{n}"}).content.decode()
        for n in range(12)
    ]
    cache.clear()
    assert "Đăng nhập sai quá nhiều lần" in seen[-1]
    assert "Đăng nhập sai quá nhiều lần" not in seen[0]


@pytest.mark.parametrize(("role", "kept"), [("administrator", True), ("specialist", False)])
def test_administrator_keeps_the_last_factor(role: str, kept: bool) -> None:
    officer = PostFactory(roles=[role]).officer
    now = timezone.now().timestamp()
    client = signed_in(
        officer,
        account_authentication_methods=[{"method": "password", "at": now, "reauthenticated": True}],
        account_authentication_methods_user=str(officer.pk),
    )
    TOTP.activate(officer, generate_totp_secret())
    client.post("/tai-khoan/2fa/totp/deactivate/")
    assert officer.authenticator_set.exists() is kept


def test_password_of_an_administrator_is_changed_first(client: Client) -> None:
    officer = PostFactory(officer=OfficerFactory(username="lan.nt", must_change_password=True)).officer
    officer.set_password("mat-khau-dung-123")
    officer.save(update_fields=["password"])
    client.force_login(officer)
    assert client.get("/signed-in/")["Location"] == "/tai-khoan/password/change/"
    answer = {"oldpassword": "mat-khau-dung-123", "password1": "sen-hồng-2026-nở"}
    response = client.post("/tai-khoan/password/change/", answer | {"password2": answer["password1"]})
    assert response.status_code == 302
    assert client.get("/signed-in/").status_code == 200
    officer.refresh_from_db()
    assert officer.check_password("sen-hồng-2026-nở")

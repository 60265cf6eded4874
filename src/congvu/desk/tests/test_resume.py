"""A form sent after the session ended: it waits for its sender, and for nobody else."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from congvu.directory.models import Officer
from congvu.directory.tests.factories import PostFactory

pytestmark = pytest.mark.django_db

PASSWORD = "hoa-sen-nở-97"
URL = "/ca-nhan/uy-quyen/"
TYPED = {
    "kind": "absence",
    "reason": "Đi học <b>ở Hà Nội</b>",
    "signing_form": "TUQ.",
    "starts_at": "1",
    "ends_at": "2",
}


@pytest.fixture(autouse=True)
def no_limits():
    cache.clear()


def with_password(username: str) -> Officer:
    officer = PostFactory(roles=["clerk"], officer__username=username).officer
    officer.set_password(PASSWORD)
    officer.save(update_fields=["password"])
    return officer


@pytest.fixture
def ended(page, client):
    """A browser whose session has ended since its officer opened a page."""
    officer = with_password("lan.nt")
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    page("/ca-nhan/", client)
    del client.cookies["sessionid"]
    client.officer = officer
    return client


def sign_in(page, client, username: str) -> str:
    answer = {"login": username, "password": PASSWORD, "next": "/ca-nhan/tiep-tuc/"}
    return page.post("/tai-khoan/login/", answer, client).location


def test_form_waits_and_is_sent_by_one_button(page, ended) -> None:
    sent = page.post(URL, TYPED | {"csrfmiddlewaretoken": "x", "oldpassword": "bí mật"}, ended)
    assert sent.location == "/tai-khoan/login/?next=/ca-nhan/tiep-tuc/"
    assert "được giữ lại" in page(sent.location, ended).text
    assert sign_in(page, ended, "lan.nt") == "/ca-nhan/tiep-tuc/"
    seen = page("/ca-nhan/tiep-tuc/", ended)
    assert "bí mật" not in seen.html
    form = seen.form()
    assert form.pop("csrfmiddlewaretoken") not in ("", "x")
    assert form == TYPED
    assert seen.xpath("//main//form/@action") == [URL]
    assert "Đi học &lt;b&gt;" in seen.html


def test_nobody_else_sees_it(page, ended) -> None:
    with_password("binh.tv")
    page.post(URL, TYPED, ended)
    sign_in(page, ended, "binh.tv")
    assert page("/ca-nhan/tiep-tuc/", ended, status=302).location == "/ca-nhan/"
    assert "kept_post" not in ended.session


def test_it_does_not_wait_for_ever(page, ended) -> None:
    page.post(URL, TYPED, ended)
    sign_in(page, ended, "lan.nt")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31)):
        assert page("/ca-nhan/tiep-tuc/", ended, status=302).location == "/ca-nhan/"


def test_a_stranger_and_a_flood_are_not_kept(page, client, ended) -> None:
    from django.test import Client

    stranger = Client()
    assert page.post(URL, TYPED, stranger).location == "/tai-khoan/login/?next=/"
    assert not stranger.session.keys()
    assert page.post(URL, TYPED | {"reason": "x" * 200_001}, ended).location == "/tai-khoan/login/?next=/"
    assert "kept_post" not in ended.session


def test_cookie_of_the_sender_cannot_be_forged(page, ended) -> None:
    ended.cookies["congvu_sender"] = f"{ended.officer.pk}:forged"
    assert page.post(URL, TYPED, ended).location == "/tai-khoan/login/?next=/"


def test_nothing_waiting_leads_to_the_profile(page, client_for) -> None:
    assert page("/ca-nhan/tiep-tuc/", client_for("clerk"), status=302).location == "/ca-nhan/"

"""Setting up a link to the national side: the form, the live check, the switch."""

import pytest

from congvu.national.models import NationalLink
from congvu.national.services.sides import facts_of
from congvu.national.tests.conftest import AGENCIES, _double, double  # noqa: F401 — fixtures
from congvu.national.tests.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client_for):
    return client_for("administrator", unit=build().one_stop)


def data(admin, address, **changes):
    usual = {
        "name": "Cổng quốc gia", "agency": admin.actor.agency_id, "generation": "2", "address": address,
        "account": "congvu", "secret": "quoc-gia", "agency_code": "h19.75.26248", "codes": "national",
        "poll_seconds": "30", "options": "reserve=5\nstatus.posted=9", "withdraw": "on",
    }  # fmt: skip
    return {**usual, **changes}


def test_a_link_is_set_up_checked_and_switched_on(admin, page, double):  # noqa: F811
    assert not page("/quan-tri/quoc-gia/", admin).xpath("//main//table")
    page.post("/quan-tri/quoc-gia/moi/", data(admin, f"{double.base}/v2"), admin, status=302)
    held = NationalLink.objects.get()
    assert (held.active, held.agency_code) == (False, AGENCIES[0].split("=")[0])
    assert held.options == {"reserve": "5", "status.posted": "9", "withdraw": "auto"}
    assert "quoc-gia" not in held.sealed_secret
    base = f"/quan-tri/quoc-gia/{held.pk}/"
    page.post(f"{base}kiem-tra/", {}, admin, status=302)
    text = " ".join(page(base, admin).texts("//section[@aria-labelledby='check']"))
    assert text.count("Đạt") == 4
    page.post(f"{base}bat-tat/", {"bat": "1"}, admin, status=302)
    assert "Đang dùng" in " ".join(page("/quan-tri/quoc-gia/", admin).texts("//main//tbody"))
    form = page(f"{base}sua/", admin).form(0)
    assert form["secret"] in {"", None}
    page.post(f"{base}sua/", {**form, "name": "Cổng mới"}, admin, status=302)
    held.refresh_from_db()
    assert (held.name, facts_of(held).secret, held.options["withdraw"]) == ("Cổng mới", "quoc-gia", "auto")
    page.post(f"{base}danh-muc/", {}, admin, status=403)  # the catalogue has a keeper of its own


def test_the_check_says_what_is_wrong(admin, page, double):  # noqa: F811
    wrong = data(admin, f"{double.base}/v2", secret="sai")
    page.post("/quan-tri/quoc-gia/moi/", wrong, admin, status=302)
    held = NationalLink.objects.get()
    page.post(f"/quan-tri/quoc-gia/{held.pk}/kiem-tra/", {}, admin, status=302)
    assert "Sai tài khoản hoặc mật khẩu" in page(f"/quan-tri/quoc-gia/{held.pk}/", admin).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"address": "ftp://x"}, "http://"), ({"poll_seconds": "1"}, "5 đến 3600"),
     ({"options": "sai"}, "dạng tên"), ({"agency_code": ""}, ""), ({"since": "40/11/2026"}, "")],
)  # fmt: skip
def test_what_is_wrong_in_the_form(admin, page, changes, said):
    sent = {**data(admin, "http://10.1.2.3/v1"), **changes}
    seen = page.post("/quan-tri/quoc-gia/moi/", sent, admin, status=422)
    assert said in seen.text
    assert not NationalLink.objects.exists()


def test_another_organisation_and_another_role(admin, page, client_for):
    page.post("/quan-tri/quoc-gia/moi/", data(admin, "http://10.1.2.3/v1"), admin, status=302)
    held = NationalLink.objects.get()
    stranger = client_for("administrator")
    page(f"/quan-tri/quoc-gia/{held.pk}/", stranger, status=404)
    page.post(f"/quan-tri/quoc-gia/{held.pk}/bat-tat/", {"bat": "1"}, stranger, status=404)
    page("/quan-tri/quoc-gia/", client_for("clerk"), status=403)

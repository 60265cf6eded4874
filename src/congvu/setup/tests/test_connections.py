"""Setting up a connection: the form, the live check, the switch; the secret never comes back."""

import pytest

from congvu.audit.models import Event
from congvu.directory.tests.factories import AgencyFactory, UnitFactory
from congvu.interchange.models import Connection
from congvu.interchange.services import renew_keys
from congvu.interchange.services.channels import facts_of
from congvu.interchange.tests.axis import SECRET, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db, client_for):
    return client_for("administrator", unit=UnitFactory(agency=AgencyFactory(name="Sở Nội vụ")))


def data(admin, place, **changes):
    usual = {
        "name": "Trục tỉnh", "agency": admin.actor.agency_id, "kind": "vxp", "address": place,
        "system_id": "H19.15", "secret": SECRET, "agency_code": "h19.15", "poll_seconds": "20",
        "is_default": "on", "options": "read_seconds=5",
    }  # fmt: skip
    return {**usual, **changes}


def test_a_connection_is_set_up_checked_and_switched_on(admin, page):
    with running() as (axis, address):
        axis.agencies = {"H19.15": "Sở Nội vụ"}
        assert not page("/quan-tri/lien-thong/", admin).xpath("//main//table")
        page.post("/quan-tri/lien-thong/moi/", data(admin, address), admin, status=302)
        held = Connection.objects.get()
        assert (held.active, held.agency_code, held.options) == (False, "H19.15", {"read_seconds": "5"})
        assert SECRET not in held.sealed_secret
        assert facts_of(held).secret == SECRET
        base = f"/quan-tri/lien-thong/{held.pk}/"
        page.post(f"{base}kiem-tra/", {}, admin, status=302)
        text = " ".join(page(base, admin).texts("//section[@aria-labelledby='check']"))
        assert text.count("Đạt") == 4
        assert SECRET not in text
        page.post(f"{base}bat-tat/", {"bat": "1"}, admin, status=302)
        assert Connection.objects.get().active
        assert "Đang dùng" in " ".join(page("/quan-tri/lien-thong/", admin).texts("//main//tbody"))


def test_a_change_keeps_the_secret_and_stands_in_the_journal(admin, page):
    page.post("/quan-tri/lien-thong/moi/", data(admin, "http://10.1.2.3/vxp"), admin, status=302)
    held = Connection.objects.get()
    form = page(f"/quan-tri/lien-thong/{held.pk}/sua/", admin).form(0)
    assert form["secret"] in {"", None}
    page.post(
        f"/quan-tri/lien-thong/{held.pk}/sua/",
        {**form, "name": "Trục mới", "private": "on"},
        admin,
        status=302,
    )
    held.refresh_from_db()
    assert (held.name, held.options["private"], facts_of(held).secret) == ("Trục mới", "1", SECRET)
    assert SECRET not in str(list(Event.objects.values_list("data", flat=True)))
    old = held.sealed_secret
    assert renew_keys() == 1
    held.refresh_from_db()
    assert held.sealed_secret != old
    assert facts_of(held).secret == SECRET


@pytest.mark.parametrize(
    ("field", "value"),
    [("address", "ftp://x"), ("name", ""), ("poll_seconds", "1"), ("options", "không có dấu"), ("kind", "x")],
)
def test_what_is_wrong_is_said_at_its_field(admin, page, field, value):
    seen = page.post(
        "/quan-tri/lien-thong/moi/", data(admin, "http://10.1.2.3/vxp", **{field: value}), admin, status=422
    )
    assert seen.errors
    assert not Connection.objects.exists()


def test_a_dead_address_is_explained(admin, page):
    page.post("/quan-tri/lien-thong/moi/", data(admin, "http://127.0.0.1:9/vxp"), admin, status=302)
    held = Connection.objects.get()
    page.post(f"/quan-tri/lien-thong/{held.pk}/kiem-tra/", {}, admin, status=302)
    assert "tường lửa" in " ".join(page(f"/quan-tri/lien-thong/{held.pk}/", admin).texts("//main"))

"""The administrator's screens of the axis."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from congvu.hub.models import HubAgency, HubCredential, HubDelivery
from congvu.hub.services.accepting import accept
from congvu.hub.services.guarding import Caller
from congvu.hub.tests import world
from congvu.hub.tests.world import edoc

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client_for, hub_dir):
    world.build()
    return client_for("administrator", is_staff=True)


def lay(subject="V/v họp giao ban"):
    caller = Caller(HubCredential.objects.get(system_id="H19.15"), {"from": "H19.15", "to": '["H19.16"]'})
    return accept(caller, [edoc(subject=subject)])


def test_the_flow_shows_who_sends_and_what_is_stuck(page, keeper):
    lay()
    shown = page(reverse("hub:flow"), client=keeper)
    assert "UBND xã Bàu Hàm" in shown.text
    assert "Hôm nay 1 gói lên trục · 1 gói đang chờ" in shown.text
    assert "Kẹt" not in shown.text
    HubDelivery.objects.update(created_at=timezone.now() - timedelta(hours=5))
    shown = page(reverse("hub:flow"), client=keeper)
    assert "Kẹt: quá 4 giờ chưa ai lấy về" in shown.text
    assert "V/v họp giao ban" in shown.text


def test_the_flow_costs_as_much_for_many(keeper, django_assert_max_num_queries):
    for number in range(6):
        lay(str(number))
    with django_assert_max_num_queries(20):
        assert keeper.get(reverse("hub:flow")).status_code == 200


def test_agencies_are_found_without_marks_and_by_old_code(page, keeper):
    for words in ("an vien", "000.00.16.h19"):
        shown = page(f"{reverse('hub:agencies')}?q={words}", client=keeper)
        assert "UBND xã An Viễn" in shown.text
        assert "Bàu Hàm" not in shown.text


def test_locking_asks_why(page, keeper):
    agency = HubAgency.objects.get(code="H19.16")
    page(reverse("hub:lock", args=[agency.pk]), client=keeper)
    assert keeper.post(reverse("hub:lock", args=[agency.pk]), {"why": " "}).status_code == 422
    agency.refresh_from_db()
    assert not agency.locked
    keeper.post(reverse("hub:lock", args=[agency.pk]), {"why": "phần mềm gửi lặp"})
    agency.refresh_from_db()
    assert (agency.locked, agency.locked_why) == (True, "phần mềm gửi lặp")
    assert "phần mềm gửi lặp" in page(reverse("hub:agencies"), client=keeper).text
    keeper.post(reverse("hub:unlock", args=[agency.pk]))
    agency.refresh_from_db()
    assert not agency.locked


def test_credentials_tell_how_many_secrets_are_valid_and_never_one(page, keeper):
    shown = page(reverse("hub:credentials"), client=keeper)
    assert "H19.15" in shown.text
    assert "chưa gọi lần nào" in shown.text


@pytest.mark.parametrize("name", ["flow", "agencies", "credentials"])
def test_only_the_province_s_staff_look(client_for, name):
    assert client_for("administrator").get(reverse(f"hub:{name}")).status_code == 403


def test_a_credential_is_issued_by_screen_and_its_secret_shown_once(page, keeper):
    address = reverse("hub:credential_new")
    page(address, client=keeper)
    seen = page.post(address, {"system_id": "MOI", "agency": "H99"}, keeper, status=422)
    assert "Không có cơ quan mang mã H99" in seen.text
    page.post(address, {"system_id": "MOI", "agency": "H19.16", "rate": "x"}, keeper, status=422)
    given = {"system_id": "MOI", "agency": "H19.16", "label": "QLVB", "rate": "300", "whole_tree": "1"}
    seen = page.post(address, given, keeper, status=200)
    secret = seen.texts("//main//dd/code")[1]
    assert len(secret) >= 32
    credential = HubCredential.objects.get(system_id="MOI")
    assert (credential.per_minute, credential.agency.code) == (300, "H19.16")
    own = reverse("hub:credential", args=[credential.pk])
    for shown in (page(own, client=keeper), page(reverse("hub:credentials"), client=keeper)):
        assert secret not in shown.text
    second = page.post(
        reverse("hub:credential_rotate", args=[credential.pk]), {"hours": "24"}, keeper, status=200
    )
    assert "Khóa trước còn dùng được 24 giờ" in second.text
    assert secret not in second.text
    assert credential.secrets.filter(revoked_at=None).count() == 2
    revoke = reverse("hub:credential_revoke", args=[credential.pk])
    page.post(revoke, {"what": "cu"}, keeper, status=302)
    assert credential.secrets.filter(revoked_at=None).count() == 1
    page.post(revoke, {"what": "het"}, keeper, status=302)
    credential.refresh_from_db()
    assert not credential.active

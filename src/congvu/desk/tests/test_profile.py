"""The officer's own page: acting in another post, standing in, preferences."""

import datetime as dt

import pytest
from django.utils import timezone

from congvu.directory.models import Delegation, Officer
from congvu.directory.tests.factories import DelegationFactory, PostFactory

pytestmark = pytest.mark.django_db

URL = "/ca-nhan/"


def moment(days: int) -> str:
    return f"{timezone.localtime() + dt.timedelta(days=days):%d/%m/%Y %H:%M}"


@pytest.fixture
def clerk(client_for):
    return client_for("clerk")


@pytest.fixture
def colleague(clerk):
    return PostFactory(unit=clerk.post_.unit, officer__full_name="Lê Thị Thay").officer


def test_profile_shows_posts_and_sign_in(page, clerk) -> None:
    seen = page(URL, clerk)
    assert seen.h1 == "Cá nhân"
    assert "vị trí chính" in seen.text
    assert "Hiện không ai thay bạn" in seen.text
    assert seen.queries <= 8


def test_switching_posts_changes_what_may_be_opened(page, clerk) -> None:
    second = PostFactory(officer=clerk.officer, roles=["administrator"], is_primary=False)
    page("/quan-tri/co-quan/", clerk, status=403)
    seen = page(URL, clerk)
    form = next(form for form in range(5) if seen.form(form).get("post") == str(second.pk))
    page.post(f"{URL}vi-tri/", seen.form(form), clerk)
    assert f"Từ bây giờ bạn làm việc ở vị trí {second.position.name}" in page(URL, clerk).text
    page("/quan-tri/co-quan/", clerk)


def test_post_of_somebody_else_cannot_be_switched_to(page, clerk) -> None:
    other = PostFactory(roles=["leader"])
    page.post(f"{URL}vi-tri/", {"post": other.pk}, clerk, status=409)
    assert "post_id" not in clerk.session
    assert page(f"{URL}vi-tri/", clerk, status=302).location == URL
    assert page.post(f"{URL}vi-tri/", {"post": "x"}, clerk).location == URL


def test_standing_in_is_chosen_and_shown(page, clerk) -> None:
    delegation = DelegationFactory(
        substitute=clerk.officer, post=PostFactory(roles=["leader"]), signing_form="KT."
    )
    seen = page(URL, clerk)
    assert f"thay {delegation.post.officer.full_name}" in seen.text
    page.post(f"{URL}vi-tri/", {"post": delegation.post_id}, clerk)
    assert "Ủy quyền hoặc báo vắng" not in page(URL, clerk).text, "authority is not passed on"
    page.post(f"{URL}uy-quyen/", {"kind": "absence"}, clerk, status=422)


def test_delegation_is_given_and_revoked(page, clerk, colleague) -> None:
    seen = page(f"{URL}uy-quyen/", clerk)
    assert "NĐ 30/2020" in seen.text
    sent = seen.form() | {
        "starts_at": moment(0),
        "ends_at": moment(3),
        "kind": "authorisation",
        "reason": "Đi học",
    }
    refused = page.post(f"{URL}uy-quyen/", sent, clerk, status=422)
    assert "Hãy chọn người được ủy quyền." in refused.errors
    assert refused.form()["reason"] == "Đi học"
    page.post(f"{URL}uy-quyen/", sent | {"substitute": colleague.pk}, clerk)
    row = Delegation.objects.get()
    assert (row.substitute_id, row.kind, row.reason) == (colleague.pk, "authorisation", "Đi học")
    assert "TUQ. Lê Thị Thay" in page(URL, clerk).text
    page.post(f"{URL}uy-quyen/{row.pk}/thu-hoi/", {}, clerk)
    row.refresh_from_db()
    assert row.revoked_at


def test_absence_without_substitute(page, clerk) -> None:
    sent = {"kind": "absence", "signing_form": "TUQ.", "starts_at": moment(1), "ends_at": moment(2)}
    page.post(f"{URL}uy-quyen/", sent, clerk)
    assert Delegation.objects.get().substitute is None
    assert "Vắng mặt, không có người thay" in page(URL, clerk).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_at": moment(-1)}, "phải sau thời điểm bắt đầu"),
        ({"starts_at": "31/02/2026 07:00"}, "31/02/2026"),
        ({"ends_at": ""}, "Đến"),
    ],
)
def test_wrong_dates_keep_what_was_typed(page, clerk, colleague, changes, sentence) -> None:
    sent = {
        "kind": "authorisation", "signing_form": "TUQ.", "starts_at": moment(0), "ends_at": moment(1),
        "substitute": colleague.pk, "reason": "Đi họp",
    } | changes  # fmt: skip
    refused = page.post(f"{URL}uy-quyen/", sent, clerk, status=422)
    assert sentence in refused.html
    assert refused.form()["reason"] == "Đi họp"
    assert not Delegation.objects.exists()


def test_delegation_of_somebody_else_does_not_exist(page, clerk) -> None:
    row = DelegationFactory()
    page.post(f"{URL}uy-quyen/{row.pk}/thu-hoi/", {}, clerk, status=404)
    row.refresh_from_db()
    assert row.revoked_at is None


def test_shortcuts_can_be_switched_off(page, clerk) -> None:
    assert page(URL, clerk).xpath("//body/@data-shortcuts") == ["on"]
    page.post(f"{URL}tuy-chon/", {}, clerk)
    assert Officer.objects.get(pk=clerk.officer.pk).preferences == {"shortcuts": False}
    assert page(URL, clerk).xpath("//body/@data-shortcuts") == ["off"]
    page.post(f"{URL}tuy-chon/", {"shortcuts": "on"}, clerk)
    assert page(URL, clerk).xpath("//body/@data-shortcuts") == ["on"]


def test_officer_without_a_post_sees_why_nothing_works(page, client_for) -> None:
    from congvu.directory.tests.factories import OfficerFactory

    seen = page(URL, client_for(OfficerFactory()))
    assert "chưa có vị trí công tác nào đang hiệu lực" in seen.text

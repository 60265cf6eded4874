"""The people screens: agencies, officers, roles, delegations, as an administrator uses them."""

import datetime as dt

import pytest
from django.utils import timezone

from congvu.directory import services
from congvu.directory.models import Agency, Delegation, Officer, Post, Unit
from congvu.directory.tests.factories import (
    AgencyFactory,
    DelegationFactory,
    OfficerFactory,
    PostFactory,
    RoleFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

A, P = "/quan-tri/co-quan/", "/quan-tri/can-bo/"
TODAY = "15/09/2026"
STRONG = "hoa-sen-nở-97"


@pytest.fixture
def root() -> Agency:
    return AgencyFactory(name="Ủy ban nhân dân thành phố Thử", level="province")


@pytest.fixture
def admin(client_for, root: Agency):
    for code in ("clerk", "specialist"):
        RoleFactory(code=code)
    return client_for("administrator", unit=UnitFactory(agency=root), full_name="Lê Quản Trị")


@pytest.fixture
def commune(root: Agency) -> Agency:
    return AgencyFactory(parent=root, name="Ủy ban nhân dân xã Suối Thử")


def test_tree_shows_the_branch_and_finds_without_diacritics(page, admin, root, commune) -> None:
    AgencyFactory(name="Cơ quan ở nơi khác")
    seen = page(A, admin)
    assert seen.h1 == "Cơ quan"
    assert [a.text for a in seen.xpath("//tbody//a[@data-open]")] == [root.name, commune.name]
    assert seen.xpath("//td[@class='depth-1']")
    seen = page(f"{A}?q=suoi thu", admin)
    assert [a.text for a in seen.xpath("//tbody//a[@data-open]")] == [commune.name]
    assert "Không có cơ quan nào" in page(f"{A}?q=khong-co", admin).text


def test_tree_costs_the_same_for_two_and_forty_agencies(page, admin, root, commune) -> None:
    before = page(A, admin).queries
    for n in range(38):
        PostFactory(unit=UnitFactory(agency=AgencyFactory(parent=root, name=f"Xã {n}")))
    assert page(A, admin).queries == before <= 8


def test_agency_page_shows_history_codes_people(page, admin, root, commune) -> None:
    services.assign_code(
        actor=admin.actor,
        agency_id=commune.pk,
        scheme="qd20",
        code="H19.7",
        valid_from=dt.date(2025, 7, 1),
        is_illustrative=True,
    )
    post = PostFactory(unit=UnitFactory(agency=commune, one_stop=True), roles=["clerk"])
    seen = page(f"{A}{commune.pk}/", admin)
    for text in (post.officer.full_name, "H19.7", "minh họa", "Bộ phận Một cửa", "Cán bộ tiếp nhận"):
        assert text in seen.text
    assert seen.queries <= 18


def test_agency_outside_the_branch_does_not_exist(page, admin) -> None:
    other = AgencyFactory()
    unit = UnitFactory(agency=other)
    post = PostFactory(unit=unit)
    for url in (
        f"{A}{other.pk}/", f"{A}{other.pk}/sua/", f"{A}{other.pk}/ma/", f"{A}{other.pk}/ket-thuc/",
        f"{A}{other.pk}/phong-ban/", f"/quan-tri/phong-ban/{unit.pk}/chuyen/",
        f"{P}{post.officer_id}/", f"{P}{post.officer_id}/sua/", f"{P}{post.officer_id}/mat-khau/",
        f"/quan-tri/vi-tri/{post.pk}/vai-tro/", f"/quan-tri/vi-tri/{post.pk}/ket-thuc/",
    ):  # fmt: skip
        page(url, admin, status=404)


def test_agency_is_laid_revised_and_closed(page, admin, root, commune) -> None:
    form = page(f"{A}moi/", admin).form()
    assert form["parent"] == str(root.pk)
    sent = form | {"name": "Sở Thử", "key": "so-thu", "kind": "department", "level": "province", "on": TODAY}
    made = page.post(f"{A}moi/", sent, admin)
    so = Agency.objects.get(key="so-thu")
    assert made.location == f"{A}{so.pk}/"
    again = page.post(f"{A}moi/", sent, admin, status=422)
    assert any("đã có cơ quan dùng" in error for error in again.errors)
    form = page(f"{A}{so.pk}/sua/", admin).form()
    page.post(f"{A}{so.pk}/sua/", form | {"name": "Sở Thử nghiệm", "on": TODAY}, admin)
    so.refresh_from_db()
    assert so.name == "Sở Thử nghiệm"
    unchanged = page.post(
        f"{A}{so.pk}/sua/", form | {"name": "Sở Thử nghiệm", "on": TODAY}, admin, status=422
    )
    assert "Không có gì thay đổi." in unchanged.text
    seen = page(f"{A}{so.pk}/ket-thuc/", admin)
    assert "sẽ kết thúc cùng ngày" in seen.text
    page.post(f"{A}{so.pk}/ket-thuc/", {"on": TODAY, "successors": [commune.pk]}, admin)
    assert "Tiếp nhận công việc của" in page(f"{A}{commune.pk}/", admin).text
    assert "đã kết thúc ngày" in page(f"{A}{so.pk}/", admin).text
    assert "Sở Thử nghiệm" in page(f"{A}?da-ket-thuc=1", admin).text


def test_cycle_is_told_at_the_field(page, admin, root, commune) -> None:
    child = AgencyFactory(parent=commune)
    form = page(f"{A}{commune.pk}/sua/", admin).form()
    refused = page.post(f"{A}{commune.pk}/sua/", form | {"parent": child.pk, "on": TODAY}, admin, status=422)
    assert any("không thể là chính cơ quan này" in error for error in refused.errors)


def test_codes_and_units(page, admin, commune) -> None:
    bad = {"scheme": "qd20", "code": "sai mã", "valid_from": TODAY}
    refused = page.post(f"{A}{commune.pk}/ma/", bad, admin, status=422)
    assert any("không đúng cấu trúc" in error for error in refused.errors)
    page.post(f"{A}{commune.pk}/ma/", bad | {"code": "H19.12"}, admin)
    assert commune.codes.get().code == "H19.12"
    page.post(f"{A}{commune.pk}/phong-ban/", {"name": "Phòng A", "code": "A"}, admin)
    page.post(f"{A}{commune.pk}/phong-ban/", {"name": "Phòng B", "code": "B"}, admin)
    a, b = Unit.objects.get(code="A"), Unit.objects.get(code="B")
    page.post(f"/quan-tri/phong-ban/{b.pk}/chuyen/", {"parent": a.pk}, admin)
    b.refresh_from_db()
    assert b.path == f"{a.path}{b.pk}/"
    assert "Chuyển Phòng A" in page(f"/quan-tri/phong-ban/{a.pk}/chuyen/", admin).h1
    page.post(f"/quan-tri/phong-ban/{b.pk}/ket-thuc/", {"on": TODAY}, admin)
    b.refresh_from_db()
    assert b.valid_to == dt.date(2026, 9, 15)


def test_officers_are_found_and_listed_at_one_cost(page, admin, commune) -> None:
    unit = UnitFactory(agency=commune)
    officer = OfficerFactory(full_name="Nguyễn Thị Lan", search_text="nguyen thi lan lan.nt")
    PostFactory(unit=unit, officer=officer)
    seen = page(f"{P}?q=LAN+nguyễn", admin)
    assert [a.text for a in seen.xpath("//a[@data-open]")] == ["Nguyễn Thị Lan"]
    before = page(P, admin).queries
    for _n in range(28):
        PostFactory(unit=unit)
    assert page(P, admin).queries == before <= 9
    for _n in range(30):
        PostFactory(unit=unit)
    first = page(f"{P}?co-quan={commune.pk}", admin)
    older = first.xpath("//a[contains(@href, 'cu=')]/@href")[0]
    second = page(f"{P}{older}", admin)
    shown = [*first.xpath("//a[@data-open]/@href"), *second.xpath("//a[@data-open]/@href")]
    assert len(shown) == len(set(shown)) == 59


def test_officer_is_entered_and_changed(page, admin, commune) -> None:
    unit = UnitFactory(agency=commune)
    post = PostFactory(unit=unit)
    sent = {
        "full_name": "Trần Văn Mới", "username": "moi.tv", "password": STRONG, "unit": unit.pk,
        "position": post.position.code, "roles": ["clerk", "specialist"], "valid_from": TODAY,
        "clearance": "0",
    }  # fmt: skip
    refused = page.post(f"{P}moi/", sent | {"password": "123"}, admin, status=422)
    assert any("quá ngắn" in error for error in refused.errors)
    assert refused.form()["full_name"] == "Trần Văn Mới"
    made = page.post(f"{P}moi/", sent, admin)
    officer = Officer.objects.get(username="moi.tv")
    assert made.location == f"{P}{officer.pk}/"
    seen = page(made.location, admin)
    assert "thêm tài khoản moi.tv" in seen.text
    assert "Cán bộ tiếp nhận và trả kết quả, Chuyên viên thụ lý" in seen.text
    form = page(f"{P}{officer.pk}/sua/", admin).form()
    page.post(f"{P}{officer.pk}/sua/", form | {"phone": "0251 386"}, admin)
    page.post(f"{P}{officer.pk}/mat-khau/", {"password": "mùa-lúa-chín-21"}, admin)
    page.post(f"{P}{officer.pk}/khoa/", {"reason": "Nghỉ việc"}, admin)
    officer.refresh_from_db()
    assert (officer.phone, officer.is_active) == ("0251 386", False)
    assert officer.check_password("mùa-lúa-chín-21")
    page.post(f"{P}{officer.pk}/mo-khoa/", {}, admin)
    officer.refresh_from_db()
    assert officer.is_active


def test_posts_are_given_changed_and_ended(page, admin, commune) -> None:
    post = PostFactory(unit=UnitFactory(agency=commune), roles=["clerk"])
    other = UnitFactory(agency=commune)
    sent = {"unit": other.pk, "position": post.position.code, "roles": ["specialist"], "valid_from": TODAY}
    page.post(f"{P}{post.officer_id}/vi-tri/", sent, admin)
    refused = page.post(f"{P}{post.officer_id}/vi-tri/", sent, admin, status=422)
    assert "đã giữ vị trí này" in refused.text
    second = Post.objects.get(unit=other)
    assert page(f"/quan-tri/vi-tri/{second.pk}/vai-tro/", admin).form()["roles"] == "specialist"
    page.post(f"/quan-tri/vi-tri/{second.pk}/vai-tro/", {"roles": ["clerk"]}, admin)
    assert [role.code for role in second.roles.all()] == ["clerk"]
    page.post(f"/quan-tri/vi-tri/{second.pk}/ket-thuc/", {"on": TODAY}, admin)
    second.refresh_from_db()
    assert second.valid_to == dt.date(2026, 9, 15)


def test_account_with_power_elsewhere_is_shown_but_not_changed(page, admin, commune) -> None:
    stranger = PostFactory(roles=["leader"]).officer
    PostFactory(unit=UnitFactory(agency=commune), officer=stranger, is_primary=False)
    seen = page(f"{P}{stranger.pk}/", admin)
    assert "không sửa được tài khoản" in seen.text
    page(f"{P}{stranger.pk}/mat-khau/", admin, status=404)
    page.post(f"{P}{stranger.pk}/go-xac-thuc/", {"reason": "x"}, admin, status=404)


def test_roles_matrix_is_open_to_read_and_closed_to_change(page, admin) -> None:
    seen = page("/quan-tri/vai-tro/", admin)
    assert "Ký duyệt kết quả" in seen.text
    refused = page.post(
        "/quan-tri/vai-tro/clerk/", {"reach": "unit", "capabilities": ["dossier.view"]}, admin, status=422
    )
    assert "chỉ quản trị hệ thống" in refused.text
    Officer.objects.filter(pk=admin.officer.pk).update(is_staff=True)
    page.post("/quan-tri/vai-tro/clerk/", {"reach": "unit", "capabilities": ["dossier.view"]}, admin)
    assert RoleFactory(code="clerk").capabilities == ["dossier.view"]


def test_delegations_are_listed_and_revoked(page, admin, commune) -> None:
    row = DelegationFactory(post=PostFactory(unit=UnitFactory(agency=commune)))
    over = DelegationFactory(
        post=row.post,
        starts_at=timezone.now() - dt.timedelta(days=9),
        ends_at=timezone.now() - dt.timedelta(days=8),
    )
    DelegationFactory()
    seen = page("/quan-tri/uy-quyen/", admin)
    assert row.substitute.full_name in seen.text
    assert over.substitute.full_name not in seen.text
    assert len(page("/quan-tri/uy-quyen/?xem=tat-ca", admin).xpath("//main//tbody/tr")) == 2
    page.post(f"/quan-tri/uy-quyen/{row.pk}/thu-hoi/", {}, admin)
    assert Delegation.objects.get(pk=row.pk).revoked_at
    page.post(f"/quan-tri/uy-quyen/{row.pk}/thu-hoi/", {}, admin, status=409)


def test_others_than_administrators_are_refused(page, client_for, commune) -> None:
    leader = client_for("leader", unit=UnitFactory(agency=commune))
    for url in (A, P, "/quan-tri/vai-tro/", "/quan-tri/uy-quyen/", f"{A}{commune.pk}/"):
        page(url, leader, status=403)

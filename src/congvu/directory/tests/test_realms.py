"""The demonstration organisations, checked against what the law and the digest say of them."""

import datetime as dt
import unicodedata

import pytest
from django.db import transaction
from django.db.models import Count

from congvu.common.text import fold
from congvu.directory import queries, rules
from congvu.directory.models import Agency, AgencyCode, Officer, Post, Role, Territory
from congvu.directory.services.realms import load_realm

pytestmark = pytest.mark.django_db

NOW = dt.date(2026, 9, 15)

WARDS = """25195 Bình Phước, 25210 Đồng Xoài, 25217 Phước Long, 25220 Phước Bình, 25270 Lộc Ninh, 25326 Bình
Long, 25333 An Lộc, 25357 Tân Khai, 25363 Đồng Phú, 25432 Chơn Thành, 25441 Minh Hưng, 25993 Trảng
Dài, 26005 Hố Nai, 26017 Tam Hiệp, 26020 Long Bình, 26041 Trấn Biên, 26068 Biên Hoà, 26080 Long
Khánh, 26089 Bình Lộc, 26098 Bảo Vinh, 26104 Xuân Lập, 26113 Hàng Gòn, 26116 Tân Phú, 26170 Trị An,
26188 Tân Triều, 26248 Trảng Bom, 26326 Dầu Giây, 26368 Long Thành, 26374 Tam Phước, 26377 Phước
Tân, 26380 Long Hưng, 26425 Xuân Lộc, 26485 Nhơn Trạch"""

COMMUNES = """
25222 Bù Gia Mập, 25225 Đăk Ơ, 25231 Đa Kia, 25246 Bình Tân, 25252 Phú Riềng, 25255 Long Hà, 25261
Phú Trung, 25267 Phú Nghĩa, 25279 Lộc Tấn, 25280 Lộc Thạnh, 25292 Lộc Quang, 25294 Lộc Thành, 25303
Lộc Hưng, 25308 Thiện Hưng, 25309 Hưng Phước, 25318 Tân Tiến, 25345 Tân Hưng, 25349 Minh Đức, 25351
Tân Quan, 25378 Tân Lợi, 25387 Thuận Lợi, 25390 Đồng Tâm, 25396 Bù Đăng, 25399 Đak Nhau, 25402 Thọ
Sơn, 25405 Bom Bo, 25417 Nghĩa Trung, 25420 Phước Sơn, 25450 Nha Bích, 26119 Đak Lua, 26122 Nam Cát
Tiên, 26134 Tà Lài, 26158 Phú Lâm, 26173 Phú Lý, 26179 Tân An, 26206 Định Quán, 26209 Thanh Sơn,
26215 Phú Vinh, 26221 Phú Hoà, 26227 La Ngà, 26254 Bàu Hàm, 26278 Bình Minh, 26281 Hưng Thịnh, 26296
An Viễn, 26299 Thống Nhất, 26311 Gia Kiệm, 26332 Xuân Quế, 26341 Cẩm Mỹ, 26347 Xuân Đường, 26359
Xuân Đông, 26362 Sông Ray, 26383 An Phước, 26389 Bình An, 26413 Long Phước, 26422 Phước Thái, 26428
Xuân Bắc, 26434 Xuân Thành, 26446 Xuân Hoà, 26458 Xuân Phú, 26461 Xuân Định, 26491 Đại Phước, 26503
Phước An"""


def listed(text: str, kind: str) -> dict[str, str]:
    rows = (row.strip().split(" ", 1) for row in text.replace("\n", " ").split(","))
    return {code: same(f"{kind} {name}") for code, name in rows}


def same(name: str) -> str:
    """Spell a name so that "Hoà" and "Hòa" are equal but "Thạnh" and "Thành" are not: marks as a set."""
    return "|".join(
        fold(word)
        + "".join(sorted(c for c in unicodedata.normalize("NFD", word) if unicodedata.combining(c)))
        for word in name.split()
    )


@pytest.fixture(scope="module", autouse=True)
def realms(django_db_setup, django_db_blocker):
    """Load both once for this module; each test runs in a savepoint on top, and all is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_realm("dong-nai")
        load_realm("trang-bom-2015")
        yield
        transaction.set_rollback(True)


def test_territories_of_today_are_those_of_the_law() -> None:
    want = listed(WARDS, "Phường") | listed(COMMUNES, "Xã")
    assert len(want) == 95
    rows = Territory.objects.filter(
        queries.in_force(NOW), parent__code="75", parent__name="Thành phố Đồng Nai"
    )
    assert {row.code: same(row.name) for row in rows} == want
    assert rows.filter(kind="phường").count() == 33
    assert rows.filter(kind="xã").count() == 62
    assert Territory.objects.filter(queries.in_force(NOW), parent=None).count() == 34
    assert Territory.objects.filter(queries.in_force(NOW), parent__isnull=False).count() == 3321


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (dt.date(2015, 6, 1), "Thị trấn Trảng Bom"),
        (dt.date(2025, 6, 30), "Thị trấn Trảng Bom"),
        (dt.date(2025, 7, 1), "Xã Trảng Bom"),
        (dt.date(2026, 4, 29), "Xã Trảng Bom"),
        (dt.date(2026, 4, 30), "Phường Trảng Bom"),
    ],
)
def test_each_name_is_true_for_its_time(on: dt.date, name: str) -> None:
    assert [row.name for row in Territory.objects.filter(queries.in_force(on), code="26248")] == [name]
    assert name in [row.name for row in queries.search_territories("trang bom", on=on)]


def test_territories_are_found_without_diacritics_and_by_code() -> None:
    assert [row.name for row in queries.search_territories("TRẢNG  bom", on=NOW)] == ["Phường Trảng Bom"]
    assert [row.name for row in queries.search_territories("26254", on=NOW)] == ["Xã Bàu Hàm"]
    assert queries.search_territories("dong nai", on=NOW)[0].name == "Thành phố Đồng Nai"
    assert {row.parent.code for row in queries.search_territories("binh minh", on=NOW, parent_code="75")} == {
        "75"
    }
    assert len(queries.search_territories("xa", on=NOW, limit=7)) == 7


def test_every_commune_is_an_agency_with_its_units() -> None:
    communes = Agency.objects.filter(realm="dong-nai", kind="committee", level="commune")
    assert communes.count() == 95
    for agency in communes.select_related("territory", "parent"):
        assert agency.territory is not None
        assert agency.name.casefold() == f"Ủy ban nhân dân {agency.territory.name}".casefold()
        assert agency.territory.valid_to is None
        assert agency.parent.key == "thanh-pho-dong-nai"
        assert agency.path == f"{agency.parent.path}{agency.pk}/"
        units = {unit.code: unit for unit in agency.units.all()}
        assert set(units) == {"LD", "VP", "KT", "VHXH", "TTPVHCC"}
        assert [code for code, unit in units.items() if unit.is_one_stop] == ["TTPVHCC"]
        ward = agency.territory.kind == "phường"
        assert units["KT"].name == ("Phòng Kinh tế, Hạ tầng và Đô thị" if ward else "Phòng Kinh tế")


def test_every_commune_can_run_a_process() -> None:
    for agency in Agency.objects.filter(realm="dong-nai", kind="committee", level="commune"):
        for role in ("clerk", "specialist", "unit-head", "leader", "registry"):
            assert queries.officers_with_role(agency.pk, role), (agency.name, role)
    main = ["phuong-trang-bom", "xa-bau-ham", "so-noi-vu", "so-xay-dung", "so-tu-phap",
            "so-nong-nghiep-moi-truong", "ttpvhcc-dong-nai", "vpdkdd-chi-nhanh-trang-bom"]  # fmt: skip
    for key in main:
        agency = Agency.objects.get(key=key)
        for role in Role.objects.exclude(code="procedure-keeper").values_list("code", flat=True):
            assert queries.officers_with_role(agency.pk, role), (agency.name, role)


def test_a_vice_chairman_directs_the_centre_as_the_decree_says() -> None:
    officer = Officer.objects.get(username="thuy.trangbom")
    posts = [(post.position.code, post.unit.code, post.is_primary) for post in officer.posts.order_by("id")]
    assert posts == [("pho-chu-tich", "LD", True), ("giam-doc-trung-tam", "TTPVHCC", False)]


def test_the_district_of_2015_has_closed_and_leads_to_today() -> None:
    old = Agency.objects.filter(realm="trang-bom-2015")
    assert old.filter(level="commune").count() == 17
    assert set(old.values_list("closed_on", flat=True)) == {dt.date(2025, 6, 30)}
    assert not Post.objects.filter(queries.in_force(NOW), agency__in=old).exists()
    want = {
        "thi-tran-trang-bom-2015": "phuong-trang-bom", "xa-giang-dien-2015": "phuong-trang-bom",
        "xa-cay-gao-2015": "xa-bau-ham", "xa-bac-son-2015": "xa-binh-minh",
        "xa-tay-hoa-2015": "xa-hung-thinh",
        "xa-doi-61-2015": "xa-an-vien", "xa-ho-nai-3-2015": "phuong-ho-nai",
    }  # fmt: skip
    for before, today in want.items():
        assert [row.key for row in queries.successors_of(Agency.objects.get(key=before), NOW)] == [today]
    district = Agency.objects.get(key="huyen-trang-bom-2015")
    assert len(queries.successors_of(district, NOW)) == 6
    code = queries.resolve_code("000.00.41.H19", NOW)
    assert code is not None
    assert (code.agency_id, code.expired, len(code.current)) == (district.pk, True, 6)


def test_codes_follow_their_grammar_and_only_the_level_one_is_official() -> None:
    for row in AgencyCode.objects.all():
        assert rules.is_code(row.scheme, row.code), row.code
    official = AgencyCode.objects.filter(is_illustrative=False)
    assert set(official.values_list("code", flat=True)) == {"H19", "000.00.00.H19"}
    twice = AgencyCode.objects.values("scheme", "code").annotate(n=Count("id")).filter(n__gt=1)
    assert not twice.exists()
    merged = queries.resolve_code("H10", NOW)
    assert merged is not None
    assert (merged.expired, merged.agency_name) == (True, "Ủy ban nhân dân thành phố Đồng Nai")


def test_the_city_was_a_province() -> None:
    city = Agency.objects.get(key="thanh-pho-dong-nai")
    names = [queries.agency_as_of(city, day).name for day in (dt.date(2026, 4, 29), dt.date(2026, 4, 30))]
    assert names == ["Ủy ban nhân dân tỉnh Đồng Nai", "Ủy ban nhân dân thành phố Đồng Nai"]

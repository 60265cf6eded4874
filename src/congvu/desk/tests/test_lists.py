"""Search, the list with its filters and file, notices."""

import io
from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist
from openpyxl import load_workbook

from congvu.audit.models import Event
from congvu.desk.rules import searched
from congvu.dossiers import services
from congvu.dossiers.messages import Person
from congvu.dossiers.queries.listing import dossier_list
from congvu.notify.models import Notice
from congvu.notify.services import notify

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    return services.receive_dossier(world.intake(), actor=world.clerk)


def received(world, number, name="Trần Thị Bưởi"):
    owner = Person(name, "cccd", f"0751900{number:05d}", phone="0912345678")
    return services.receive_dossier(world.intake(owner=owner), actor=world.clerk)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("H19.75.26248-261116-0001|K7M2QX9P", "H19.75.26248-261116-0001"),
        ("https://x.vn/tra-cuu/?ma=H19.75-261116-0001&khoa=K7M2QX9P", "H19.75-261116-0001"),
        ("0912 345 678", "0912345678"),
        ("0751.9001.2345", "075190012345"),
        ("  Trần   Thị\nBưởi ", "Trần Thị Bưởi"),
        ("261116-0001", "261116-0001"),
        ("https://x.vn/", ""),
    ],
)
def test_what_is_typed_or_scanned_is_understood(typed, meant):
    assert searched(typed) == meant


@pytest.mark.parametrize("words", ["Trần Thị Bưởi", "tran thi buoi", "buoi", "075190012345", "0912 345 678"])
def test_a_dossier_is_found_and_what_matched_is_marked(page, login, dossier, words):
    seen = page(f"/tim-kiem/?q={words}", login("clerk"))
    assert len(seen.xpath("//tr[@data-row]")) == 1
    assert dossier.code in seen.text
    assert seen.queries <= 12
    if "uoi" in words.lower() or "ưởi" in words:
        assert "Bưởi" in seen.texts("//mark")


def test_an_exact_code_or_a_scan_goes_straight_to_the_dossier(page, login, dossier):
    clerk = login("clerk")
    for words in (dossier.code, dossier.code.lower(), f"{dossier.code}|{dossier.secret}"):
        seen = page(f"/tim-kiem/?q={words}", clerk, status=302)
        assert seen.location.startswith(f"/ho-so/{dossier.pk}/")


def test_nothing_of_others_is_found(page, login, world, dossier):
    for words in (dossier.code, "buoi"):
        seen = page(f"/tim-kiem/?q={words}", login("stranger"))
        assert dossier.owner_name not in seen.text
        assert "Không tìm thấy" in seen.text


def test_search_without_words_asks_for_them(page, login):
    seen = page("/tim-kiem/?q=%20", login("clerk"))
    assert not seen.xpath("//tr[@data-row]")
    assert "Không tìm thấy" not in seen.text


def test_the_list_costs_the_same_for_one_row_and_for_thirty(page, login, world):
    clerk = login("clerk")
    received(world, 1)
    page("/ho-so/", clerk)
    one = page("/ho-so/", clerk).queries
    for number in range(2, 31):
        received(world, number)
    seen = page("/ho-so/", clerk)
    assert len(seen.xpath("//tr[@data-row]")) == 30
    assert seen.queries == one <= 8


def test_pages_lead_there_and_back(world):
    made = [received(world, number).pk for number in range(1, 8)][::-1]
    first = dossier_list(world.clerk, size=3)
    second = dossier_list(world.clerk, before=first.older, size=3)
    third = dossier_list(world.clerk, before=second.older, size=3)
    assert [[row.id for row in one.rows] for one in (first, second, third)] == [made[:3], made[3:6], made[6:]]
    assert (first.newer, third.older) == (None, None)
    back = dossier_list(world.clerk, after=third.newer, size=3)
    assert [row.id for row in back.rows] == made[3:6]
    start = dossier_list(world.clerk, after=back.newer, size=3)
    assert ([row.id for row in start.rows], start.newer) == (made[:3], None)


def test_filters_narrow_the_list(page, login, world, dossier):
    clerk = login("clerk")
    for query, count in (
        ("trang_thai=received", 1),
        ("trang_thai=done", 0),
        ("kenh=2", 0),
        ("thu_tuc=1.001193", 1),
        ("tu=16/11/2026&den=16/11/2026", 1),
        ("den=15/11/2026", 0),
        ("qua_han=on", 0),
    ):
        assert len(page(f"/ho-so/?{query}", clerk).xpath("//tr[@data-row]")) == count, query
    seen = page("/ho-so/?tu=31/02/2026", clerk, status=422)
    assert seen.errors
    assert "31/02/2026" in seen.html
    assert page("/ho-so/?tu=16/11/2026&den=15/11/2026", clerk, status=422).errors
    assert page("/ho-so/?cu=abc&moi=9999999999999999999999", clerk).status == 200


def table(response):
    content = b"".join(response.streaming_content)
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]


def test_the_filtered_list_is_sent_as_a_table_and_nothing_becomes_a_formula(page, login, world):
    nasty = '=HYPERLINK("http://x")'
    received(world, 1, nasty)
    received(world, 2)
    clerk = login("clerk")
    seen = page.post("/ho-so/xuat/?trang_thai=received", {}, clerk, status=200)
    content = b"".join(seen.response.streaming_content)
    sheet = load_workbook(io.BytesIO(content)).active
    rows = list(sheet.iter_rows(min_row=3))
    assert [row[2].value for row in rows] == ["Trần Thị Bưởi", nasty]
    risky = rows[1][2]
    assert (risky.data_type, risky.quotePrefix) == ("s", True)
    assert rows[0][8].value.date() == date(2026, 11, 16)
    event = Event.objects.get(kind="dossier.list_exported")
    assert event.data["count"] == 2
    assert event.data["filters"] == {"state": "received"}


def test_a_refused_filter_is_not_exported(page, login, world, dossier):
    seen = page.post("/ho-so/xuat/?tu=31/02/2026", {}, login("clerk"))
    assert seen.location == "/ho-so/?tu=31%2F02%2F2026"
    assert not Event.objects.filter(kind="dossier.list_exported").exists()


def test_the_export_is_no_plain_link(page, login, world):
    assert page("/ho-so/xuat/", login("clerk"), status=405)


def test_notices_are_opened_read_and_counted(page, login, world, dossier):
    clerk = login("clerk")
    other = login("specialist")
    notify([clerk.officer.pk], "dossier.assigned", "Việc thứ nhất", f"/ho-so/{dossier.pk}/")
    notify([clerk.officer.pk, other.officer.pk], "dossier.assigned", "Việc thứ hai", "/ho-so/")
    seen = page("/thong-bao/", clerk)
    assert seen.texts("//li[@data-row]//a") == ["Việc thứ hai", "Việc thứ nhất"]
    assert seen.texts("//a[@class='desk-bell']/span[contains(@class, 'count')]") == ["2 chưa đọc"]
    first = Notice.objects.get(text="Việc thứ nhất")
    assert page(f"/thong-bao/{first.pk}/", clerk, status=302).location == f"/ho-so/{dossier.pk}/"
    assert page("/thong-bao/", clerk).texts("//li[@data-row]//a") == ["Việc thứ hai"]
    assert len(page("/thong-bao/?loc=tat-ca", clerk).xpath("//li[@data-row]")) == 2
    page(f"/thong-bao/{first.pk}/", other, status=404)
    page.post("/thong-bao/da-doc/", {"newest": Notice.objects.latest("pk").pk}, clerk)
    assert "Không có thông báo mới" in page("/thong-bao/", clerk).text
    assert Notice.objects.filter(read_at__isnull=True).get().officer_id == other.officer.pk


def test_the_bell_costs_nothing_for_a_while_and_sees_what_this_process_writes(page, login, world, settings):
    settings.NOTICE_COUNT_SECONDS = 60
    clerk = login("clerk")
    page("/so-theo-doi/", clerk)
    assert not [sql for sql in page("/so-theo-doi/", clerk).sql if "notify_notice" in sql]
    notify([clerk.officer.pk], "dossier.assigned", "Việc mới")
    assert page("/so-theo-doi/", clerk).texts("//a[@class='desk-bell']/span[contains(@class, 'count')]")


def test_what_does_not_exist_is_not_there(world):
    from congvu.notify.queries import notice_of

    with pytest.raises(ObjectDoesNotExist):
        notice_of(world.clerk.officer_id, 12345)

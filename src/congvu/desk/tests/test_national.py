"""The screens of the national portal: what waits, why, and what an officer may do about it."""

import io

import openpyxl
import pytest
from django.utils import timezone

from congvu.directory.models import Officer
from congvu.directory.tests.factories import UnitFactory
from congvu.dossiers import services as dossiers
from congvu.dossiers.models import Dossier
from congvu.national.models import NationalLink, OnlineMessage, Reconciliation, SyncedDossier
from congvu.national.queries.links import forget_links
from congvu.national.states import Sync
from congvu.national.tests.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    found = build()
    NationalLink.objects.create(
        name="Cổng quốc gia", agency=found.commune, address="http://10.1.2.3/v1", account="a",
        agency_code="H19.75.26248", active=True, updated_at=timezone.now(),
    )  # fmt: skip
    forget_links()
    return found


@pytest.fixture
def clerk(world, client_for):
    return client_for(Officer.objects.get(pk=world.clerk.officer_id))


def message(world, **changes):
    link = NationalLink.objects.get()
    values = {
        "link": link, "sequence": OnlineMessage.objects.count() + 1, "code": "H19.75.26248-261125-00001",
        "kind": "create", "state": "quarantined", "note": "Thủ tục 2.000635 chưa công bố ở đây.",
        "body": {"ChuHoSo": "Trần Thị Bưởi", "MaTTHC": "2.000635", "TaiLieuNop": [{"TenGiayTo": "Tờ khai"}]},
        "agency": world.commune, "received_at": timezone.now(),
    }  # fmt: skip
    return OnlineMessage.objects.create(**{**values, **changes})


def test_what_waits_for_somebody_is_said_with_the_reason(world, clerk, page):
    assert "Không có thông điệp nào" in page("/quoc-gia/", clerk).text
    held = message(world)
    seen = page("/quoc-gia/", clerk)
    assert "chưa công bố" in " ".join(seen.texts("//main//tbody"))
    one = page(f"/quoc-gia/thong-diep/{held.pk}/", clerk)
    assert "Trần Thị Bưởi" in one.text
    page.post(f"/quoc-gia/thong-diep/{held.pk}/bo-qua/", {"reason": ""}, clerk, status=422)
    page.post(f"/quoc-gia/thong-diep/{held.pk}/bo-qua/", {"reason": "Nộp nhầm"}, clerk, status=302)
    held.refresh_from_db()
    assert (held.state, held.handled_by_id) == ("set_aside", world.clerk.officer_id)
    assert "Đã nhận" in page("/quoc-gia/tat-ca/", clerk).text


def test_a_wish_to_withdraw_leads_to_the_dossier(world, clerk, page):
    dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    wish = message(world, kind="withdraw", state="deciding", dossier=dossier, body={"LyDo": "Không cần nữa"})
    seen = page(f"/quoc-gia/thong-diep/{wish.pk}/", clerk)
    assert "Không rút hồ sơ" in seen.text
    assert seen.xpath(f"//a[@href='/ho-so/{dossier.pk}/']")


def test_what_is_not_told_and_why(world, clerk, page, client_for):
    dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    draft = dossiers.save_draft(world.intake(), actor=world.clerk)
    rows = " ".join(page("/quoc-gia/gui/", clerk).texts("//main//tbody"))
    assert "1 thay đổi chờ gửi" in rows
    rows = " ".join(page("/quoc-gia/ngoai/", clerk).texts("//main//tbody"))
    assert "Chưa tiếp nhận nên chưa có mã" in rows
    assert draft.owner_name in rows
    synced = SyncedDossier.objects.get()
    SyncedDossier.objects.update(state=Sync.FAILED, error="Sai mã đơn vị")
    assert "Sai mã đơn vị" in page("/quoc-gia/gui/", clerk).text
    page.post(f"/quoc-gia/ho-so/{synced.pk}/dong-bo-lai/", {}, clerk, status=403)
    keeper = client_for("clerk", "administrator", unit=world.one_stop)
    assert page("/quoc-gia/gui/", keeper).xpath("//button[contains(., 'Đồng bộ lại')]")
    page.post(f"/quoc-gia/ho-so/{synced.pk}/dong-bo-lai/", {}, keeper, status=302)
    assert SyncedDossier.objects.get().state == "waiting"
    assert Dossier.objects.get(pk=dossier.pk).sync_state == "pending"


def test_a_comparison_is_asked_shown_and_taken_out(world, page, client_for):
    leader = client_for(Officer.objects.get(pk=world.leader.officer_id))
    assert page("/quoc-gia/doi-soat/", leader).xpath("//form[.//button[contains(., 'Đối soát')]]")
    page.post("/quoc-gia/doi-soat/", {"first": "01/11/2026", "last": "32/11/2026"}, leader, status=422)
    page.post("/quoc-gia/doi-soat/", {"first": "01/11/2026", "last": "25/11/2026"}, leader, status=302)
    run = Reconciliation.objects.get()
    assert "Đang đối soát" in page(f"/quoc-gia/doi-soat/{run.pk}/", leader).text
    row = {
        "kind": "only_ours",
        "code": "H1-1",
        "ours": "2 Được tiếp nhận",
        "theirs": "–",
        "why": "=1+1 chờ.",
        "pk": 0,
    }
    Reconciliation.objects.update(ended_at=timezone.now(), ours=3, theirs=2, same=2, rows=[row])
    seen = page(f"/quoc-gia/doi-soat/{run.pk}/", leader)
    assert "Chỉ bên này có" in seen.text
    answer = leader.get(f"/quoc-gia/doi-soat/{run.pk}/xlsx/")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[3]] == [
        "H1-1",
        "Chỉ bên này có",
        "2 Được tiếp nhận",
        "–",
        "=1+1 chờ.",
    ]
    assert sheet["E3"].data_type == "s"


def test_another_agency_sees_nothing(world, page, client_for):
    held = message(world)
    run = Reconciliation.objects.create(
        link=NationalLink.objects.get(), first="2026-11-01", last="2026-11-25", begun_at=timezone.now()
    )
    stranger = client_for("clerk", "leader", unit=UnitFactory())
    assert not page("/quoc-gia/", stranger).xpath("//main//tbody")
    page(f"/quoc-gia/thong-diep/{held.pk}/", stranger, status=404)
    page.post(f"/quoc-gia/thong-diep/{held.pk}/xu-ly-lai/", {}, stranger, status=404)
    page(f"/quoc-gia/doi-soat/{run.pk}/", stranger, status=404)


@pytest.mark.parametrize("box", ["den", "gui", "ngoai", "tat-ca"])
def test_a_list_costs_the_same_for_many(world, clerk, page, box):
    def fill():
        dossier = dossiers.receive_dossier(world.intake(), actor=world.clerk)
        dossiers.save_draft(world.intake(), actor=world.clerk)
        message(world, dossier=dossier)

    fill()
    one = page(f"/quoc-gia/{box}/", clerk).queries
    for _turn in range(9):
        fill()
    assert page(f"/quoc-gia/{box}/", clerk).queries <= one

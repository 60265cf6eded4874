"""The screens of the national portal in a browser: readable on both sizes, no violation."""

from typing import Any

import pytest
from django.utils import timezone

from congvu.directory.models import Officer
from congvu.dossiers import services as dossiers
from congvu.national.models import NationalLink, OnlineMessage, Reconciliation, SyncedDossier
from congvu.national.queries.links import forget_links
from congvu.national.tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_screens_of_the_national_portal(browse: Any, client_for: Any, shot: Any, axe: Any) -> None:
    world = build()
    now = timezone.now()
    lines = [
        {"name": "Đăng nhập", "ok": True, "told": "Đã cấp phiên."},
        {"name": "Mã đơn vị", "ok": False, "told": "Mã “H19.75” không có trong danh mục."},
    ]
    link = NationalLink.objects.create(
        name="Cổng Dịch vụ công quốc gia", agency=world.commune, account="trangbom", active=True,
        address="https://adapter.example.gov.vn/v1", agency_code="H19.75.26248", codes="national",
        updated_at=now, checked_at=now, polled_at=now, check_lines=lines,
    )  # fmt: skip
    forget_links()
    first = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    dossiers.receive_dossier(world.intake(), actor=world.clerk)
    dossiers.save_draft(world.intake(), actor=world.clerk)
    SyncedDossier.objects.filter(dossier=first).update(
        state="failed", error="Phía quốc gia từ chối DongBoHoSoMC: Thiếu TenTTHC (mã -2)."
    )
    usual = {"link": link, "agency": world.commune, "received_at": now}
    OnlineMessage.objects.create(
        sequence=1, code="H19.75.26248-261125-00001", kind="create", state="quarantined",
        note="Thủ tục 2.000635 chưa công bố trong danh mục ở đây. Hãy lấy danh mục và công bố thủ tục.",
        body={"ChuHoSo": "Trần Thị Bưởi", "SoGiayToChuHoSo": "075190012345", "MaTTHC": "2.000635",
              "TaiLieuNop": [{"TenGiayTo": "Tờ khai cấp bản sao trích lục", "TenTepDinhKem": "tk.pdf"}]},
        **usual,
    )  # fmt: skip
    wish = OnlineMessage.objects.create(
        sequence=2, code=first.code, kind="withdraw", state="deciding", note="Tôi nộp nhầm nơi",
        body={"LyDo": "Tôi nộp nhầm nơi"}, dossier=first, **usual,
    )  # fmt: skip
    why = "Còn 2 thay đổi chờ gửi: Phía quốc gia bận hoặc lỗi (HTTP 500)."
    row = {"kind": "status", "ours": "4 Đang xử lý", "theirs": "2 Được tiếp nhận", "why": why}
    rows = [{**row, "code": first.code, "pk": first.pk}]
    day = timezone.localdate(now)
    run = Reconciliation.objects.create(
        link=link, first=day.replace(day=1), last=day, begun_at=now, ended_at=now,
        ours=12, theirs=12, same=11, rows=rows,
    )  # fmt: skip
    clerk = browse(client_for(Officer.objects.get(pk=world.clerk.officer_id)))
    for address, name in (
        ("/quoc-gia/", "den"), ("/quoc-gia/gui/", "gui"), ("/quoc-gia/ngoai/", "ngoai"),
        (f"/quoc-gia/thong-diep/{wish.pk}/", "rut"),
    ):  # fmt: skip
        clerk.goto(address)
        axe(clerk)
        shot(clerk, f"quoc-gia-{name}")
    leader = browse(client_for(Officer.objects.get(pk=world.leader.officer_id)))
    for address, name in (
        ("/quoc-gia/doi-soat/", "doi-soat"),
        (f"/quoc-gia/doi-soat/{run.pk}/", "chenh-lech"),
    ):
        leader.goto(address)
        axe(leader)
        shot(leader, f"quoc-gia-{name}")
    admin = browse(client_for("administrator", unit=world.one_stop))
    base = f"/quan-tri/quoc-gia/{link.pk}/"
    for address, name in (("/quan-tri/quoc-gia/", "ket-noi"), (base, "mot"), (f"{base}sua/", "sua")):
        admin.goto(address)
        axe(admin)
        shot(admin, f"quoc-gia-{name}")

"""Outgoing documents in Chromium: from the draft to the copy, the number to come, what stands in the way."""

import pytest
import time_machine

from congvu.directory.models import Officer
from congvu.documents import services
from congvu.documents.messages import Addressee, Receiver, Registration
from congvu.documents.tests.paper import LETTER, equip, office
from congvu.documents.tests.world import at
from congvu.signing.models import Certificate
from congvu.signing.tests.world import PASSPHRASE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(db, settings, tmp_path):
    """An office with documents at each stage; Wednesday 25/11/2026, 9:00."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False
    with time_machine.travel(at("2026-11-25 09:00"), tick=True):
        found = equip(office())
        found.question = found.world.arrived()
        book = Registration(found.world.book.pk)
        services.register_incoming(found.question.pk, book, actor=found.registry)
        to = [Addressee(found.world.land.pk, found.author.officer_id, role="lead")]
        services.present(found.question.pk, to, actor=found.registry)
        yield found


@pytest.fixture
def enter(desk, client_for, browse):
    def make(name, **more):
        return browse(client_for(Officer.objects.get(pk=getattr(desk, name).officer_id)), **more)

    return make


def paper(desk, **changes):
    receivers = (Receiver("Sở Xây dựng", agency_id=desk.world.department.pk, role="act"),)
    return desk.signed(**{"medium": "paper", "receivers": receivers, **changes})


def test_drafting_and_its_page(desk, enter, shot, axe):
    document = desk.drafted(reply_to_id=desk.question.pk)
    services.save_version(
        document.pk, desk.draft(body=LETTER.replace("kết quả", "tình hình"), reply_to_id=desk.question.pk),
        actor=desk.author, note="sửa câu đầu",
    )  # fmt: skip
    tab = enter("author")
    for name, address in {
        "di-danh-sach": "/van-ban-di/",
        "di-soan": f"/van-ban-di/soan/?tra-loi={desk.question.pk}",
        "di-van-ban": f"/van-ban-di/{document.pk}/",
        "di-khac": f"/van-ban-di/{document.pk}/khac/2/",
        "di-trinh": f"/van-ban-di/{document.pk}/trinh/",
    }.items():
        tab.goto(address)
        tab.wait_for_load_state("networkidle")
        axe(tab)
        shot(tab, name)


def test_the_number_follows_what_is_chosen(desk, enter, shot, axe):
    services.number_document(paper(desk).pk, actor=desk.registry)
    document = paper(desk)
    tab = enter("registry")
    tab.goto(f"/van-ban-di/{document.pk}/cap-so/")
    assert "02/UBND-KT" in tab.locator("#number-to-come").inner_text()
    tab.get_by_label("Chèn sau số đã dùng").fill("1")
    tab.get_by_label("Chữ sau số").fill("a")
    tab.get_by_label("Chữ sau số").press("Tab")
    tab.locator("#number-to-come >> text=01a/UBND-KT").wait_for()
    assert tab.get_by_label("Chữ sau số").input_value() == "a"
    axe(tab)
    shot(tab, "di-cap-so")


def test_signing_issuing_and_afterwards(desk, enter, shot, axe):
    waiting = desk.to_sign()
    signed = desk.signed()
    tab = enter("leader")
    tab.goto(f"/van-ban-di/{waiting.pk}/ky/")
    axe(tab)
    shot(tab, "di-ky")
    tab = enter("registry")
    tab.goto(f"/van-ban-di/{signed.pk}/phat-hanh/")
    axe(tab)
    shot(tab, "di-phat-hanh")
    tab.get_by_label("Mật khẩu khóa ký").fill(PASSPHRASE)
    tab.get_by_role("button", name="Phát hành").click()
    tab.wait_for_url(f"**/van-ban-di/{signed.pk}/")
    axe(tab)
    shot(tab, "di-da-phat-hanh")
    for name, slug in {"di-thay-the": "thay-the", "di-sao": "sao", "di-thu-hoi": "thu-hoi"}.items():
        tab.goto(f"/van-ban-di/{signed.pk}/{slug}/")
        axe(tab)
        shot(tab, name)
    tab.goto(f"/van-ban-di/{signed.pk}/noi-van-ban-den/")
    tab.get_by_label("Tìm theo số").press_sequentially("1254")
    tab.locator("#picked >> text=1254/SXD-QLXD").wait_for()
    axe(tab)
    shot(tab, "di-noi-van-ban-den")
    tab.get_by_label("1254/SXD-QLXD").check()
    tab.get_by_role("button", name="Nối văn bản đến").click()
    tab.wait_for_url(f"**/van-ban-di/{signed.pk}/")
    tab.goto(f"/van-ban-di/soan/?thay-the={signed.pk}")
    tab.wait_for_load_state("networkidle")
    axe(tab)
    shot(tab, "di-soan-thay-the")


def test_what_stands_in_the_way_is_said_without_scripts_too(desk, enter, shot):
    signed = desk.signed()
    Certificate.objects.filter(agency__isnull=False).update(revoked_at=at("2026-11-25 08:00"))
    tab = enter("registry", scripts=False)
    tab.goto(f"/van-ban-di/{signed.pk}/phat-hanh/")
    listed = tab.locator("section", has_text="Trước khi phát hành").first.inner_text()
    assert "Chứng thư số đã bị thu hồi, không được ký." in listed

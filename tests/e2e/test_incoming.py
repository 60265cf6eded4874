"""Incoming documents in Chromium: boxes, the register screen beside its page, directing under one thumb."""

import pytest
import time_machine
from django.core.files.base import ContentFile

from congvu.directory.models import Officer
from congvu.documents.messages import Addressee, Arrival, ArrivedFile, Registration
from congvu.documents.models import IncomingDocument
from congvu.documents.rules.proposals import proposed
from congvu.documents.services import (
    arrive,
    direct,
    present,
    read_for_clerk,
    register_incoming,
    save_group,
)
from congvu.documents.tests.corpus.as_pdf import pdf
from congvu.documents.tests.corpus.texts_a import TEXTS
from congvu.documents.tests.world import at, build
from congvu.files.services import store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(db):
    """A commune with two documents waiting, one presented, one directed; Wednesday 25/11/2026, 9:00."""
    with time_machine.travel(at("2026-11-25 09:00"), tick=True):
        world = build()
        for number in range(12):
            facts = {"number": str(300 + number), "urgency": number % 4 == 0}
            world.arrived(facts={**facts, "subject": f"Mời họp triển khai công tác tháng 12, số {number}"})
        world.waiting = [_came(world, text) for text in TEXTS[1:3]]
        world.presented = _presented(world, "501", TEXTS[4])
        world.directed = _presented(world, "502", TEXTS[5], reply_required=True)
        direct(
            world.directed.pk,
            text="Phòng Kinh tế chủ trì, Phòng Văn hóa phối hợp tham mưu trả lời.",
            to=[Addressee(world.land.pk), Addressee(world.culture.pk, role="cooperate")],
            due_at=at("2026-11-30 17:00"),
            actor=world.leader,
        )
        save_group(
            "Xây dựng, đô thị",
            [Addressee(world.land.pk), Addressee(world.culture.pk, role="cooperate")],
            text="Phòng Kinh tế chủ trì tham mưu.",
            actor=world.leader,
        )
        yield world


def _came(world, text) -> IncomingDocument:
    file = store(ContentFile(pdf(text), "van-ban.pdf"), actor=world.registry)
    document = arrive(Arrival("email", files=(ArrivedFile(file.pk),)), actor=world.registry)
    return read_for_clerk(document.pk, actor=world.registry)


def _presented(world, number: str, text, **facts) -> IncomingDocument:
    document = _came(world, text)
    values = proposed(document.reading)
    named = world.facts(number=number, subject=values.subject or "Báo cáo công tác quản lý đô thị", **facts)
    register_incoming(document.pk, Registration(world.book.pk, facts=named), actor=world.registry)
    leader = Addressee(world.leader.unit_id, world.leader.officer_id)
    present(document.pk, [leader], text="Kính trình lãnh đạo", actor=world.registry)
    return IncomingDocument.objects.get(pk=document.pk)


@pytest.fixture
def desk(office, browse, client_for):
    def open_for(name, address, **options):
        tab = browse(client_for(Officer.objects.get(pk=getattr(office, name).officer_id)), **options)
        tab.goto(address)
        if options.get("scripts", True):
            tab.wait_for_selector("html[data-ready]")
        return tab

    return open_for


def looked_at(tab, name, shot, axe):
    """Check a screen with axe-core at both sizes, and take its pictures."""
    axe(tab)
    shot(tab, name)
    tab.set_viewport_size({"width": 390, "height": 844})
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390, tab.url
    tab.set_viewport_size({"width": 1366, "height": 768})


def test_every_screen_of_the_registry_looks_right(desk, office, shot, axe) -> None:
    tab = desk("registry", "/van-ban-den/")
    looked_at(tab, "van-ban-den", shot, axe)
    for address, name in (
        ("/van-ban-den/nhap/", "van-ban-nhap"),
        (f"/van-ban-den/{office.waiting[0].pk}/vao-so/", "van-ban-vao-so"),
        (f"/van-ban-den/{office.directed.pk}/", "van-ban"),
        (f"/van-ban-den/{office.presented.pk}/trinh/", "van-ban-trinh"),
        ("/so-van-ban/", "so-van-ban"),
    ):
        tab.goto(address)
        tab.wait_for_selector("html[data-ready]")
        looked_at(tab, name, shot, axe)


def test_a_focused_field_shows_where_it_was_read(desk, office) -> None:
    tab = desk("registry", f"/van-ban-den/{office.waiting[0].pk}/vao-so/")
    tab.focus("[name=number]")
    tab.wait_for_selector(".read-mark.shown[data-mark=number]", state="attached")
    tab.focus("[name=subject]")
    tab.wait_for_selector(".read-mark.shown[data-mark=subject]", state="attached")
    assert tab.locator(".read-mark.shown[data-mark=number]").count() == 0


def test_a_leader_directs_with_two_presses_on_a_phone(desk, office, shot) -> None:
    tab = desk("leader", "/van-ban-den/", size="390")
    shot(tab, "van-ban-lanh-dao")
    tab.click("a[data-open]:has-text('501')")
    tab.wait_for_selector("html[data-ready]")
    shot(tab, "van-ban-chi-dao-nhanh")
    tab.click("button[name=nhom]")
    tab.wait_for_selector("text=Đã chuyển theo nhóm")
    assert office.presented.directions.filter(kind="direction").count() == 1


def test_the_way_works_without_scripts(desk, office) -> None:
    tab = desk("registry", "/van-ban-den/", scripts=False)
    tab.goto(f"/van-ban-den/{office.waiting[0].pk}/vao-so/")
    tab.click("a[href='#o-number']")
    tab.click("button:has-text('Vào sổ, sang trình')")
    assert f"/van-ban-den/{office.waiting[0].pk}/trinh/" in tab.url
    leader = f"[name='to-{office.leader.unit_id}-{office.leader.officer_id}']"
    tab.click("summary:has-text('cán bộ')")
    tab.select_option(leader, "lead")
    tab.click("main button.btn-primary")
    assert "Đã trình, chuyển văn bản." in tab.content()

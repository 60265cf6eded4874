"""Reminders by e-mail, all the way: morning job, delivery table, worker, and a real SMTP server."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from congvu.assignments import jobs, services
from congvu.assignments.tests.world import at, day, report
from congvu.delivery.models import Delivery
from congvu.delivery.services.worker import WorkerLoop

pytestmark = pytest.mark.django_db


class Post:
    """What the server took; the first `busy` letters are put off, as a server does that is too busy."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.busy = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a letter, or put it off."""
        if self.busy:
            self.busy -= 1
            return "451 try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"

    def texts(self) -> list[tuple[str, str, str]]:
        """Return to whom, subject and body of each letter."""
        return [(str(one["To"]), str(one["Subject"]), str(one.get_content())) for one in self.letters]


@pytest.fixture
def post(settings: Any, clock: Any):
    """A mail server that the product is told to use; its thread sees the real time."""
    found = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": port, "timeout": 10}
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    settings.SITE_URL = "https://congvu.trangbom.example"
    yield found
    controller.stop()


def morning(clock: Any, text: str) -> None:
    """Do what the morning of a day does: the job, then the worker."""
    clock.move_to(at(f"{text} 07:00"))
    jobs.remind()
    WorkerLoop("thử").work_once()


def test_letters_come_before_and_after_the_deadline_once_a_day(world, clock, post) -> None:
    world.mail(world.specialist, "hung@trangbom.example")
    world.mail(world.leader, "minh@trangbom.example")
    one = world.give(lead=world.to_officer(), due_on=day("2026-11-20"))
    morning(clock, "2026-11-16")
    assert post.letters == []
    morning(clock, "2026-11-18")
    morning(clock, "2026-11-18")
    ((to, subject, body),) = post.texts()
    assert (to, subject) == ("hung@trangbom.example", "Nhắc 1 nhiệm vụ, ngày 18/11/2026")
    assert f"- {one.code}: Rà soát, báo cáo tình hình giải ngân vốn đầu tư công" in body
    assert "Còn 2 ngày đến hạn (hạn 20/11/2026)" in body
    assert f"https://congvu.trangbom.example/nhiem-vu/{one.pk}/" in body
    morning(clock, "2026-11-21")  # a Saturday: nobody is urged on a day off
    assert len(post.letters) == 1
    morning(clock, "2026-11-23")
    assert "Quá hạn 3 ngày (hạn 20/11/2026)" in post.texts()[-1][2]
    services.report_done(one.pk, report(), actor=world.specialist)
    services.pass_unit(one.pk, actor=world.head)
    morning(clock, "2026-11-25")
    to, _subject, body = post.texts()[-1]
    assert to == "minh@trangbom.example"
    assert "Chờ bạn duyệt" in body
    services.approve(one.pk, actor=world.leader)
    morning(clock, "2026-11-26")
    assert len(post.letters) == 3


def test_one_letter_tells_of_all_that_is_due_and_another_reads_nothing_of_it(world, clock, post) -> None:
    world.mail(world.specialist, "hung@trangbom.example")
    world.mail(world.colleague, "lan@trangbom.example")
    mine = [world.give(lead=world.to_officer(), due_on=day(f"2026-11-{no}")) for no in (17, 18, 19)]
    hers = world.give(lead=world.to_officer(world.colleague), due_on=day("2026-11-18"))
    morning(clock, "2026-11-17")
    letters = {to: (subject, body) for to, subject, body in post.texts()}
    assert len(post.letters) == len(letters) == 2
    subject, body = letters["hung@trangbom.example"]
    assert subject == "Nhắc 3 nhiệm vụ, ngày 17/11/2026"
    assert all(one.code in body for one in mine)
    assert hers.content
    assert f"{hers.code}:" not in body
    assert f"{hers.code}:" in letters["lan@trangbom.example"][1]


def test_a_busy_server_gets_the_letter_later_and_a_wrong_address_stops_nobody(world, clock, post) -> None:
    world.mail(world.specialist, "hung@trangbom.example")
    world.mail(world.colleague, "khong phai dia chi")
    world.give(lead=world.to_officer(), due_on=day("2026-11-18"))
    world.give(lead=world.to_officer(world.colleague), due_on=day("2026-11-18"))
    post.busy = 1
    morning(clock, "2026-11-17")
    assert post.letters == []
    assert Delivery.objects.get().state != "done"
    clock.move_to(at("2026-11-17 09:00"))
    WorkerLoop("thử").work_once()
    assert [to for to, *_rest in post.texts()] == ["hung@trangbom.example"]
    assert Delivery.objects.get().state == "done"

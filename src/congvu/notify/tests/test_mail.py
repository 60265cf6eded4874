"""E-mail: queued with the fact, handed to a real SMTP conversation, tried again or given up."""

import socketserver
import threading
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import transaction

from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.delivery import queries
from congvu.delivery.models import Delivery
from congvu.delivery.services.worker import WorkerLoop
from congvu.notify.services import send_email

pytestmark = pytest.mark.django_db


def work():
    return WorkerLoop("thử").work_once()


def put(to="dan@example.vn", key="k1", **values):
    send_email(to, values.pop("subject", "Kết quả hồ sơ"), "Mời ông/bà đến nhận.", key=key, **values)


def test_email_is_sent_by_the_worker():
    put(about=Subject("test.thing", 3))
    assert mail.outbox == []
    assert work() == 1
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["dan@example.vn"], "Kết quả hồ sơ", "Mời ông/bà đến nhận.")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert queries.deliveries_of(Subject("test.thing", 3))[0].state == "done"


def test_a_key_sends_once():
    put()
    put()
    work()
    put()
    work()
    assert len(mail.outbox) == 1


def test_subject_line_cannot_carry_headers():
    put(subject="Kết quả\r\nBcc: ke-gian@example.vn")
    work()
    assert mail.outbox[0].subject == "Kết quả Bcc: ke-gian@example.vn"
    assert mail.outbox[0].recipients() == ["dan@example.vn"]


@pytest.mark.parametrize(
    "to", ["", "khong-phai", "a@b@c.vn", "a@example.vn\nBcc: b@example.vn", "a@example.vn, b@example.vn"]
)
def test_impossible_addresses_are_refused(to):
    with pytest.raises(ActionRefused, match="không phải địa chỉ") as refusal:
        put(to)
    assert refusal.value.field == "email"
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rollback_sends_nothing():
    def fail():
        with transaction.atomic():
            put()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert work() == 0
    with pytest.raises(RuntimeError, match="inside the transaction"):
        put()


class Conversation(socketserver.StreamRequestHandler):
    """The server's side of SMTP (RFC 5321), as much as one message needs."""

    def handle(self):
        self.say(b"220 thu")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self.say(b"354 go on")
                self.server.got.append(self.body())
                self.say(b"250 kept")
            elif command == b"RCPT":
                self.say(self.server.answer)
            elif command == b"QUIT":
                self.say(b"221 bye")
                return
            else:
                self.say(b"250 thu")

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def body(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


@pytest.fixture
def server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads, server.got, server.answer = True, [], b"250 welcome"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.server_address[1], "timeout": 5},
            }
        }
        yield server
        server.shutdown()


def test_vietnamese_arrives_whole_over_smtp(server):
    put()
    work()
    [raw] = server.got
    letter = message_from_bytes(raw, policy=policy.default)
    assert letter["Subject"] == "Kết quả hồ sơ"
    assert letter["To"] == "dan@example.vn"
    assert letter.get_content().strip() == "Mời ông/bà đến nhận."
    assert letter["Message-ID"] == f"<congvu.{Delivery.objects.get().pk}@localhost>"


def test_refused_recipient_is_dead_at_once(server):
    server.answer = b"550 no such user"
    put()
    work()
    assert server.got == []
    [row] = queries.dead_letters()
    assert (row.attempts, "no such user" in row.last_error) == (1, True)


def test_busy_server_is_tried_again(server):
    server.answer = b"451 greylisted, come back"
    put()
    work()
    row = queries.deliveries()[0]
    assert (row.state, row.attempts) == ("waiting", 1)
    server.answer = b"250 welcome"
    Delivery.objects.update(next_at=row.created_at)
    work()
    assert len(server.got) == 1


def test_absent_server_is_tried_again(server, settings):
    server.shutdown()
    server.server_close()
    put()
    work()
    row = queries.deliveries()[0]
    assert (row.state, "ConnectionRefusedError" in row.last_error) == ("waiting", True)

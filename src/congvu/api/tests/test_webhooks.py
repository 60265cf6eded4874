"""Webhooks: signed, in order, again until received, and never into our own network."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from congvu.api.models import WebhookCall, WebhookSubscription
from congvu.api.rules import signature
from congvu.api.services import telling
from congvu.api.tests.world import Program
from congvu.delivery.messages import Message, Permanent
from congvu.delivery.models import Delivery
from congvu.documents.tests.world import World, build
from congvu.interchange.services import renew_keys

pytestmark = pytest.mark.django_db


class Listener(HTTPServer):
    """The subscriber's server: keeps what it is told and answers as it is set."""

    heard: list[tuple[dict[str, str], bytes]]
    answer: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/nhan"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.answer)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None: ...


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener(("127.0.0.1", 0), _Handler)
    server.heard, server.answer = [], 200
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> World:
    cache.clear()
    settings.INTERCHANGE_LOOPBACK = True
    settings.SEALING_KEYS_FILE = tmp_path / "keys"
    return build()


@pytest.fixture
def program(world: World) -> Program:
    return Program(world.office, per_minute=10_000)


def subscribed(program: Program, url: str, *kinds: str) -> dict[str, Any]:
    answer = program.post("/webhooks", {"url": url, "kinds": list(kinds) or ["incoming"]})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def send(call: WebhookCall) -> None:
    row = Delivery.objects.get(key=f"api.webhook:{call.pk}")
    telling.deliver(Message(row.pk, row.kind, row.destination, row.payload, row.key, 1))


def test_an_event_is_told_signed(world: World, program: Program, listener: Listener) -> None:
    made = subscribed(program, listener.url)
    document = world.arrived()
    assert telling.look_for_events() == 1
    assert telling.look_for_events() == 0
    send(WebhookCall.objects.get())
    [(headers, body)] = listener.heard
    said = json.loads(body)
    assert said["kind"] == "incoming.arrived"
    assert said["subject"] == {
        "type": "incoming", "id": document.pk, "href": f"/api/v1/documents/incoming/{document.pk}",
    }  # fmt: skip
    assert "Báo cáo" not in body.decode()
    moment, mark = headers["Congvu-Signature"].split(",")
    wanted = hmac.new(made["secret"].encode(), f"{moment[2:]}.".encode() + body, hashlib.sha256).hexdigest()
    assert mark == f"v1={wanted}"
    assert abs(int(moment[2:]) - timezone.now().timestamp()) < 60
    call = WebhookCall.objects.get()
    assert (call.state, call.status, call.attempts) == ("done", 200, 1)
    assert made["secret"] not in WebhookSubscription.objects.get().sealed_secret


def test_only_what_the_program_may_see_is_told(world: World, program: Program, listener: Listener) -> None:
    subscribed(program, listener.url)
    Program(world.upper_office)
    other = Program(world.upper_office)
    subscribed(other, listener.url.replace("nhan", "khac"))
    world.arrived(facts={"confidentiality": 1})
    world.arrived()
    telling.look_for_events()
    assert [call.subscription.client_id for call in WebhookCall.objects.all()] == [program.row.pk]


def test_calls_stand_in_one_line_and_are_tried_again(
    world: World, program: Program, listener: Listener
) -> None:
    subscribed(program, listener.url)
    world.arrived()
    telling.look_for_events()
    call, row = WebhookCall.objects.get(), Delivery.objects.get(kind="api.webhook")
    assert row.ordered
    assert row.destination == f"webhook:{call.subscription_id}"
    listener.answer = 500
    with pytest.raises(RuntimeError):
        send(call)
    listener.answer = 302
    with pytest.raises(RuntimeError):
        send(call)
    call.refresh_from_db()
    assert (call.state, call.status, call.attempts) == ("failed", 302, 2)
    listener.answer = 410
    with pytest.raises(Permanent):
        send(call)
    listener.answer = 204
    send(call)
    call.refresh_from_db()
    assert call.state == "done"


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1:9/x", "https://10.0.0.1/x", "https://[::1]:9/", "https://localhost:9/"]
)
def test_our_own_network_is_never_called(world: World, program: Program, settings: Any, url: str) -> None:
    settings.INTERCHANGE_LOOPBACK = settings.INTERCHANGE_PRIVATE = False
    made = subscribed(program, url)
    program.post(f"/webhooks/{made['id']}/ping", {})
    with pytest.raises(RuntimeError):
        send(WebhookCall.objects.get())
    assert WebhookCall.objects.get().note.startswith("Địa chỉ dẫn tới mạng không được phép")


def test_an_unencrypted_address_is_refused(world: World, program: Program, settings: Any) -> None:
    settings.INTERCHANGE_LOOPBACK = False
    answer = program.post("/webhooks", {"url": "http://example.org/x", "kinds": ["incoming"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "url")


def test_a_kind_outside_the_scopes_is_refused(world: World, listener: Listener) -> None:
    program = Program(world.office, "webhooks.manage", "documents.read")
    answer = program.post("/webhooks", {"url": listener.url, "kinds": ["dossier"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "kinds")
    subscribed(program, listener.url)
    assert program.post("/webhooks", {"url": listener.url, "kinds": ["incoming"]}).status_code == 409


def test_both_secrets_count_while_one_is_changed(world: World, program: Program, listener: Listener) -> None:
    made = subscribed(program, listener.url)
    changed = program.post(f"/webhooks/{made['id']}/secret", {}).json()
    program.post(f"/webhooks/{made['id']}/ping", {})
    call = WebhookCall.objects.get()
    send(call)
    headers, body = listener.heard[-1]
    moment = int(headers["Congvu-Signature"].split(",")[0][2:])
    assert headers["Congvu-Signature"] == signature(body, moment, [changed["secret"], made["secret"]])
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        send(call)
    headers, body = listener.heard[-1]
    moment = int(headers["Congvu-Signature"].split(",")[0][2:])
    assert headers["Congvu-Signature"] == signature(body, moment, [changed["secret"]])


def test_an_event_is_told_again_on_demand(world: World, program: Program, listener: Listener) -> None:
    made = subscribed(program, listener.url)
    world.arrived()
    telling.look_for_events()
    [call] = program.get(f"/webhooks/{made['id']}/calls").json()["items"]
    again = program.post(f"/webhooks/{made['id']}/calls/{call['id']}/replay", {})
    assert again.status_code == 202
    send(WebhookCall.objects.get(pk=again.json()["id"]))
    assert json.loads(listener.heard[0][1])["kind"] == "incoming.arrived"
    other = Program(world.upper_office)
    assert other.get(f"/webhooks/{made['id']}/calls").status_code == 404
    assert other.post(f"/webhooks/{made['id']}/calls/{call['id']}/replay", {}).status_code == 404


def test_an_ended_subscription_is_told_nothing(world: World, program: Program, listener: Listener) -> None:
    made = subscribed(program, listener.url)
    program.post(f"/webhooks/{made['id']}/ping", {})
    answer = program.http.delete(f"/api/v1/webhooks/{made['id']}", headers=program.headers())
    assert answer.status_code == 204
    send(WebhookCall.objects.get())
    world.arrived()
    assert telling.look_for_events() == 0
    assert listener.heard == []


def test_seals_are_renewed(world: World, program: Program, listener: Listener) -> None:
    subscribed(program, listener.url)
    before = WebhookSubscription.objects.get().sealed_secret
    assert renew_keys() == 1
    telling.sealer().drop_old_keys()
    row = WebhookSubscription.objects.get()
    assert row.sealed_secret != before
    assert telling.sealer().unseal(row.sealed_secret)

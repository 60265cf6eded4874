"""The axis in a process of its own: killed in the middle, polled by many, fed with what is large."""

import base64
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from congvu.audit.tests.processes import Outside
from congvu.hub.tests import world
from congvu.hub.tests.sdk import Sdk
from congvu.hub.tests.world import edoc

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BUSY = 5


class Axis:
    """A granian process with the hub's own settings, which can be killed and started again."""

    def __init__(self, folder, outside, secrets):
        self.outside, self.secrets, self.process = outside, secrets, None
        self.environment = {
            **os.environ,
            "DATABASE_URL": outside.url,
            "DJANGO_SETTINGS_MODULE": "config.settings.hub",
            "CONGVU_HUB_SETTINGS": "config.settings.test",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HUB_DIR": str(folder / "hub"),
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self):
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        words += ["--port", str(self.port), "--workers", "1", "--blocking-threads", "4", "--no-ws"]
        words += ["--log-level", "warning", "config.wsgi:application"]
        self.process = subprocess.Popen(words, env=self.environment, start_new_session=True)
        end = time.monotonic() + 40
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the axis did not start")

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def client(self, system):
        return Sdk("127.0.0.1", self.port, system, self.secrets[system], prefix="/bat-ky/dau/vxp")

    def memory(self):
        """Return the highest resident memory of the axis's processes, in MB."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "-g", str(self.process.pid)], capture_output=True, text=True
        )
        peaks = []
        for pid in listed.stdout.split():
            text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
            peaks += [int(line.split()[1]) // 1024 for line in text.splitlines() if line.startswith("VmHWM")]
        return max(peaks)


@pytest.fixture
def axis(tmp_path):
    secrets = world.build().secrets
    found = Axis(tmp_path, Outside(tmp_path), secrets)
    found.start()
    yield found
    if found.process.poll() is None:
        found.kill()


def insist(client, data):
    """Send until the axis says OK, as a client that repeats without asking does."""
    for _try in range(200):
        try:
            answer = client.send(data, ["H19.16"])
        except (OSError, ValueError, IndexError):
            time.sleep(0.1)
            continue
        if answer["status"] == "OK":
            return answer["DocId"]
    raise AssertionError("the axis never took it")


def patiently(client, operation, **parameters):
    """Ask again when the line breaks: reading changes nothing."""
    for _try in range(20):
        try:
            return client.call(operation, **parameters)
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the axis never answered")


def test_killed_while_accepting_nothing_is_lost_and_nothing_doubled(axis):
    told, many = {}, 40

    def sender(first):
        client = axis.client("H19.15")
        for number in range(first, many, 4):
            told[number] = insist(client, edoc(subject=f"gói {number}", body="QUJD" * 20_000))

    threads = [threading.Thread(target=sender, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for _kill in range(3):
        time.sleep(0.6)
        axis.kill()
        axis.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(told) == many
    assert len(set(told.values())) == many
    stored = {row[0] for row in axis.outside.rows("SELECT doc_id FROM hub_hubmessage")}
    assert stored == set(told.values())
    assert axis.outside.rows("SELECT COUNT(*) FROM hub_hubdelivery") == [(many,)]
    receiver = axis.client("H19.16")
    for doc_id in list(stored)[:5]:
        assert b"edXML" in base64.b64decode(patiently(receiver, "getEdoc", docId=doc_id)["data"])


def test_two_pollers_and_a_sender_at_once(axis):
    many, seen, lock = 24, [], threading.Lock()
    stop = threading.Event()

    def poll():
        client = axis.client("H19.16")
        while not stop.is_set():
            for row in client.call("getReceivedEdocList", messagetype="edoc")["data"]:
                assert client.call("getEdoc", docId=row["docId"])["status"] == "OK"
                assert client.call("updateStatus", status="done", docId=row["docId"])["status"] == "OK"
                with lock:
                    seen.append(row["docId"])
            time.sleep(0.02)

    pollers = [threading.Thread(target=poll) for _ in range(2)]
    for thread in pollers:
        thread.start()
    sender = axis.client("H19.15")
    for number in range(many):
        assert sender.send(edoc(subject=str(number)), ["H19.16"])["status"] == "OK"
    end = time.monotonic() + 30
    done = "SELECT COUNT(*) FROM hub_hubdelivery WHERE state = 'done'"
    while axis.outside.rows(done) != [(many,)] and time.monotonic() < end:
        time.sleep(0.1)
    stop.set()
    for thread in pollers:
        thread.join(timeout=20)
    assert len(set(seen)) == many
    assert axis.client("H19.16").call("countReceiveEdoc")["count"] == 0


def test_equal_packages_at_once_are_one(axis):
    answers = []

    def send():
        answers.append(insist(axis.client("H19.15"), edoc(subject="cùng lúc")))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(answers) == 6
    assert len(set(answers)) == 1
    assert axis.outside.rows("SELECT COUNT(*) FROM hub_hubdelivery") == [(1,)]


def test_a_large_package_passes_with_little_memory(axis):
    before = axis.memory()
    data = edoc(body="QUJD" * (30 * 1024 * 1024))  # 120 MB
    doc_id = axis.client("H19.15").send(data, ["H19.16"])["DocId"]
    receiver = axis.client("H19.16")
    headers = receiver.headers({"docId": doc_id}, "application/json")
    status, answer = receiver.raw("downloadEdoc", "GET", b"", headers)
    assert status == 200
    assert len(answer) == len(data)
    assert hashlib.sha256(answer).digest() == hashlib.sha256(data).digest()  # no diff of 120 MB
    status, answer = receiver.raw("getEdoc", "POST", b"{}", headers)
    assert status == 200
    assert hashlib.sha256(base64.b64decode(answer[answer.index(b'"data":"') + 8 : -2])).digest() == (
        hashlib.sha256(data).digest()
    )
    assert axis.memory() - before < 60

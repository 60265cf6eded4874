import os
import socket
import subprocess
import sys
import time

import httpx
import pytest

from congvu.directory.queries import forget_standings
from congvu.procedures.queries import forget
from congvu.workflow.queries import forget_definitions

AGENCIES = ("H19.75.26248=Ủy ban nhân dân phường Trảng Bom", "H19.10=Sở Xây dựng")


class NationalDouble:
    """The double as a process of its own, with the citizen's hands."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        words = [sys.executable, "-m", "django", "national", "serve", "--port", str(self.port)]
        words += ["--file", str(folder / "quoc-gia.sqlite3")]
        for agency in AGENCIES:
            words += ["--agency", agency]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        env["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        self.process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=self.base, timeout=20)
        end = time.monotonic() + 40
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the double did not start")

    def act(self, path, **body):
        response = self.http.post(f"/cong/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    def faults(self, *texts):
        self.act("loi", loi=list(texts))

    def dossier(self, code):
        response = self.http.get(f"/cong/ho-so/{code}")
        return response.json() if response.status_code == 200 else None

    def stop(self):
        self.http.close()
        self.process.terminate()
        self.process.wait(timeout=10)


@pytest.fixture(scope="session")
def _double(tmp_path_factory):
    found = NationalDouble(tmp_path_factory.mktemp("quoc-gia"))
    yield found
    found.stop()


@pytest.fixture
def double(_double, settings):
    settings.INTERCHANGE_LOOPBACK = True
    _double.faults()
    _double.act("xoa")
    yield _double
    _double.faults()


@pytest.fixture(autouse=True)
def _forget_what_a_process_keeps():
    """Tests roll back and reuse keys, so that nothing that is kept for ever may outlive one."""
    forget_standings()
    forget()
    forget_definitions()

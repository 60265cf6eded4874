"""Where connections may go, told at the moment of connecting."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from congvu.interchange.channels import guard

PRIVATE = ["10.1.2.3", "172.16.0.1", "192.168.1.1", "fd00::1", "100.64.1.1", "::ffff:10.0.0.1"]
LOOPBACK = ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]
NEVER = ["0.0.0.0", "::", "169.254.169.254", "fe80::1", "fe80::1%eth0", "224.0.0.1", "ff02::1"]
NEVER += ["255.255.255.255", "240.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "", "localhost"]


@pytest.mark.parametrize("address", ["1.1.1.1", "203.162.0.11", "2001:4860:4860::8888", "::ffff:1.1.1.1"])
def test_the_internet_is_always_open(address: str) -> None:
    assert guard.allowed(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_networks_of_the_house_only_when_allowed(address: str) -> None:
    assert not guard.allowed(address, loopback=True)
    assert guard.allowed(address, private=True)


@pytest.mark.parametrize("address", LOOPBACK)
def test_this_machine_only_when_allowed(address: str) -> None:
    assert not guard.allowed(address, private=True)
    assert guard.allowed(address, loopback=True)


@pytest.mark.parametrize("address", NEVER)
def test_what_is_never_open(address: str) -> None:
    assert not guard.allowed(address, private=True, loopback=True)


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("http://truc.example.vn:8080/vxp", False),
        ("ftp://truc.example.vn", True),
        ("http://", True),
        ("http://a:b@truc.example.vn", True),
        ("http://truc.example.vn:99999", True),
        ("http://truc.example.vn:0", True),
        ("http://[::1", True),
    ],
)
def test_addresses_of_the_web(url: str, wrong: bool) -> None:
    assert bool(guard.check_url(url)) is wrong


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Any:
    one = HTTPServer(("127.0.0.1", 0), _Hello)
    thread = threading.Thread(target=one.serve_forever, daemon=True)
    thread.start()
    yield one.server_port
    one.shutdown()
    one.server_close()


def test_a_guarded_client_reaches_only_what_it_may(server: int) -> None:
    with guard.guarded_client(loopback=True) as client:
        assert client.get(f"http://127.0.0.1:{server}/").text == "hello"
        assert client.get(f"http://127.0.0.1:{server}/away").status_code == 302
    with guard.guarded_client() as client, pytest.raises(httpx.ConnectError, match="may not go"):
        client.get(f"http://127.0.0.1:{server}/")


def test_a_name_that_changes_its_address_gains_nothing(server: int, monkeypatch: Any) -> None:
    """The first look-up says a public address, any later one this machine: only one look-up is made."""
    told = iter([[(2, 1, 6, "", ("127.0.0.1", server))]])
    real = socket.getaddrinfo

    def lie(host: Any, *args: Any, **kwargs: Any) -> Any:
        return next(told) if host == "doi.example.vn" else real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", lie)
    with guard.guarded_client() as client, pytest.raises(httpx.ConnectError, match="may not go"):
        client.get(f"http://doi.example.vn:{server}/")


def test_one_forbidden_address_among_several_closes_a_name(monkeypatch: Any) -> None:
    rows = [(2, 1, 6, "", ("1.1.1.1", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)
    with guard.guarded_client() as client, pytest.raises(httpx.ConnectError, match="may not go"):
        client.get("http://hai.example.vn/")

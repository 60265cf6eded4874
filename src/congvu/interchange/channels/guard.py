"""Where connections may go: no address from a message or a form reaches our own network unless allowed.

Names are resolved at the moment of connecting, every address is looked at, and the very address that was
looked at is connected to: a name that changes its address meanwhile (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_METADATA = ipaddress.ip_network("169.254.0.0/16")
_SHARED = ipaddress.ip_network("100.64.0.0/10")


class Forbidden(httpx.ConnectError):
    """The address lies where this connection may not go; nothing was sent."""


def allowed(address: str, *, private: bool = False, loopback: bool = False) -> bool:
    """Tell whether an IP address may be connected to.

    Args:
        address: IPv4 or IPv6.
        private: networks of the house (10/8, 172.16/12, 192.168/16, fc00::/7, 100.64/10) are allowed too.
        loopback: this machine is allowed too.
    """
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _embedded(ip)
    if inner is not None:
        return allowed(str(inner), private=private, loopback=loopback)
    if ip.is_loopback:
        return loopback
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified or (ip.version == 4 and ip in _METADATA):
        return False
    if ip.is_private or (ip.version == 4 and ip in _SHARED):
        return private and not (ip.version == 4 and (ip.is_reserved or str(ip) == "255.255.255.255"))
    return ip.is_global and not ip.is_reserved


def _embedded(ip: Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address inside an IPv6 one: mapped, 6to4, Teredo and NAT64 lead there."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def check_url(url: str) -> str:
    """Return "" for a web address that can be connected to, or a sentence saying what is wrong with it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "Địa chỉ không đúng dạng."
    if parts.scheme not in {"http", "https"}:
        return "Địa chỉ phải bắt đầu bằng http:// hoặc https://."
    if not parts.hostname:
        return "Địa chỉ thiếu tên máy chủ."
    if parts.username or parts.password:
        return "Không ghi tên, mật khẩu trong địa chỉ; có ô riêng cho thông tin xác thực."
    if port == 0:
        return "Cổng của địa chỉ không dùng được."
    return ""


class GuardedBackend(httpcore.SyncBackend):
    """Connects only to allowed addresses: resolves, looks, and connects to what it looked at."""

    def __init__(self, *, private: bool, loopback: bool) -> None:
        super().__init__()
        self.private, self.loopback = private, loopback

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that answers; every one of them must be allowed."""
        found = self._resolved(host, port)
        failure: Exception | None = None
        for address in found:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"no address for {host}")

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        """Refuse: no connection of the house goes to a socket file."""
        raise httpcore.ConnectError("unix sockets are not allowed")

    def _resolved(self, host: str, port: int) -> list[str]:
        try:
            return resolved(host, port, private=self.private, loopback=self.loopback)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error


def connected(host: str, port: int, *, seconds: float, private: bool, loopback: bool) -> socket.socket:
    """Return a TCP connection to an allowed address, for protocols other than HTTP.

    Raises:
        Forbidden: the name leads where this connection may not go.
        OSError: nobody answers.
    """
    failure: OSError | None = None
    for address in resolved(host, port, private=private, loopback=loopback):
        try:
            return socket.create_connection((address, port), timeout=seconds)
        except OSError as error:
            failure = error
    raise failure or OSError(f"no address for {host}")


def resolved(host: str, port: int, *, private: bool, loopback: bool) -> list[str]:
    """Return the addresses of a name; raise Forbidden when one of them is not allowed."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = list(dict.fromkeys(str(row[4][0]) for row in rows))
    for address in found:
        if not allowed(address, private=private, loopback=loopback):
            raise Forbidden(f"{host} leads to {address}, where this connection may not go")
    return found


class GuardedTransport(httpx.HTTPTransport):
    """The transport of httpx over a guarded way of connecting; no proxies, no environment."""

    def __init__(self, *, private: bool, loopback: bool, verify: ssl.SSLContext | bool = True) -> None:
        context = verify if isinstance(verify, ssl.SSLContext) else httpx.create_ssl_context(verify=verify)
        super().__init__(verify=context, trust_env=False)
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=10,
            max_keepalive_connections=5,
            keepalive_expiry=5,
            network_backend=GuardedBackend(private=private, loopback=loopback),
        )


def guarded_client(
    *,
    private: bool = False,
    loopback: bool = False,
    connect_seconds: float = 10,
    read_seconds: float = 60,
    headers: dict[str, str] | None = None,
) -> httpx.Client:
    """Return a client that follows no redirects, uses no proxy, and connects only where it may.

    Args:
        private: networks of the house are allowed.
        loopback: this machine is allowed.
        connect_seconds: longest wait for a connection.
        read_seconds: longest wait for the next piece of an answer, and to write one of a request.
        headers: sent with every request.
    """
    return httpx.Client(
        transport=GuardedTransport(private=private, loopback=loopback),
        timeout=httpx.Timeout(read_seconds, connect=connect_seconds),
        follow_redirects=False,
        trust_env=False,
        headers=headers,
    )

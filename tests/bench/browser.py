"""A lean browser for benches: a connection that is kept, a session, forms as a browser sends them."""

import http.client
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from lxml import html

from tests.bench.harness import Load

type Part = tuple[str, str | tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    location: str

    def expect(self, status: int) -> "Answer":
        """Return itself; raise RuntimeError with what the page says when the status is another."""
        if self.status != status:
            text = " ".join(html.fromstring(self.body or b"<p/>").text_content().split())
            raise RuntimeError(f"{self.status} instead of {status}: {text[:600]}")
        return self


@dataclass(slots=True)
class Browser:
    """A session of one officer.

    Args:
        port: of the server on 127.0.0.1.
        session: key of the session.
    """

    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def __post_init__(self) -> None:
        self.cookies = {"sessionid": self.session, "csrftoken": secrets.token_hex(16)}

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._send("GET", path, None, {})

    def post(self, path: str, fields: Sequence[Part], *, multipart: bool = False) -> Answer:
        """Send a form; a value may be a file: its name and bytes."""
        headers = {"X-CSRFToken": self.cookies["csrftoken"]}
        if not multipart:
            return self._send(
                "POST",
                path,
                urlencode(fields).encode(),
                headers | {"Content-Type": "application/x-www-form-urlencoded"},
            )
        border = secrets.token_hex(12)
        kind = {"Content-Type": f"multipart/form-data; boundary={border}"}
        return self._send("POST", path, _multipart(fields, border), headers | kind)

    def _send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer, read = self._exchange(method, path, body, {"Cookie": cookies, **headers})
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"') if name != "congvu_sender" else value
        return Answer(answer.status, read, answer.headers.get("Location", ""))

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send and read; a kept connection that the server closed meanwhile is opened anew, once."""
        for kept in (self.line is not None, False):
            self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self.line.request(method, path, body, headers)
                answer = self.line.getresponse()
                return answer, answer.read()
            except (OSError, http.client.HTTPException):
                self.line.close()
                self.line = None
                if not kept:
                    raise
        raise AssertionError("unreachable")


def _multipart(fields: Sequence[Part], border: str) -> bytes:
    parts: list[bytes] = []
    for name, value in fields:
        if isinstance(value, tuple):
            head = (
                f'form-data; name="{name}"; filename="{value[0]}"\r\nContent-Type: application/octet-stream'
            )
            content = value[1]
        else:
            head, content = f'form-data; name="{name}"', value.encode()
        parts += [f"--{border}\r\nContent-Disposition: {head}\r\n\r\n".encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{border}--\r\n".encode()])


def form_of(page: bytes, form_id: str) -> dict[str, str]:
    """Return what a browser would send with a form as it stands."""
    form = next(one for one in html.fromstring(page).forms if one.get("id") == form_id)
    return {name: str(value) for name, value in form.form_values()}


def together(jobs: Sequence[Callable[[], object]], seconds: float) -> Load:
    """Run each job in a thread of its own, again and again until the time is up.

    A job ends early by StopIteration: nothing is left for it to do.
    """
    barrier = threading.Barrier(len(jobs))
    latencies: list[float] = []
    errors: list[str] = []
    ends: list[float] = []

    def work(job: Callable[[], object]) -> None:
        barrier.wait(60)
        started = now = time.perf_counter()
        while now - started < seconds:
            try:
                job()
            except StopIteration:
                break
            except Exception as error:  # an error is a figure here, not an end
                errors.append(f"{type(error).__name__}: {error}")
                now = time.perf_counter()
                continue
            done = time.perf_counter()
            latencies.append(done - now)
            now = done
        ends.append(now - started)

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(latencies, max(ends), errors)

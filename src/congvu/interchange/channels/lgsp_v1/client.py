"""The client of an LGSP, version 1: a signed-in session, packages as multipart, lists by days.

The secret of the connection has two lines: the X-SecretKey, and the password of the account. Options:

    username, application_code   the account
    days                         how far back the inbox is looked through (14)
    agency_statuses              acknowledge with 01 and 02 instead of done and fail
    private                      the platform stands in a private network

The platform tells nothing of what we sent: after a failure in doubt a person has to look, and nothing is
sent twice.
"""

import base64
import binascii
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

import httpx
from django.utils import timezone

from congvu.interchange.channels.answers import NoAnswer, moment, object_of, rows, shown, text
from congvu.interchange.channels.base import (
    Ambiguous,
    Busy,
    Channel,
    ChannelError,
    ConnectionFacts,
    Health,
    Kind,
    Listed,
    Partner,
    Refused,
    Sent,
    Unreachable,
)
from congvu.interchange.channels.web import client_for, told, tried
from congvu.interchange.envelopes.edxml.tree import NAMESPACE

RETRIED = frozenset({"20", "21"})
TOO_OFTEN = "29"
WORDS = {
    "10": "tệp hỏng", "15": "sai SystemId hoặc SecretKey", "18": "nơi nhận không có trên trục",
    "19": "nơi gửi chưa đăng ký", "20": "lỗi hệ thống", "21": "lỗi xử lý tệp",
    "22": "edXML không đúng quy chuẩn", "23": "nơi nhận đang bị khóa",
}  # fmt: skip
WINDOW = timedelta(days=7)
PLATFORM = "Nền tảng"
_MANIFEST = re.compile(r"<(?:[\w.-]+:)?Reference\b.*?</(?:[\w.-]+:)?Reference>", re.DOTALL)
_FIELD = r"<(?:[\w.-]+:)?{}\s*>\s*(.*?)\s*</"


class LgspChannel:
    """One agency's way to an LGSP."""

    kind = "lgsp_v1"

    def __init__(self, facts: ConnectionFacts) -> None:
        self.facts = facts
        self.client = client_for(facts)
        self.key, _, self.password = facts.secret.partition("\n")
        self.token = ""
        self.lock = threading.Lock()

    def close(self) -> None:
        """Close what is kept open."""
        self.client.close()

    def list_inbox(self, kind: Kind) -> list[Listed]:
        """Return what is unread, by windows of seven days; the last day asked for is tomorrow."""
        found: dict[str, Listed] = {}
        for start, end in windows(timezone.localdate(), int(self.facts.options.get("days") or 14)):
            asked = {"messageType": kind, "fromDate": f"{start:%Y/%m/%d}", "toDate": f"{end:%Y/%m/%d}"}
            for row in rows(self.ask("GET", "syncReceivedEdocList", params=asked), who=PLATFORM):
                if text(row, "status").casefold() in {"", "initial"}:
                    one = _listed(row, kind)
                    found.setdefault(one.remote_id, one)
        return list(found.values())

    def fetch(self, item: Listed, into: BinaryIO) -> Mapping[str, str]:
        """Write the package; attachments that stand beside it are put where they belong."""
        answer = self.ask("GET", "getEdoc", params={"docId": item.remote_id})
        row = answer.get("data") if isinstance(answer.get("data"), dict) else answer
        assert isinstance(row, dict)
        into.write(_package(row))
        return {"docId": text(row, "docId"), "from": text(row, "from"), "edocCode": text(row, "edocCode")}

    def acknowledge(self, item: Listed, *, stored: bool, why: str = "") -> None:
        """Tell the platform; it has no place for the reason."""
        codes = ("01", "02") if self.facts.flag("agency_statuses") else ("done", "fail")
        self.ask("POST", "updateStatus", json={"docId": item.remote_id, "status": codes[not stored]})

    def send(self, package: Path, *, kind: Kind, sender: str, to: Sequence[str]) -> str:
        """Send one file; recipients stand in it."""
        self._signed_in()
        with package.open("rb") as stream:
            files = {"edocFile": (package.with_suffix(".edxml").name, stream, "application/xml")}
            response = self._call("POST", "sendEdoc", doubtful=True, files=files, data={"messageType": kind})
        try:
            answer = _judged(response)
        except NoAnswer as error:
            raise Ambiguous(error.told) from error
        data = answer.get("data")
        remote_id = text(answer, "docId") or (text(data, "docId") if isinstance(data, dict) else "")
        if not remote_id:
            raise Ambiguous("Nền tảng nhận gói nhưng không cho mã (docId).")
        return remote_id

    def sent(self, *, remote_id: str = "", document_id: str = "", kind: Kind = "edoc") -> list[Sent]:
        """Refuse: this platform tells nothing of what we sent."""
        raise ChannelError(
            "Nền tảng này không cho hỏi gói đã gửi. Hãy hỏi nơi nhận hoặc đơn vị vận hành rồi chọn gửi lại."
        )

    def directory(self, since: str = "") -> Iterator[Partner]:
        """Yield all agencies."""
        for row in rows(self.ask("GET", "getAgenciesList"), who=PLATFORM):
            code = text(row, "code", "id")
            if code:
                yield Partner(
                    code,
                    text(row, "name"),
                    text(row, "pcode", "pid"),
                    text(row, "oldCode"),
                    text(row, "mail"),
                )

    def check(self) -> list[Health]:
        """Try signing in, the inbox and the directory."""
        found = [tried("Đăng nhập", lambda: self._signed_in(again=True) or "Đăng nhập được.")]
        if not found[0].ok:
            return found
        return [
            *found,
            tried("Danh sách văn bản đến", lambda: f"Đọc được {len(self.list_inbox('edoc'))} gói chưa nhận."),
            tried("Danh bạ cơ quan", lambda: f"{sum(1 for _ in self.directory())} cơ quan."),
        ]

    def ask(self, method: str, operation: str, **more: Any) -> dict[str, Any]:
        """Return the answer to an operation; an expired session is renewed once."""
        self._signed_in()
        return _judged(self._call(method, operation, **more))

    def _call(self, method: str, operation: str, *, doubtful: bool = False, **more: Any) -> httpx.Response:
        response = self._once(method, operation, doubtful=doubtful, **more)
        if response.status_code == httpx.codes.UNAUTHORIZED and "files" not in more:
            self._signed_in(again=True)
            response = self._once(method, operation, doubtful=doubtful, **more)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            self.token = ""
            raise Unreachable("Nền tảng không nhận phiên đăng nhập; sẽ đăng nhập lại.")
        return response

    def _once(self, method: str, operation: str, *, doubtful: bool, **more: Any) -> httpx.Response:
        with told(doubtful=doubtful):
            return self.client.request(method, self._address(operation), headers=self._headers(), **more)

    def _address(self, operation: str) -> str:
        return f"{self.facts.address.rstrip('/')}/v1/{operation}"

    def _headers(self) -> dict[str, str]:
        own = {"X-SystemId": self.facts.system_id, "X-SecretKey": self.key.strip()}
        return {"Authorization": f"Bearer {self.token}", **own}

    def _signed_in(self, *, again: bool = False) -> str:
        """Sign in where no session is known, or `again`."""
        with self.lock:
            if self.token and not again:
                return ""
            body = {
                "username": self.facts.options.get("username", ""), "password": self.password.strip(),
                "applicationCode": self.facts.options.get("application_code", ""), "otp": None,
                "twoFactorProvider": None, "typeObjs": [0, 1],
            }  # fmt: skip
            with told():
                response = self.client.post(
                    self._address("auth/login"), params={"allow_anonymous": "true"}, json=body
                )
            answer = object_of(response)
            data = answer.get("data")
            self.token = text(data, "token") if isinstance(data, dict) else ""
            if not self.token:
                words = text(answer, "message", "errorDesc") or shown(response.content)
                raise Unreachable(f"Không đăng nhập được nền tảng: {words}")
            return ""


def open_lgsp(facts: ConnectionFacts) -> Channel:
    """Return a channel to an LGSP."""
    return LgspChannel(facts)


def windows(today: date, days: int) -> Iterator[tuple[date, date]]:
    """Yield windows of at most seven days, oldest first; an end is not part of its window."""
    start, last = today - timedelta(days=min(max(days, 1), 366) - 1), today + timedelta(days=1)
    while start < last:
        end = min(start + WINDOW, last)
        yield start, end
        start = end


def _judged(response: httpx.Response) -> dict[str, Any]:
    answer = object_of(response)
    if answer.get("success") is not False and response.is_success:
        return answer
    data = answer.get("data")
    row = data if isinstance(data, dict) else answer
    code = text(row, "errorCode", "code")
    words = text(row, "errorDesc", "message") or text(answer, "message") or WORDS.get(code, "không nêu lý do")
    said = f"Nền tảng từ chối, mã {code or response.status_code}: {words}"
    if code == TOO_OFTEN:
        raise Busy(said)
    if code in RETRIED or (not code and response.status_code >= 500):
        raise Unreachable(said)
    raise Refused(code or str(response.status_code), said)


def _listed(row: Mapping[str, Any], kind: Kind) -> Listed:
    remote_id = text(row, "docId", "id")
    if not remote_id:
        raise NoAnswer("Danh sách của nền tảng có gói không mang docId.")
    at = moment(row.get("created_time") or row.get("createdTime"))
    return Listed(remote_id, kind, text(row, "from"), at, text(row, "status"), text(row, "to"))


def _package(row: Mapping[str, Any]) -> bytes:
    raw = row.get("edxml")
    if not isinstance(raw, str) or not raw.strip():
        raise NoAnswer("Nền tảng trả lời nhưng không có gói edXML.")
    if not raw.lstrip("\ufeff \r\n\t").startswith("<"):
        try:
            raw = base64.b64decode("".join(raw.split()), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise NoAnswer("Gói của nền tảng không đọc được (base64).") from error
    beside = row.get("attachments")
    if isinstance(beside, list) and beside and "ContentTransferEncoded" not in raw:
        raw = _joined(raw, [one for one in beside if isinstance(one, dict)])
    return raw.encode("utf-8")


def _joined(raw: str, beside: Sequence[Mapping[str, Any]]) -> str:
    """Put attachments that came beside the package at its end, by the names of its manifest."""
    ids = {}
    for reference in _MANIFEST.findall(raw):
        name, key = (re.search(_FIELD.format(tag), reference) for tag in ("AttachmentName", "ContentId"))
        if name and key:
            ids[name[1]] = key[1]
    parts = []
    for number, one in enumerate(beside, 1):
        called, content = escape(text(one, "fileName")), "".join(str(one.get("fileContent") or "").split())
        parts.append(
            f"<Attachment><ContentId>{ids.get(called, f'cid:beside-{number}')}</ContentId>"
            f"<AttachmentName>{called}</AttachmentName><ContentType>application/octet-stream</ContentType>"
            f"<ContentTransferEncoded>{escape(content)}</ContentTransferEncoded></Attachment>"
        )
    at = raw.rstrip().rfind("</")
    return f'{raw[:at]}<AttachmentEncoded xmlns="{NAMESPACE}">{"".join(parts)}</AttachmentEncoded>{raw[at:]}'

"""The conformance list of an axis: each check has a name, what is expected, and what was seen.

All packages go from the given agency to itself, so that one credential is enough; what the checks laid into
the inbox they acknowledge again.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from congvu.hub.management.probing import Probe, Seen, document, instead, lower, status, without

EDOC = {"servicetype": "eDoc", "messagetype": "edoc"}
STATUS = {"servicetype": "eDoc", "messagetype": "status"}
REFUSED = "FAIL kèm ErrorDesc nói rõ lý do"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    name: str
    expected: str
    seen: str
    ok: bool


@dataclass(slots=True)
class Run:
    """One run of the list: what was sent so far."""

    probe: Probe
    sent: dict[str, bytes] = field(default_factory=dict)

    def listed(self, kind: dict[str, str] = EDOC) -> list[str]:
        """Return the ids that wait."""
        rows = self.probe.call("getReceivedEdocList", kind).rows()
        return [str(row.get("docId")) for row in rows]

    def waiting(self, data: bytes) -> str:
        """Return the id under which a package waits, or ""."""
        for doc_id in reversed(self.listed()):
            if self.fetched(doc_id) == data:
                return doc_id
        return ""

    def fetched(self, doc_id: str) -> bytes:
        """Return the package that getEdoc gives, b"" when it gives none."""
        text = self.probe.call("getEdoc", {"docId": doc_id}).answer.get("data")
        try:
            return base64.b64decode(text or "", validate=True)
        except (ValueError, TypeError):
            return b""

    def acknowledge(self, doc_id: str, word: str = "done", name: str = "docId") -> Seen:
        """Set the state of a package."""
        return self.probe.call("updateStatus", {"status": word, name: doc_id})


def run(probe: Probe) -> Iterator[Line]:
    """Yield the lines of the list in their order; when the axis does not answer at all, only the first."""
    first = probe.call("countReceiveEdoc")
    yield Line("Địa chỉ trả lời", "câu trả lời HTTP", first.told(), first.status > 0)
    if first.status == 0:
        return
    work = Run(probe)
    for part in (_identity, _directory, _sending, _receiving, _statuses, _mistakes):
        yield from part(work)
    for doc_id in {**dict.fromkeys(work.listed()), **dict.fromkeys(work.listed(STATUS))}:
        if work.fetched(doc_id) in work.sent.values():
            work.acknowledge(doc_id)


def _good(name: str, seen: Seen, expected: str = "OK, ErrorCode 0", more: bool = True) -> Line:
    return Line(name, expected, seen.told(), seen.ok and more)


def _bad(name: str, seen: Seen) -> Line:
    return Line(name, REFUSED, seen.told(), seen.refused)


def _identity(work: Run) -> Iterator[Line]:
    probe, name = work.probe, "countReceiveEdoc"
    for operation in (name, "countReceiveStatus"):
        seen = probe.call(operation)
        whole = str(seen.answer.get("count", "")).isdigit()
        yield _good(f"{operation} trả số lượng", seen, "OK với count là số nguyên", whole)
    yield _good("Tên header viết thường", probe.call(name, mangle=lower))
    escaped = probe.call("getReceivedEdocList", {**EDOC, "note": "a&b=c<d>'e'"})
    yield _good("Ký tự Gson thoát (\\u0026 …) trong chuỗi ký", escaped)
    yield _bad("Sai khóa bí mật", probe.call(name, secret="sai-" + "x" * 20))
    yield _bad("Hệ thống lạ", probe.call(name, system_id="khong-co-he-thong-nay"))
    yield _bad("Thiếu hash-header", probe.call(name, mangle=without("hash-header")))
    yield _bad("Thiếu sign-header", probe.call(name, mangle=without("sign-header")))
    other = probe.call("getEdoc", {"docId": "a" * 24}, mangle=instead("docId", "b" * 24))
    yield _bad("Header khác giá trị đã ký", other)


def _directory(work: Run) -> Iterator[Line]:
    for operation, members in (
        ("getAgenciesList", {"code", "name"}),
        ("getAgenciesListQD20", {"code", "name", "code102"}),
        ("getSynchronizeUnit", {"code", "name", "version"}),
    ):
        seen = work.probe.call(operation)
        rows = seen.rows()
        complete = bool(rows) and all(members <= set(row) for row in rows[:100])
        yield _good(f"{operation} trả danh mục", seen, f"danh sách có {', '.join(sorted(members))}", complete)
        if operation == "getSynchronizeUnit":
            codes = {str(row.get("code")) for row in rows} | {str(row.get("oldCode")) for row in rows}
            there = work.probe.agency in codes
            yield Line("Cơ quan gọi có trong danh mục", work.probe.agency, f"{len(rows)} cơ quan", there)


def _sending(work: Run) -> Iterator[Line]:
    probe = work.probe
    mark = "===1700000000000==="
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file_doc"; filename="a.edxml"\r\n'
    head += "Content-Type: application/octet-stream\r\n\r\n"
    ways: dict[str, Callable[[bytes], Seen]] = {
        "thân là tệp + CRLF, hash không đệm 0 (như SDK)": lambda data: probe.send(data),
        "thân là tệp, hash đủ 64 chữ số": lambda data: probe.send(
            data, body=data, file_hash=hashlib.sha256(data).hexdigest()
        ),
        "thân multipart thật với phần file_doc": lambda data: probe.send(
            data, body=head.encode() + data + f"\r\n--{mark}--\r\n".encode()
        ),
        "Content-Type là application/octet-stream": lambda data: probe.send(
            data, content_type="application/octet-stream"
        ),
        "tham số theo thứ tự khác": lambda data: probe.send(data, backwards=True),
        "không có header to, lấy từ edXML": lambda data: probe.send(data, to=None),
    }
    for name, way in ways.items():
        data = document(probe.agency)
        seen = way(data)
        doc_id = str(seen.answer.get("DocId") or "")
        if seen.ok:
            work.sent[doc_id] = data
        yield _good(f"sendEdoc: {name}", seen, "OK với DocId", bool(doc_id))
        yield Line(f"… nội dung tới nơi nguyên vẹn ({name})", "đúng từng byte", *_arrived(work, data))


def _arrived(work: Run, data: bytes) -> tuple[str, bool]:
    doc_id = work.waiting(data)
    return (f"nhận với docId {doc_id}" if doc_id else "không thấy gói trong hộp đến"), bool(doc_id)


def _receiving(work: Run) -> Iterator[Line]:
    probe, data = work.probe, document(work.probe.agency)
    first, second = probe.send(data), probe.send(data)
    work.sent[str(first.answer.get("DocId"))] = data
    copies = [doc_id for doc_id in work.listed() if work.fetched(doc_id) == data]
    yield Line("Gửi lặp cùng gói không nhân đôi", "1 gói ở nơi nhận", f"{len(copies)} gói", len(copies) == 1)
    same = first.answer.get("DocId") == second.answer.get("DocId")
    yield Line("Gửi lặp cùng gói trả cùng DocId", "cùng DocId", second.told(), same and second.ok)
    doc_id = copies[0] if copies else ""
    rows = [row for row in probe.call("getReceivedEdocList", EDOC).rows() if str(row.get("docId")) == doc_id]
    told = rows[0] if rows else {}
    members = {"docId", "from", "created_time", "status"} - set(told)
    yield Line(
        "Dòng của hộp đến đủ thông tin", "docId, from, created_time, status", str(told)[:110], not members
    )
    raw = probe.call("downloadEdoc", {"docId": doc_id}, method="GET")
    yield Line(
        "downloadEdoc trả đúng từng byte (GET)",
        f"{len(data)} byte",
        f"{len(raw.body)} byte",
        raw.body == data,
    )
    again = doc_id in work.listed()
    yield Line("Chưa xác nhận thì còn trong hộp", "còn", "còn" if again else "mất", again)
    yield _good("updateStatus processing", work.acknowledge(doc_id, "processing"))
    yield _good("updateStatus done (tham số docid)", work.acknowledge(doc_id, "done", "docid"))
    gone = doc_id not in work.listed()
    yield Line("Xác nhận done thì rời hộp", "không còn", "không còn" if gone else "vẫn còn", gone)
    yield _good("Xác nhận done lần nữa vẫn được", work.acknowledge(doc_id))
    sent = probe.call("getSentEdocList", {**EDOC, "docId": str(first.answer.get("DocId"))})
    state = [str(row.get("receiveStatus")) for row in sent.rows()]
    yield Line(
        "getSentEdocList cho biết nơi nhận đã lấy", "receiveStatus done", ", ".join(state), state == ["done"]
    )


def _statuses(work: Run) -> Iterator[Line]:
    data = status(work.probe.agency)
    before = len(work.listed())
    seen = work.probe.send(data, kind="status", to=None)
    work.sent[str(seen.answer.get("DocId"))] = data
    yield _good("sendEdoc messagetype=status", seen)
    there = [doc_id for doc_id in work.listed(STATUS) if work.fetched(doc_id) == data]
    yield Line("Trạng thái vào hộp trạng thái", "1 gói", f"{len(there)} gói", len(there) == 1)
    mixed = len(work.listed()) - before
    yield Line("Trạng thái không lẫn vào hộp văn bản", "0 gói", f"{mixed} gói", mixed == 0)


def _mistakes(work: Run) -> Iterator[Line]:
    probe, data = work.probe, document(work.probe.agency)
    yield _bad("hash-file sai", probe.send(data, file_hash="0" * 64))
    yield _bad("Nơi nhận không tồn tại", probe.send(data, to=["Z99.999.999"]))
    yield _bad("Nơi gửi không phải của mình", _as(probe, "Z99.999.999", data))
    yield _bad("Gói rỗng", probe.send(b"", body=b"", file_hash=""))
    yield _bad("getEdoc với docId không có", probe.call("getEdoc", {"docId": "f" * 24}))
    yield _bad("updateStatus với trạng thái lạ", work.acknowledge("f" * 24, "xong"))
    unknown = probe.call("lenhKhongCo")
    yield Line("Lệnh không có", "không phải OK", unknown.told(), not unknown.ok)
    arrived = work.waiting(data)
    yield Line("Gói bị từ chối không lọt vào hộp", "không có", arrived or "không có", not arrived)


def _as(probe: Probe, sender: str, data: bytes) -> Seen:
    other = Probe(probe.url, probe.system_id, probe.secret, sender, probe.seconds)
    return other.send(data, to=[probe.agency])

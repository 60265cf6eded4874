"""Generation 2: the coordination system's API of 2026. A token, then one address for each thing to do."""

import time
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

from congvu.interchange.channels.answers import object_of
from congvu.interchange.channels.base import ChannelError, ConnectionFacts, Health, Refused, Unreachable
from congvu.interchange.channels.web import tried
from congvu.national.messages import (
    Accepted,
    DossierMessage,
    FileRef,
    ProgressMessage,
    RemoteDossier,
)
from congvu.national.rules import reading, writing
from congvu.national.rules.values import ISO, Fields
from congvu.national.services.adapters.base import MOST_PAGES, PAGE, Web, checked

WHO = "Hệ thống điều phối"
PATHS = {
    "token": "token", "next": "GetNextValue", "upload": "upload", "create": "TaoHoSo",
    "progress": "CapNhatTienTrinh", "status": "CapNhatTrangThai", "find": "TraCuuHoSo",
    "list": "DanhSachHoSo", "waiting": "HoSoTrucTuyen", "confirm": "XacNhanHoSoTrucTuyen", "file": "tep",
    "procedures": "DanhSachTTHC", "procedure": "ThuTuc", "agencies": "DanhMucCoQuan",
}  # fmt: skip
_FINE = {"0", "00", "200", "success", "ok"}
EARLY = 30
"""So many seconds before its end a token is asked for anew."""


class Coordination(Web):
    """The second generation behind the port."""

    generation = "2"

    def __init__(self, facts: ConnectionFacts) -> None:
        super().__init__(facts)
        self.token, self.until = "", 0.0

    def synchronise(
        self,
        dossier: DossierMessage,
        progress: ProgressMessage | None,
        *,
        remote_id: str,
        known: bool,
        uploads: Mapping[str, FileRef],
    ) -> Accepted:
        """Make the dossier if it is not there yet, tell the step, then the state."""
        found = remote_id
        if not known:
            there = self.look_up(dossier.code)
            found = there.remote_id if there else ""
            if there is None:
                body = writing.create_v2(dossier, uploads)
                found = Fields(self._call("create", body, doubtful=True).get("data")).text("IdHoSo")
        if progress is not None:
            self._call("progress", writing.progress(progress, ISO), doubtful=True)
        self._call("status", writing.status_v2(dossier, uploads, found), doubtful=True)
        return Accepted(found)

    def upload(self, name: str, data: BinaryIO, sha256: str) -> FileRef | None:
        """Put a file there."""
        answer = self._call("upload", None, doubtful=True, files={"file": (name, data)})
        told = Fields(answer.get("data"))
        if not told.text("IdTepTin"):
            raise Unreachable("Phía quốc gia không trả mã của tệp vừa gửi.")
        if told.text("HashTepTin") and told.text("HashTepTin").casefold() != sha256:
            raise Unreachable("Tệp gửi lên tới nơi không còn nguyên vẹn.")
        return FileRef(told.text("IdTepTin"), name, sha256=sha256)

    def look_up(self, code: str) -> RemoteDossier | None:
        """Ask for one code."""
        rows = self._rows(self._call("find", params={"MaHoSo": code}))
        return next((one for one in map(reading.remote_dossier, rows) if one.code == code), None)

    def listed(self, agency_code: str, first: date, last: date) -> Iterator[RemoteDossier]:
        """Ask for a period, page by page."""
        for page in range(1, MOST_PAGES):
            asked = {"MaDonVi": agency_code, "TuNgay": first.isoformat(), "DenNgay": last.isoformat()}
            rows = self._rows(self._call("list", params={**asked, "Trang": page, "SoLuong": PAGE}))
            yield from map(reading.remote_dossier, rows)
            if len(rows) < PAGE:
                return

    def waiting(self, after: int) -> list[Mapping[str, Any]]:
        """Ask for what citizens filed after a number."""
        asked = {"MaDonVi": self.facts.agency_code, "Sau": after, "SoLuong": PAGE}
        return self._rows(self._call("waiting", params=asked))

    def confirm(self, sequence: int, code: str, *, stored: bool, why: str = "") -> None:
        """Tell that a message is safe here."""
        self._call("confirm", {"SoThuTu": sequence, "MaHoSo": code, "KetQua": stored, "LyDo": why[:500]})

    def fetch(self, file: FileRef, into: BinaryIO, limit: int) -> None:
        """Load a file by its id, or from the address in the message."""
        url = file.url or f"{self.url(self._path('file'))}/{file.id}"
        self.download(url, into, limit, file.sha256, self._bearer())

    def next_code(self, procedure: str) -> str:
        """Ask GetNextValue."""
        told = Fields(self._call("next", params={"MaTTHC": procedure}).get("data"))
        if not told.text("MaHoSo"):
            raise Unreachable("Phía quốc gia không trả mã hồ sơ.")
        return told.text("MaHoSo").upper()

    def procedures(self) -> list[tuple[str, str]]:
        """Return the list of the catalogue."""
        told = map(Fields, self._rows(self._call("procedures", params={"MaDonVi": self.facts.agency_code})))
        return [(one.text("MaTTHC"), one.text("TenTTHC")) for one in told if one.text("MaTTHC")]

    def procedure(self, code: str) -> Mapping[str, Any]:
        """Return one entry of the catalogue."""
        rows = self._rows(self._call("procedure", params={"MaTTHC": code}))
        if not rows:
            raise Refused("missing", f"CSDL quốc gia không có thủ tục {code}.")
        return rows[0]

    def agencies(self) -> list[tuple[str, str]]:
        """Return the agencies that the far side knows."""
        told = map(Fields, self._rows(self._call("agencies")))
        return [(one.text("MaDonVi"), one.text("TenDonVi")) for one in told]

    def check(self) -> list[Health]:
        """Get a token, then look whether our agency is known and the catalogue and the inbox answer."""
        return checked(self, tried("Xác thực", self._checked_token), self.facts.agency_code)

    def _checked_token(self) -> str:
        self.token = ""
        self._bearer()
        return "Đã cấp access_token."

    def _path(self, name: str) -> str:
        return self.option(f"path.{name}", PATHS[name])

    def _bearer(self) -> dict[str, str]:
        if not self.token or time.monotonic() > self.until:
            asked = {"client_id": self.facts.system_id, "client_secret": self.facts.secret}
            asked["grant_type"] = "client_credentials"
            answer = object_of(self.ask("POST", self.url(self._path("token")), data=asked), who=WHO)
            told = Fields({**answer, **(answer["data"] if isinstance(answer.get("data"), dict) else {})})
            self.token = told.text("access_token")
            if not self.token:
                why = told.text("message", "error_description", "error") or "không cấp token"
                raise ChannelError(f"Không xác thực được: {why}. Hãy kiểm tra client_id, client_secret.")
            self.until = time.monotonic() + max(1, (told.number("expires_in") or 300) - EARLY)
        return {"Authorization": f"Bearer {self.token}"}

    def _call(self, name: str, body: Any = None, *, doubtful: bool = False, **more: Any) -> dict[str, Any]:
        url = self.url(self._path(name))
        method = "POST" if body is not None or "files" in more else "GET"
        for turn in (1, 2):
            sent = {"json": body} if body is not None else {}
            response = self.ask(method, url, doubtful=doubtful, headers=self._bearer(), **sent, **more)
            if response.status_code == 401 and turn == 1:
                self.token = ""
                for _name, stream in more.get("files", {}).values():
                    stream.seek(0)
                continue
            answer = object_of(response, who=WHO)
            told = Fields(answer)
            if told.text("code", "error_code").casefold() in _FINE and response.status_code < 300:
                return answer
            code, why = told.text("code", "error_code"), told.text("message") or "không nêu lý do"
            words = f"{WHO} từ chối {self._path(name)}: {why} (mã {code or response.status_code})."
            raise Unreachable(words) if code in {"99", "500"} else Refused(code, words)
        raise ChannelError("Token hết hạn ngay sau khi cấp.")

    def _rows(self, answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        found = answer.get("data")
        if isinstance(found, dict):
            return [found] if found else []
        if isinstance(found, list):
            return [row for row in found if isinstance(row, dict)]
        raise Unreachable("Phía quốc gia trả lời OK nhưng không có dữ liệu; không coi là danh sách rỗng.")


def open_coordination(facts: ConnectionFacts) -> Coordination:
    """Return the second generation for the facts of a link."""
    return Coordination(facts)

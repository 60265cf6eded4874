"""Generation 1: the adapter over NGSP. A session from `auth`, then one POST with a service's name.

What agencies' adapters differ in (paths, names of services, form of times) are options of the link.
"""

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
from congvu.national.rules.values import COMPACT, Fields
from congvu.national.services.adapters.base import MOST_PAGES, PAGE, Web, checked

WHO = "Phía quốc gia"
_FINE = {"0", "00", "1000", ""}
_ENDED = {"401", "-1", "session", "expired"}


class Ngsp(Web):
    """The first generation behind the port."""

    generation = "1"

    def __init__(self, facts: ConnectionFacts) -> None:
        super().__init__(facts)
        self.session = ""
        self.form = self.option("time_form", COMPACT)

    def synchronise(
        self,
        dossier: DossierMessage,
        progress: ProgressMessage | None,
        *,
        remote_id: str,
        known: bool,
        uploads: Mapping[str, FileRef],
    ) -> Accepted:
        """Send the whole dossier, then the step; both are put in place of what is there by code and time."""
        updating = "true" if known else "false"
        body = [writing.dossier_v1(dossier, self.form)]
        self._call("DongBoHoSoMC", body, doubtful=True, isUpdating=updating)
        if progress is not None:
            self._call("CapNhatTienDoHoSoMC", [writing.progress(progress, self.form)], doubtful=True)
        return Accepted(remote_id)

    def upload(self, name: str, data: BinaryIO, sha256: str) -> FileRef | None:
        """Files of the first generation stay with us."""
        return None

    def look_up(self, code: str) -> RemoteDossier | None:
        """Ask TraCuuHoSo for one code."""
        found = self._rows(self._call("TraCuuHoSo", {"MaHoSo": code}))
        rows = [reading.remote_dossier(row) for row in found]
        return next((one for one in rows if one.code == code), None)

    def listed(self, agency_code: str, first: date, last: date) -> Iterator[RemoteDossier]:
        """Ask TraCuuHoSo for a period, page by page."""
        for page in range(1, MOST_PAGES):
            asked = {"MaDonVi": agency_code, "TuNgay": f"{first:%Y%m%d}", "DenNgay": f"{last:%Y%m%d}"}
            rows = self._rows(self._call("TraCuuHoSo", {**asked, "Trang": str(page), "SoLuong": str(PAGE)}))
            yield from (reading.remote_dossier(row) for row in rows)
            if len(rows) < PAGE:
                return

    def waiting(self, after: int) -> list[Mapping[str, Any]]:
        """Ask for what citizens filed after a number."""
        asked = {"MaDonVi": self.facts.agency_code, "Sau": str(after), "SoLuong": str(PAGE)}
        return self._rows(self._call("LayDanhSachHoSoTrucTuyen", asked))

    def confirm(self, sequence: int, code: str, *, stored: bool, why: str = "") -> None:
        """Tell that a message is safe here."""
        told = {"SoThuTu": str(sequence), "MaHoSo": code, "KetQua": "1" if stored else "0", "LyDo": why[:500]}
        self._call("XacNhanHoSoTrucTuyen", told)

    def fetch(self, file: FileRef, into: BinaryIO, limit: int) -> None:
        """Load a file from the address in the message, or by its id."""
        if not self.session:
            self._sign_in()
        url = file.url or self.url(f"{self.option('path.file', 'tep')}/{file.id}")
        self.download(url, into, limit, file.sha256, {"session": self.session, **self._headers()})

    def next_code(self, procedure: str) -> str:
        """Ask for a code where the adapter gives them."""
        answer = self._call("GetNextValue", {"MaTTHC": procedure, "MaDonVi": self.facts.agency_code})
        code = Fields(answer.get("result") or answer.get("data")).text("MaHoSo") or Fields(answer).text(
            "MaHoSo"
        )
        if not code:
            raise Unreachable("Phía quốc gia không trả mã hồ sơ.")
        return code.upper()

    def procedures(self) -> list[tuple[str, str]]:
        """Return the list of the catalogue."""
        rows = self._rows(self._call("LayDanhSachTTHC", {"MaDonVi": self.facts.agency_code}))
        told = (Fields(row) for row in rows)
        return [(one.text("MaTTHC"), one.text("TenTTHC")) for one in told if one.text("MaTTHC")]

    def procedure(self, code: str) -> Mapping[str, Any]:
        """Return LayThuTuc for one code."""
        rows = self._rows(self._call("LayThuTuc", {"maTTHC": code}))
        if not rows:
            raise Refused("missing", f"CSDL quốc gia không có thủ tục {code}.")
        return rows[0]

    def agencies(self) -> list[tuple[str, str]]:
        """Return the agencies that the far side knows."""
        told = (Fields(row) for row in self._rows(self._call("LayDanhMucCoQuan", {})))
        return [(one.text("MaDonVi"), one.text("TenDonVi")) for one in told]

    def check(self) -> list[Health]:
        """Sign in, then look whether our agency is known and the catalogue and the inbox answer."""
        return checked(self, tried("Đăng nhập", self._checked_session), self.facts.agency_code)

    def _checked_session(self) -> str:
        self._sign_in()
        return "Đã cấp phiên làm việc."

    def _headers(self) -> dict[str, str]:
        return {"dstcode": self.option("dstcode", "VN:GOV:000.00.00.G22:vpcpdvcprovider")}

    def _sign_in(self) -> None:
        asked = {"username": self.facts.system_id, "password": self.facts.secret}
        url = self.url(self.option("path.auth", "auth"))
        answer = object_of(self.ask("POST", url, json=asked, headers=self._headers()), who=WHO)
        told = Fields(answer)
        if told.text("error_code", "code") not in _FINE or not told.text("session"):
            why = told.text("message", "error_message") or "không cấp phiên"
            raise ChannelError(f"Không đăng nhập được: {why}. Hãy kiểm tra tài khoản, mật khẩu.")
        self.session = told.text("session")

    def _call(self, service: str, data: Any, *, doubtful: bool = False, **more: str) -> dict[str, Any]:
        name = self.option(f"service.{service}", service)
        for turn in (1, 2):
            if not self.session:
                self._sign_in()
            body = {"session": self.session, "madonvi": self.facts.agency_code, "service": name}
            response = self.ask(
                "POST",
                self.url(self.option("path.data", "")),
                doubtful=doubtful,
                json={**body, **more, "data": data},
                headers=self._headers(),
            )
            answer = object_of(response, who=WHO)
            code = Fields(answer).text("error_code", "code")
            if code in _FINE and response.status_code == 200:
                return answer
            if (code.casefold() in _ENDED or response.status_code == 401) and turn == 1:
                self.session = ""
                continue
            raise self._failure(service, code, Fields(answer).text("message", "error_message"))
        raise ChannelError("Phiên làm việc hết hạn ngay sau khi cấp.")

    def _failure(self, service: str, code: str, why: str) -> ChannelError:
        words = f"Phía quốc gia từ chối {service}: {why or 'không nêu lý do'} (mã {code or 'không có'})."
        return Unreachable(words) if code in {"99", "-99", "500"} else Refused(code, words)

    def _rows(self, answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        for name in ("result", "data", "Data", "Result"):
            found = answer.get(name)
            if isinstance(found, dict):
                return [found] if found else []
            if isinstance(found, list):
                return [row for row in found if isinstance(row, dict)]
        raise Unreachable("Phía quốc gia trả lời OK nhưng không có dữ liệu; không coi là danh sách rỗng.")


def open_ngsp(facts: ConnectionFacts) -> Ngsp:
    """Return the first generation for the facts of a link."""
    return Ngsp(facts)

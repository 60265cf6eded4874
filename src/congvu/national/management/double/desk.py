"""What the national side does, whichever generation asks: keeping dossiers, giving codes, the inbox."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from congvu.national.management.double.catalogue import ENTRIES
from congvu.national.management.double.store import Store, now, today
from congvu.national.rules.status import NAMES, may_follow
from congvu.national.rules.values import Fields, day_of


class No(Exception):  # noqa: N818 — an answer
    """The national side refuses; code and sentence."""

    def __init__(self, code: str, told: str) -> None:
        super().__init__(told)
        self.code, self.told = code, told


class Desk:
    """The double's rules over its store.

    Args:
        store: where it keeps.
        account, secret: who may ask.
        agencies: code to name; only these are known.
        entries: the catalogue, entries as LayThuTuc gives them.
    """

    def __init__(
        self,
        store: Store,
        *,
        account: str,
        secret: str,
        agencies: Mapping[str, str],
        entries: list[dict[str, Any]] | None = None,
    ) -> None:
        self.store, self.account, self.secret = store, account, secret
        self.agencies = {code.upper(): name for code, name in agencies.items()}
        self.entries = {one["MATTHC"]: one for one in (ENTRIES if entries is None else entries)}

    def token(self, account: str, secret: str, seconds: int = 3600) -> str:
        """Return a session or token; refuse who is not known."""
        known = secrets.compare_digest(account.encode(), self.account.encode())
        if not (secrets.compare_digest(secret.encode(), self.secret.encode()) and known):
            raise No("401", "Sai tài khoản hoặc mật khẩu")
        made = secrets.token_urlsafe(24)
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        self.store.rows("INSERT INTO token VALUES (?, ?)", [made, until.isoformat()])
        return made

    def knows(self, token: str) -> bool:
        """Tell whether a token still holds."""
        found = self.store.rows("SELECT until FROM token WHERE token = ?", [token])
        return bool(found) and found[0]["until"] > datetime.now(UTC).isoformat()

    def forget_tokens(self) -> None:
        """Let every session end."""
        self.store.rows("DELETE FROM token")

    def next_code(self, procedure: str, agency: str) -> str:
        """Return a new code: the agency's, today's date, a number of five digits."""
        if procedure not in self.entries:
            raise No("-4", f"Không có thủ tục {procedure}")
        where = agency.upper() or next(iter(self.agencies), "G00")
        return f"{where}-{today()}-{self.store.count(f'{where}:{today()}'):05d}"

    def take(self, body: Mapping[str, Any], status: str, agency: str) -> dict[str, Any]:
        """Keep what an agency tells of a dossier; refuse what the rules of the codes do not allow."""
        told = Fields(body)
        code = told.text("MaHoSo")
        there = self.store.dossier(code)
        before = there["status"] if there else ""
        if status not in NAMES:
            raise No("-2", f"Trạng thái “{status}” không có trong danh mục")
        if not may_follow(before, status):
            raise No("-5", f"Hồ sơ đang ở trạng thái {before}, không nhận trạng thái {status}")
        merged = {**(there["body"] if there else {}), **body}
        values = {"status": status, "body": merged}
        if told.text("MaTTHC"):
            values["procedure"] = told.text("MaTTHC")
        if agency:
            values["agency"] = agency.upper()
        return self.store.keep(code, values)

    def progress(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Keep a step; the same step told again is the same step."""
        told = Fields(body)
        there = self.store.dossier(told.text("MaHoSo"))
        if there is None:
            raise No("-3", f"Không có hồ sơ {told.text('MaHoSo')}")
        if not (told.text("ThoiDiemXuLy") and told.text("NoiDungXuLy")):
            raise No("-2", "Thiếu ThoiDiemXuLy hoặc NoiDungXuLy")
        if dict(body) not in there["progress"]:
            self.store.keep(there["code"], {"progress": [*there["progress"], dict(body)]})
        return {"MaHoSo": there["code"]}

    def look_up(self, code: str) -> list[dict[str, Any]]:
        """Return one dossier as a list, empty when there is none."""
        there = self.store.dossier(code)
        return [shown(there)] if there else []

    def listed(self, agency: str, first: str, last: str, page: int, size: int) -> list[dict[str, Any]]:
        """Return a page of an agency's dossiers by the day on which they were filed."""
        begin, end = day_of(first), day_of(last)
        found = []
        for row in self.store.rows(
            "SELECT code FROM dossier WHERE agency = ? ORDER BY code", [agency.upper()]
        ):
            one = self.store.dossier(row["code"])
            filed = Fields(one["body"]).day("NgayNopHoSo") if one else None
            if one and (filed is None or (begin or filed) <= filed <= (end or filed)):
                found.append(shown(one))
        return found[(page - 1) * size : page * size]

    def waiting(self, agency: str, after: int, size: int, *, all_: bool = False) -> list[dict[str, Any]]:
        """Return the messages of an agency's inbox that were not confirmed."""
        open_only = "" if all_ else "AND confirmed = ''"
        rows = self.store.rows(
            f"SELECT * FROM inbox WHERE agency = ? AND seq > ? {open_only} ORDER BY seq LIMIT ?",  # noqa: S608
            [agency.upper(), 0 if all_ else after, size],
        )
        return [
            {"SoThuTu": row["seq"], "MaHoSo": row["code"], "LoaiThongDiep": row["kind"],
             "HoSo": json.loads(row["body"])}
            for row in rows
        ]  # fmt: skip

    def confirm(self, sequence: int, *, stored: bool, why: str) -> None:
        """Note that a message is safe with the agency, or that it could not read it."""
        note = why or ("đã nhận" if stored else "không đọc được")
        self.store.rows("UPDATE inbox SET confirmed = ?, note = ? WHERE seq = ?", [now(), note, sequence])

    def keep_file(self, name: str, data: bytes) -> dict[str, str]:
        """Keep a file and return what it is called."""
        key, mark = f"TEP{self.store.count('file'):08d}", hashlib.sha256(data).hexdigest()
        self.store.rows("INSERT INTO file VALUES (?, ?, ?, ?)", [key, name, mark, data])
        return {"IdTepTin": key, "HashTepTin": mark}

    def file(self, key: str) -> tuple[str, bytes] | None:
        """Return a file's name and bytes, or None."""
        for row in self.store.rows("SELECT * FROM file WHERE id = ?", [key]):
            return row["name"], bytes(row["bytes"])
        return None


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dossier as a look-up tells it."""
    body = Fields(row["body"])
    names = ("NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "ChuHoSo")
    return {
        "MaHoSo": row["code"], "IdHoSo": row["remote_id"], "MaTTHC": row["procedure"],
        "MaDonVi": row["agency"], "TrangThaiHoSo": row["status"], "NgayCapNhat": row["updated"],
        **{name: body.text(name) for name in names},
    }  # fmt: skip

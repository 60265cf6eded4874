"""An entry of the national catalogue (LayThuTuc) as a procedure, with what a person must look at."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from congvu.national.rules.values import Fields
from congvu.procedures.messages import (
    FrozenCase,
    FrozenComponent,
    FrozenFee,
    FrozenLegalBasis,
    FrozenProcedure,
    FrozenResult,
    FrozenTime,
    ReviewNote,
)
from congvu.procedures.rules.people import ADDRESSEES, LEVELS
from congvu.procedures.rules.results import NATIONAL

_UNITS = {
    "ngày làm việc": "wday", "ngày": "day", "giờ": "hour", "giờ làm việc": "hour", "tháng": "month",
}  # fmt: skip
_WAYS = {
    "1": "1",
    "2": "2",
    "3": "3",
    "trực tiếp": "1",
    "trực tuyến": "2",
    "dịch vụ bưu chính": "3",
    "bưu chính": "3",
}


def read_entry(entry: Mapping[str, Any]) -> FrozenProcedure:
    """Return what an entry says; every doubt is a review note, since the catalogue mixes cases and channels.

    Raises:
        ValueError: no code or no name.
    """
    told = Fields(entry)
    code, name = told.text("MATTHC", longest=40), told.text("TENTTHC", longest=1000)
    if not code or not name:
        raise ValueError("Mục không có mã hoặc tên thủ tục.")
    notes: list[ReviewNote] = []
    fields = [one.text("TENLINHVUC") for one in told.rows("LINHVUCTHUCHIEN")]
    cases = _cases(told, notes)
    return FrozenProcedure(
        code=code,
        name=name,
        field=next((one for one in fields if one), "Chưa phân loại"),
        decision=told.text("SOQUYETDINH", "SOQD", longest=100),
        levels=_levels(told, notes),
        kind=told.text("LOAITHUTUC", longest=100),
        addressees=_addressees(told, notes),
        executing="; ".join(one.text("TENDONVI") for one in told.rows("COQUANTHUCHIEN")),
        competent=told.text("COQUANCOTHAMQUYEN"),
        steps_text=_steps(told),
        conditions=told.text("YEUCAU", longest=20_000),
        legal_bases=tuple(
            FrozenLegalBasis(one.text("SOVANBAN"), one.text("TENVANBAN")) for one in told.rows("CANCUPHAPLY")
        ),
        results=_results(told, notes),
        cases=cases,
        review_notes=tuple(notes),
    )


def digest(entry: Mapping[str, Any]) -> str:
    """Return what identifies the content of an entry."""
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _levels(told: Fields, notes: list[ReviewNote]) -> tuple[str, ...]:
    said = told.text("CAPTHUCHIEN").casefold()
    found = tuple(code for words, code in LEVELS.items() if words.casefold() in said)
    if not found:
        notes.append(ReviewNote("levels", "Chưa rõ cấp thực hiện.", said, True))
    return found


def _addressees(told: Fields, notes: list[ReviewNote]) -> tuple[str, ...]:
    raw = told.raw("DOITUONGTHUCHIEN")
    items = raw if isinstance(raw, list) else [raw] if raw else []
    names = [str(one.get("TENDOITUONG", "")) if isinstance(one, dict) else str(one) for one in items]
    names = [name.strip() for name in names if name.strip()]
    strange = [name for name in names if name not in ADDRESSEES]
    if strange:
        notes.append(ReviewNote("addressees", "Có đối tượng ngoài danh mục.", ", ".join(strange)[:400]))
    return tuple(dict.fromkeys(names))


def _steps(told: Fields) -> str:
    parts = []
    for group in told.rows("TRINHTUTHUCHIEN"):
        title = group.text("TRUONGHOP")
        parts += [f"{title}:"] if title else []
        parts += [one.text("TENTRINHTU", longest=20_000) for one in group.rows("TRINHTU")]
    return "\n".join(part for part in parts if part)


def _results(told: Fields, notes: list[ReviewNote]) -> tuple[FrozenResult, ...]:
    found = tuple(
        FrozenResult(one.text("MAKETQUA", longest=30), one.text("TENKETQUA", longest=300))
        for one in told.rows("KETQUATHUCHIEN")
    )
    if not found:
        notes.append(ReviewNote("results", "Không nêu kết quả giải quyết.", "", True))
    odd = [one.code for one in found if not NATIONAL.fullmatch(one.code)]
    if odd:
        notes.append(ReviewNote("results", "Mã kết quả không theo mẫu KQ.Gxx.nnnnnn.", ", ".join(odd)[:400]))
    return found


def _cases(told: Fields, notes: list[ReviewNote]) -> tuple[FrozenCase, ...]:
    times, fees = _ways(told, notes)
    groups = list(told.rows("THANHPHANHOSO"))
    named = [group for group in groups if group.text("TRUONGHOP")]
    if len(named) < 2:
        papers = [paper for group in groups for paper in group.rows("GIAYTO")]
        return (FrozenCase(1, "", times, fees, _papers(papers)),)
    notes.append(
        ReviewNote(
            "components",
            f"Có {len(named)} trường hợp: cần kiểm tra thời hạn, phí của từng trường hợp.",
            "; ".join(group.text("TRUONGHOP") for group in named)[:400],
            True,
        )
    )
    shared = [paper for group in groups if not group.text("TRUONGHOP") for paper in group.rows("GIAYTO")]
    return tuple(
        FrozenCase(
            no, group.text("TRUONGHOP", longest=500), times, fees, _papers([*shared, *group.rows("GIAYTO")])
        )
        for no, group in enumerate(named, 1)
    )


def _papers(rows: Iterable[Fields]) -> tuple[FrozenComponent, ...]:
    return tuple(
        FrozenComponent(
            no=no,
            name=one.text("TENGIAYTO", longest=4000),
            form_file=one.text("TENMAUDON", "URL", longest=300),
            originals=one.number("SOBANCHINH") or 0,
            copies=one.number("SOBANSAO") or 0,
        )
        for no, one in enumerate((row for row in rows if row.text("TENGIAYTO")), 1)
    )


def _ways(told: Fields, notes: list[ReviewNote]) -> tuple[tuple[FrozenTime, ...], tuple[FrozenFee, ...]]:
    times: list[FrozenTime] = []
    fees: list[FrozenFee] = []
    for way in told.rows("CACHTHUCTHUCHIEN"):
        said = way.text("KENH")
        channel = _WAYS.get(said.casefold(), "")
        if not channel:
            notes.append(ReviewNote("channels", "Có kênh thực hiện chưa nhận ra.", said, True))
            continue
        rows = list(way.rows("THOIGIAN"))
        if len(rows) > 1:
            notes.append(
                ReviewNote(
                    "times", f"Kênh {said} có {len(rows)} thời hạn: cần chia theo trường hợp.", "", True
                )
            )
        for row in rows:
            times.append(_time(channel, row, notes))
            fees += [_fee(channel, one, notes) for one in row.rows("PHILEPHI")]
    if not times:
        notes.append(ReviewNote("channels", "Không nêu cách thức thực hiện.", "", True))
    return tuple(times), tuple(dict.fromkeys(fees))


def _time(channel: str, row: Fields, notes: list[ReviewNote]) -> FrozenTime:
    amount, unit = row.number("THOIGIANGIAIQUYET"), _UNITS.get(row.text("DONVITINH").casefold(), "")
    if amount is None or not unit:
        said = f"{row.text('THOIGIANGIAIQUYET')} {row.text('DONVITINH')}".strip()
        notes.append(ReviewNote("times", "Thời hạn không có số hoặc đơn vị.", said, True))
        return FrozenTime(channel, None, "", note=row.text("MOTA"))
    return FrozenTime(channel, amount, unit, note=row.text("MOTA"))


def _fee(channel: str, row: Fields, notes: list[ReviewNote]) -> FrozenFee:
    amount = row.number("SOTIEN")
    if amount is None:
        notes.append(ReviewNote("fees", "Mức thu không phải là số.", row.text("SOTIEN", "MOTA")[:400]))
    return FrozenFee(
        name=row.text("TENPHILEPHI", "MOTA", longest=300) or "Phí, lệ phí",
        amount=amount,
        per=row.text("DONVI", longest=60) if row.text("DONVI").casefold() not in {"đồng", "vnđ"} else "",
        channel=channel,
        note=row.text("MOTA"),
    )

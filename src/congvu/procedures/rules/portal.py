"""A row of the national portal as a procedure, with what a person must look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from congvu.procedures.messages import FrozenProcedure, ReviewNote
from congvu.procedures.rules.cases import Notes, build_cases
from congvu.procedures.rules.channels import read_rows
from congvu.procedures.rules.components import read_papers
from congvu.procedures.rules.legal import read_bases
from congvu.procedures.rules.people import read_addressees, read_levels
from congvu.procedures.rules.portal_text import drop_tail, excerpt, is_nothing, one_line, squeeze
from congvu.procedures.rules.results import read_results
from congvu.procedures.rules.times import is_same_day

COLUMNS = frozenset(
    {
        "ma_thu_tuc",
        "ten_thu_tuc",
        "so_quyet_dinh",
        "cap_thuc_hien",
        "loai_thu_tuc",
        "linh_vuc",
        "doi_tuong_thuc_hien",
        "co_quan_co_tham_quyen",
        "dia_chi_tiep_nhan",
        "co_quan_duoc_uy_quyen",
        "co_quan_phoi_hop",
        "thu_tuc_lien_quan",
        "trinh_tu_thuc_hien",
        "cach_thuc_thuc_hien",
        "thanh_phan_ho_so",
        "can_cu_phap_ly",
        "co_quan_thuc_hien",
        "yeu_cau_dieu_kien",
        "ket_qua_xu_ly",
    }
)
# What is graded, in the order of the report.
GRADE_LABELS = {
    "identity": "Mã, tên",
    "levels": "Cấp thực hiện",
    "addressees": "Đối tượng",
    "agencies": "Cơ quan",
    "channels": "Hình thức nộp",
    "times": "Thời hạn",
    "fees": "Phí, lệ phí",
    "components": "Thành phần hồ sơ",
    "legal_bases": "Căn cứ pháp lý",
    "results": "Kết quả",
    "conditions": "Điều kiện",
}
GRADED = tuple(GRADE_LABELS)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A portal row as read.

    Args:
        content: the procedure with its review notes.
        grades: per name in GRADED: "full" (read without a doubt), "partial" (something was left over,
            guessed or contradicts itself) or "none" (the portal says nothing).
    """

    content: FrozenProcedure
    grades: dict[str, str]


def read_row(row: Mapping[str, str]) -> Parsed:
    """Return what a portal row says.

    Raises:
        KeyError: when a column is missing.
        ValueError: without a code or a name.
    """
    cells = {name: row[name] or "" for name in COLUMNS}
    code, name = cells["ma_thu_tuc"].strip(), one_line(cells["ten_thu_tuc"])
    if not code or not name:
        raise ValueError("Dòng không có mã hoặc tên thủ tục.")
    notes = Notes()
    content = _plain(code, name, cells, notes)
    content = _lists(content, cells, notes)
    channel_rows, channels_lost = read_rows(cells["cach_thuc_thuc_hien"])
    if channels_lost:
        notes.add("channels", "Có phần cách thức thực hiện chưa đọc được.", channels_lost, blocking=True)
    papers = read_papers(cells["thanh_phan_ho_so"])
    cases = build_cases(channel_rows, papers, content.steps_text, notes)
    instant = bool(channel_rows) and all(
        is_same_day(item.description) and item.amount in (None, 1) for item in channel_rows
    )
    content = replace(content, cases=cases, instant=instant, review_notes=tuple(notes.items))
    return Parsed(content, _grades(content, cells, notes))


def _said(text: str) -> str:
    body = squeeze(drop_tail(text))
    return "" if is_nothing(body) else body


def _plain(code: str, name: str, cells: Mapping[str, str], notes: Notes) -> FrozenProcedure:
    executing = _said(cells["co_quan_thuc_hien"])
    competent = _said(cells["co_quan_co_tham_quyen"])
    if not executing and not competent:
        notes.add("agencies", "Cổng không nêu cơ quan thực hiện và cơ quan có thẩm quyền.", "")
    return FrozenProcedure(
        code=code,
        name=name,
        field=one_line(cells["linh_vuc"]) or "Chưa phân loại",
        decision=one_line(cells["so_quyet_dinh"])[:100],
        kind=one_line(cells["loai_thu_tuc"])[:100],
        competent=competent,
        executing=executing,
        cooperating=_said(cells["co_quan_phoi_hop"]),
        authorised=_said(cells["co_quan_duoc_uy_quyen"]),
        receiving=_said(cells["dia_chi_tiep_nhan"]),
        related=_said(cells["thu_tuc_lien_quan"]),
        steps_text=_said(cells["trinh_tu_thuc_hien"]),
        conditions=_said(cells["yeu_cau_dieu_kien"]),
    )


def _lists(content: FrozenProcedure, cells: Mapping[str, str], notes: Notes) -> FrozenProcedure:
    levels, levels_lost = read_levels(cells["cap_thuc_hien"])
    if levels_lost or not levels:
        notes.add("levels", "Có cấp thực hiện chưa nhận ra.", levels_lost, blocking=not levels)
    addressees, people_lost = read_addressees(cells["doi_tuong_thuc_hien"])
    if people_lost:
        notes.add("addressees", "Có đối tượng thực hiện ngoài danh mục.", people_lost)
    bases = read_bases(cells["can_cu_phap_ly"])
    if bases.lost:
        notes.add("legal_bases", "Có căn cứ pháp lý không tách được số, ký hiệu.", excerpt(bases.lost))
    if any(not basis.name for basis in bases.items):
        notes.add("legal_bases", "Có văn bản chưa tách được tên.", excerpt(cells["can_cu_phap_ly"]))
    results = read_results(cells["ket_qua_xu_ly"])
    if not results.items:
        notes.add("results", "Cổng không nêu kết quả giải quyết.", "", blocking=True)
    if results.odd_codes:
        notes.add(
            "results", "Mã kết quả không theo mẫu KQ.Gxx.nnnnnn, KQ.Hxx.nnnnnn.", ", ".join(results.odd_codes)
        )
    if results.lost:
        notes.add("results", "Có phần kết quả không có mã.", excerpt(results.lost))
    return replace(
        content, levels=levels, addressees=addressees, legal_bases=bases.items, results=results.items
    )


def _grades(content: FrozenProcedure, cells: Mapping[str, str], notes: Notes) -> dict[str, str]:
    flagged = {note.field for note in notes.items}
    present = {
        "identity": True,
        "levels": bool(content.levels),
        "addressees": bool(content.addressees),
        "agencies": bool(content.executing or content.competent),
        "channels": any(case.time_rows for case in content.cases),
        "times": any(row.amount is not None for case in content.cases for row in case.time_rows),
        "fees": any(case.fees for case in content.cases),
        "components": any(case.components for case in content.cases),
        "legal_bases": bool(content.legal_bases),
        "results": bool(content.results),
        "conditions": bool(content.conditions),
    }
    return {name: ("partial" if name in flagged else "full") if present[name] else "none" for name in GRADED}


def tally(rows: Iterable[Parsed]) -> dict[str, dict[str, int]]:
    """Return how many rows have each graded field full, partial or none."""
    counts = {name: {"full": 0, "partial": 0, "none": 0} for name in GRADED}
    for parsed in rows:
        for name, grade in parsed.grades.items():
            counts[name][grade] += 1
    return counts


def is_clean(notes: Iterable[ReviewNote]) -> bool:
    """Tell whether nothing keeps a person from publishing after a look."""
    return not any(note.blocking and not note.done for note in notes)

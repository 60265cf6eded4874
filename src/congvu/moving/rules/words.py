"""Words for what a run counts: what was mended, and why rows are wrong."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOTES = {
    "mended-utf-8": gettext_lazy("chữ UTF-8 bị đọc sai bảng mã, đã sửa"),
    "mended-tcvn3": gettext_lazy("chữ TCVN3 (ABC), đã đổi sang Unicode"),
    "mended-vni": gettext_lazy("chữ VNI, đã đổi sang Unicode"),
    "mended-cp1258": gettext_lazy("chữ Windows-1258, đã đổi sang Unicode"),
    "mended-zero": gettext_lazy("số bị mất chữ số 0 ở đầu, đã thêm lại"),
    "unknown-issuer": gettext_lazy("cơ quan ban hành không có trong danh bạ (vẫn giữ tên)"),
    "file-skipped": gettext_lazy("bỏ qua tệp không tìm thấy"),
    "no-signer": gettext_lazy("không ghi người ký"),
}
_WHOLE = {
    "number-double": gettext_lazy("số bị trùng"),
    "number-void": gettext_lazy("số đã ghi là số trống"),
    "number": gettext_lazy("số không hợp lệ"),
    "no-file": gettext_lazy("không tìm thấy tệp"),
    "mojibake": gettext_lazy("chữ hỏng, không đọc được chắc chắn"),
    "before-issue": gettext_lazy("ngày đến trước ngày văn bản"),
    "due-before": gettext_lazy("hạn trước ngày bắt đầu"),
    "due-day": gettext_lazy("hạn trả không phải ngày làm việc"),
    "too-long": gettext_lazy("chữ dài quá giới hạn"),
    "clearance": gettext_lazy("văn bản mật vượt quyền xem"),
    "differs": gettext_lazy("đã chuyển trước đây với nội dung khác"),
    "other-name": gettext_lazy("số giấy tờ đã có họ tên khác"),
    "identity": gettext_lazy("số giấy tờ sai"),
    "code": gettext_lazy("mã hồ sơ sai hoặc đã có"),
    "secret-book": gettext_lazy("văn bản thường trong sổ mật"),
}
_FRONT = {
    "missing-": gettext_lazy("thiếu"),
    "date-": gettext_lazy("ngày sai:"),
    "future-": gettext_lazy("ngày ở tương lai:"),
    "count-": gettext_lazy("không phải số:"),
    "unknown-": gettext_lazy("chưa có trong danh mục:"),
    "file-": gettext_lazy("tệp bị từ chối:"),
}
_FIELDS = {
    "arrived_on": gettext_lazy("ngày đến"), "issued_on": gettext_lazy("ngày văn bản"),
    "due_on": gettext_lazy("hạn"), "number": gettext_lazy("số"), "subject": gettext_lazy("trích yếu"),
    "issuer_name": gettext_lazy("cơ quan ban hành"), "kind_name": gettext_lazy("loại văn bản"),
    "notation": gettext_lazy("ký hiệu"), "unit": gettext_lazy("đơn vị"), "pages": gettext_lazy("số trang"),
    "copies": gettext_lazy("số bản"), "urgency": gettext_lazy("độ khẩn"),
    "confidentiality": gettext_lazy("độ mật"), "state": gettext_lazy("tình trạng"),
    "direction": gettext_lazy("đi hay đến"), "files": gettext_lazy("tệp"),
    "procedure": gettext_lazy("thủ tục"), "step": gettext_lazy("bước"),
    "owner_name": gettext_lazy("chủ hồ sơ"), "id_number": gettext_lazy("số giấy tờ"),
    "accepted_at": gettext_lazy("thời điểm tiếp nhận"), "code": gettext_lazy("mã hồ sơ"),
    "born_on": gettext_lazy("ngày sinh"), "channel": gettext_lazy("hình thức nộp"),
    "mismatch": gettext_lazy("nội dung không đúng đuôi tệp"), "extension": gettext_lazy("đuôi tệp"),
    "broken": gettext_lazy("hỏng"), "large": gettext_lazy("quá lớn"),
}  # fmt: skip
DIRECTIONS = {
    "in": gettext_lazy("Văn bản đến"),
    "out": gettext_lazy("Văn bản đi"),
    "dossier": gettext_lazy("Hồ sơ TTHC"),
    "?": gettext_lazy("Không rõ"),
}


def reason(code: str) -> str:
    """Return in words why rows with this code are wrong."""
    if code in _WHOLE:
        return str(_WHOLE[code])
    for front, word in _FRONT.items():
        if code.startswith(front):
            what = code.removeprefix(front)
            return f"{word} {_FIELDS.get(what, what)}"
    return _("lý do khác (%(code)s)") % {"code": code}

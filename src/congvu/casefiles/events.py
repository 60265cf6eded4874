"""What can happen to catalogues, case files and hand-overs, in words."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind, Text

_LINK = "desk:case_file"


def _kind(name: str, sentence: Text, *personal: str) -> EventKind:
    return EventKind(name, sentence, _LINK, personal)


KINDS = (
    EventKind("catalogue.drafted", _("{officer} lập dự thảo danh mục hồ sơ năm {year} ({count} hồ sơ)")),
    EventKind("catalogue.entry_written", _("{officer} ghi dòng “{title}” vào danh mục hồ sơ năm {year}")),
    EventKind("catalogue.entry_removed", _("{officer} bỏ dòng “{title}” khỏi danh mục hồ sơ năm {year}")),
    EventKind("catalogue.approved", _("{officer} duyệt danh mục hồ sơ năm {year}, quyết định số {decision}")),
    EventKind("catalogue.closed", _("{officer} khóa danh mục hồ sơ năm {year}")),
    EventKind("filing_rule.written", _("{officer} đặt quy tắc đưa vào hồ sơ: {rule}")),
    EventKind("filing_rule.removed", _("{officer} bỏ quy tắc đưa vào hồ sơ: {rule}")),
    EventKind("retention.seeded", _("{officer} nạp {count} quy định thời hạn bảo quản")),
    _kind("casefile.opened", _("{officer} mở hồ sơ {code}")),
    _kind("casefile.edited", _("{officer} sửa thông tin hồ sơ: {fields}")),
    _kind("casefile.filed", _("{officer} đưa “{title}” vào hồ sơ, số thứ tự {ordinal}"), "title"),
    _kind("casefile.filed_automatically", _("Hệ thống tự đưa “{title}” vào hồ sơ theo quy tắc"), "title"),
    _kind("casefile.item_described", _("{officer} biên mục văn bản số {ordinal}")),
    _kind("casefile.item_moved", _("{officer} chuyển “{title}” sang hồ sơ {to}"), "title"),
    _kind("casefile.item_taken_in", _("{officer} nhận “{title}” chuyển từ hồ sơ {source}"), "title"),
    _kind("casefile.item_removed", _("{officer} loại “{title}” khỏi hồ sơ"), "title"),
    _kind("casefile.closed", _("{officer} kết thúc hồ sơ: {documents} văn bản, {pages} trang")),
    _kind("casefile.reopened", _("{officer} cho mở lại hồ sơ")),
    _kind("casefile.amended", _("{officer} mở lại hồ sơ bị trả để hoàn thiện")),
    _kind("casefile.kept_back", _("{officer} cho giữ lại hồ sơ đến ngày {until}")),
    _kind("casefile.submitted", _("{officer} đề nghị nộp lưu theo biên bản {number}")),
    _kind("casefile.accepted", _("{officer} nhận hồ sơ vào lưu trữ theo biên bản {number}")),
    _kind("casefile.returned", _("{officer} trả lại hồ sơ theo biên bản {number}")),
    _kind("casefile.packaged", _("{officer} đóng gói {kind_of_package}, {files} tệp, SHA-256 {sha256}")),
    _kind("casefile.archived", _("{officer} đưa hồ sơ vào lưu trữ điện tử, mã {archive_code}")),
    EventKind("handover.proposed", _("{officer} lập biên bản giao nhận {number} ({count} hồ sơ)")),
    EventKind("handover.checked", _("{officer} kiểm tra {count} hồ sơ của biên bản {number}")),
    EventKind("handover.accepted", _("{officer} nhận {count} hồ sơ theo biên bản {number}")),
    EventKind("handover.returned", _("{officer} trả lại biên bản giao nhận {number}")),
)

"""What can happen to documents, in words."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind, Text


def _incoming(name: str, sentence: Text, *personal: str) -> EventKind:
    return EventKind(name, sentence, "desk:incoming", personal)


def _outgoing(name: str, sentence: Text, *personal: str) -> EventKind:
    return EventKind(name, sentence, "desk:outgoing", personal)


KINDS: tuple[EventKind, ...] = (
    EventKind("book.opened", _("{officer} mở {name} năm {year}")),
    EventKind("book.closed", _("{officer} khóa {name} năm {year}")),
    _incoming("incoming.arrived", _("{officer} nhận văn bản {code} “{title}”")),
    _incoming("incoming.read", _("{officer} đọc tự động văn bản {code}")),
    _incoming("incoming.registered", _("{officer} vào {book}, số đến {number}")),
    _incoming("incoming.corrected", _("{officer} sửa thông tin văn bản: {changed}")),
    _incoming("incoming.cancelled", _("{officer} hủy tiếp nhận, bỏ số đến {number} của {book}")),
    _incoming("incoming.refused", _("{officer} trả lại nơi gửi")),
    _incoming("incoming.duplicate", _("{officer} nối với văn bản đã vào sổ {other}")),
    _incoming("incoming.presented", _("{officer} trình, chuyển {to}")),
    _incoming("incoming.directed", _("{officer} cho ý kiến: {text}; {to}")),
    _incoming("incoming.opinion", _("{officer} ghi ý kiến: {text}")),
    _incoming("incoming.line_received", _("{officer} tiếp nhận tại {at}")),
    _incoming("incoming.forwarded", _("{officer} chuyển {to}")),
    _incoming("incoming.line_done", _("{officer} hoàn thành phần việc của {at}: {result}")),
    _incoming("incoming.line_returned", _("{officer} trả lại từ {at}")),
    _incoming("incoming.line_withdrawn", _("{officer} thu hồi từ {at}")),
    _incoming("incoming.finished", _("{officer} kết thúc, lưu văn bản")),
    _incoming("incoming.completed", _("Văn bản đã xử lý xong")),
    _incoming("incoming.reopened", _("{officer} mở lại văn bản")),
    _incoming("incoming.linked", _("{officer} nối với {other}")),
    _incoming("incoming.notice", _("{officer} (nơi gửi) đề nghị {what}")),
    _incoming("incoming.notice_answered", _("{officer} {answer} đề nghị {what} của nơi gửi")),
    _incoming("incoming.file_added", _("{officer} thêm tệp {file}")),
    EventKind("incoming.register_printed", _("{officer} in {name} năm {year}, từ số {first} đến số {last}")),
    _outgoing("outgoing.drafted", _("{officer} soạn {what}")),
    _outgoing("outgoing.saved", _("{officer} lưu bản dự thảo lần {number}")),
    _outgoing("outgoing.annex_added", _("{officer} thêm tệp kèm theo: {annex}")),
    _outgoing("outgoing.annex_removed", _("{officer} bỏ tệp kèm theo: {annex}")),
    _outgoing("outgoing.dropped", _("{officer} hủy dự thảo")),
    _outgoing("outgoing.submitted", _("{officer} trình, chuyển {to}")),
    _outgoing("outgoing.checked", _("{officer} {check}: đồng ý; chuyển {to}")),
    _outgoing("outgoing.sent_back", _("{officer} trả lại {to}")),
    _outgoing("outgoing.taken_back", _("{officer} lấy lại dự thảo để sửa")),
    _outgoing("outgoing.signed", _("{officer} ký văn bản ({signer})")),
    _outgoing("outgoing.numbered", _("{officer} cấp số {number}")),
    _outgoing("outgoing.number_voided", _("{officer} hủy số {number}")),
    _outgoing("outgoing.refused", _("{officer} từ chối cấp số, phát hành")),
    _outgoing("outgoing.issued", _("{officer} phát hành văn bản số {number} đến {recipients} nơi nhận")),
    _outgoing("outgoing.recalled", _("{officer} thu hồi văn bản")),
    _outgoing("outgoing.replaced", _("{officer} thay thế bằng văn bản {by}")),
    _outgoing("outgoing.corrected", _("{officer} đính chính bằng công văn {by}")),
    _outgoing("outgoing.linked", _("{officer} ghi là trả lời văn bản đến {other}")),
    _outgoing("outgoing.answered", _("{who} trả lời: {answer}")),
    EventKind("document.copied", _("{officer} lập bản sao {form} số {number}")),
    _incoming("incoming.moved_in", _("{officer} chuyển từ {source}: {book}, số đến {number}")),
    _outgoing("outgoing.moved_in", _("{officer} chuyển từ {source}: {book}, số {number}")),
    EventKind("book.moved_in", _("{officer} lập {name} năm {year} theo sổ của hệ thống cũ")),
    _incoming("incoming.answered", _("{officer} phát hành văn bản trả lời {other}")),
)

"""What can happen to a dossier, in words; personal values are kept apart so that they can be erased."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind, Text

_LINK = "desk:dossier"


def _kind(name: str, sentence: Text, *personal: str) -> EventKind:
    return EventKind(name, sentence, _LINK, personal)


KINDS = (
    _kind("dossier.registered", _("{officer} lập hồ sơ {procedure}"), "name"),
    _kind("dossier.accepted", _("{officer} tiếp nhận hồ sơ {code}"), "name"),
    _kind("dossier.moved_in", _("{officer} chuyển hồ sơ {code} từ {source}, đang ở “{step}”"), "name"),
    _kind("dossier.guided", _("{officer} yêu cầu hoàn thiện hồ sơ trước khi tiếp nhận")),
    _kind("dossier.refused", _("{officer} từ chối hồ sơ, căn cứ {legal_basis}")),
    _kind("dossier.supplement_requested", _("{officer} yêu cầu bổ sung hồ sơ")),
    _kind("dossier.supplement_cancelled", _("{officer} thu hồi yêu cầu bổ sung")),
    _kind("dossier.resumed", _("{officer} nhận hồ sơ bổ sung, hạn mới {due}")),
    _kind("dossier.closed", _("{officer} đóng hồ sơ do quá hạn bổ sung")),
    _kind("dossier.stopped", _("{officer} dừng giải quyết hồ sơ theo đề nghị"), "papers"),
    _kind("dossier.withdrawn", _("{officer} ghi nhận rút hồ sơ")),
    _kind("dossier.extended", _("{officer} xin lỗi và gia hạn, từ {old} đến {new}")),
    _kind("dossier.recomputed", _("{officer} tính lại theo lịch làm việc mới: {change}")),
    _kind("dossier.rules_changed", _("{officer} chuyển hồ sơ sang phiên bản thủ tục khác, hạn {due}")),
    _kind("dossier.taken_over", _("{officer} nhận việc “{step}”")),
    _kind("dossier.assigned", _("{officer} phân công “{step}” cho {to}")),
    _kind("dossier.step_done", _("{officer} hoàn thành “{step}”")),
    _kind("dossier.step_undone", _("{officer} hoàn tác “{step}”")),
    _kind("dossier.sent_back", _("{officer} trả lại từ “{step}” về “{to}”")),
    _kind("dossier.opinion_asked", _("{officer} lấy ý kiến {unit}")),
    _kind("dossier.opinion_given", _("{officer} trả lời ý kiến")),
    _kind("dossier.silence_counted", _("{unit} không trả lời đúng hạn: coi như đồng ý")),
    _kind("dossier.handed_over", _("{officer} chuyển hồ sơ đến {to}")),
    _kind("dossier.given_back", _("{officer} trả lại hồ sơ cho nơi chuyển đến")),
    _kind("dossier.link_sent", _("{officer}: {what} – gửi {to} (liên thông)")),
    _kind("dossier.link_came", _("{who} (liên thông): {what}")),
    _kind("dossier.hand_over_received", _("{officer} xác nhận đã nhận hồ sơ chuyển đến")),
    _kind("dossier.result_proposed", _("{officer} trình kết quả “{result}”")),
    _kind("dossier.result_checked", _("{officer} kiểm tra, ký nháy “{result}”")),
    _kind("dossier.result_signed", _("{officer} ký “{result}”")),
    _kind("dossier.result_rejected", _("{officer} không duyệt “{result}”")),
    _kind("dossier.result_issued", _("{officer} cấp số {notation} và phát hành “{result}”")),
    _kind("dossier.returned", _("{officer} trả kết quả {way}"), "receiver"),
    _kind("dossier.paid", _("{officer} xác nhận đã nộp phí, lệ phí, biên lai {receipt}")),
    _kind("dossier.file_added", _("{officer} thêm tệp {file}")),
    _kind("dossier.owner_renamed", _("{officer} cải chính họ tên chủ hồ sơ"), "old", "new"),
    _kind("dossier.noted", _("{officer} ghi chú"), "note"),
    _kind("dossier.followed", _("{officer} theo dõi hồ sơ")),
    _kind("dossier.unfollowed", _("{officer} thôi theo dõi hồ sơ")),
    _kind("dossier.form_issued", _("{officer} lập {form} số {number}")),
    EventKind("binding.changed", _("{officer} gán vai trò {role} ({scope}) cho {unit}")),
    EventKind("binding.removed", _("{officer} bỏ gán vai trò {role} ({scope})")),
    EventKind("binding.seeded", _("{officer} nạp {count} dòng gán vai trò tại {agencies} cơ quan")),
    EventKind("dossier.list_exported", _("{officer} xuất danh sách {count} hồ sơ ra tệp")),
    EventKind("applicant.renamed", _("{officer} ghi nhận người nộp đổi họ tên"), personal=("old", "new")),
    EventKind("applicant.looked_up", _("{officer} tra cứu người nộp theo số giấy tờ khi tiếp nhận")),
)

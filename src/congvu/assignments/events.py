"""What can happen to assigned work and to a schedule, in words."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind, Text

_LINK = "desk:assignment"


def _kind(name: str, sentence: Text, *personal: str) -> EventKind:
    return EventKind(name, sentence, _LINK, personal)


KINDS = (
    _kind("assignment.given", _("{officer} giao nhiệm vụ {code} cho {to}, hạn {due}")),
    _kind("assignment.drafted", _("{officer} lập nhiệm vụ {code} cho {to}, chờ văn bản ban hành")),
    _kind("assignment.activated", _("Nhiệm vụ {code} có hiệu lực")),
    _kind("assignment.edited", _("{officer} sửa nhiệm vụ: {parts}"), "changes"),
    _kind("assignment.corrected", _("{officer} đính chính nhiệm vụ: {parts}"), "changes"),
    _kind("assignment.started", _("{officer} nhận việc")),
    _kind("assignment.progress", _("{officer} báo cáo tiến độ")),
    _kind("assignment.done_reported", _("{officer} báo cáo hoàn thành ngày {finished}")),
    _kind("assignment.close_proposed", _("{officer} đề xuất đóng nhiệm vụ")),
    _kind("assignment.extension_asked", _("{officer} đề nghị gia hạn từ {old} đến {new}")),
    _kind("assignment.unit_passed", _("{officer} duyệt báo cáo tại đơn vị")),
    _kind("assignment.unit_refused", _("{officer} yêu cầu báo cáo lại")),
    _kind("assignment.ended", _("{officer} duyệt hoàn thành ngày {finished}; nhiệm vụ kết thúc")),
    _kind("assignment.extended", _("{officer} duyệt gia hạn từ {old} đến {new}")),
    _kind("assignment.refused", _("{officer} không duyệt {report}")),
    _kind("assignment.closed", _("{officer} đóng nhiệm vụ")),
    _kind("assignment.cooperated", _("{officer} gửi kết quả phối hợp của {unit}")),
    _kind("assignment.settled", _("{officer} ghi nhận đã tháo gỡ khó khăn")),
    _kind("assignment.returned", _("{officer} trả lại nhiệm vụ")),
    _kind("assignment.insisted", _("{officer} yêu cầu tiếp tục thực hiện")),
    _kind("assignment.transferred", _("{officer} chuyển nhiệm vụ từ {before} sang {to}")),
    _kind("assignment.deadline_set", _("{officer} điều chỉnh thời hạn từ {old} đến {new}")),
    _kind("assignment.urged", _("{officer} đôn đốc thực hiện")),
    _kind("assignment.cancelled", _("{officer} hủy nhiệm vụ")),
    _kind("assignment.series_stopped", _("{officer} dừng giao định kỳ")),
    _kind("assignment.sub_assigned", _("{officer} giao nhiệm vụ con {child} cho {to}")),
    EventKind("assignment.list_exported", _("{officer} xuất danh sách {count} nhiệm vụ ra tệp")),
    EventKind("schedule.saved", _("{officer} ghi lịch công tác “{content}” lúc {at}")),
    EventKind("schedule.published", _("{officer} ban hành {count} mục lịch công tác từ ngày {first}")),
    EventKind("schedule.cancelled", _("{officer} hoãn, hủy lịch “{content}”")),
    EventKind("schedule.feed_made", _("{officer} tạo địa chỉ đồng bộ lịch công tác của mình")),
    EventKind("schedule.feed_revoked", _("{officer} thu hồi địa chỉ đồng bộ lịch công tác")),
)

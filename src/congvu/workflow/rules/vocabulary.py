"""The words a definition may use, each with its term on screen."""

import re

from django.utils.translation import gettext_lazy as _

KEY = re.compile(r"[a-z][a-z0-9_]{0,29}\Z")
CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}\Z")
PLACE = re.compile(
    r"received\Z|competent\Z|agency:[a-z0-9][a-z0-9-]{0,79}\Z|level:(province|commune)\Z"
    r"|outside:[A-Z0-9][A-Z0-9.]{0,34}\Z"
)

# Steps at the counter before and after the competent agency's own work (NĐ 118/2025), appraisal, opinion,
# and approval, signing and issuing as three separate evidenced acts (TT 11/2025).
STEP_TYPES = {
    "receive": _("Tiếp nhận"),
    "handover": _("Chuyển hồ sơ"),
    "assign": _("Phân công"),
    "appraise": _("Thẩm định, giải quyết"),
    "opinion": _("Lấy ý kiến"),
    "check": _("Kiểm tra, thẩm tra"),
    "initial": _("Ký nháy"),
    "sign": _("Ký duyệt"),
    "issue": _("Cấp số, phát hành"),
    "publish": _("Niêm yết, công khai"),
    "payment": _("Chờ nghĩa vụ tài chính"),
    "return": _("Trả kết quả"),
}

ROLES = {
    "clerk": _("Cán bộ tiếp nhận và trả kết quả"),
    "specialist": _("Chuyên viên thụ lý"),
    "unit-head": _("Trưởng phòng"),
    "leader": _("Lãnh đạo cơ quan"),
    "registry": _("Văn thư"),
}

ACTIONS = {
    "complete": _("Hoàn thành bước"),
    "supplement": _("Yêu cầu bổ sung"),
    "refuse": _("Từ chối giải quyết"),
    "stop": _("Dừng giải quyết"),
    "assign": _("Phân công"),
    "opinion": _("Lấy ý kiến"),
    "handover": _("Chuyển cơ quan khác"),
    "propose": _("Trình"),
    "check": _("Kiểm tra, thẩm tra"),
    "sign": _("Ký"),
    "issue": _("Cấp số, phát hành"),
    "return": _("Trả kết quả"),
    "extend": _("Gia hạn"),
}

PLACES = {
    "received": _("Nơi tiếp nhận"),
    "competent": _("Cơ quan có thẩm quyền"),
    "level:commune": _("Cấp xã"),
    "level:province": _("Cấp tỉnh"),
}

WAIT_UNITS = {
    "hour": _("giờ làm việc"),
    "wday": _("ngày làm việc"),
    "day": _("ngày"),
    "month": _("tháng"),
}

LEVELS = {"commune": _("Cấp xã"), "province": _("Cấp tỉnh")}

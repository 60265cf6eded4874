"""Event kinds of the directory."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

AGENCY, OFFICER = "setup:agency", "setup:officer"

KINDS = (
    EventKind("agency.created", _("{officer} lập cơ quan {name}, từ {on}"), AGENCY),
    EventKind("agency.revised", _("{officer} sửa cơ quan {name}, từ {on}: {changes}"), AGENCY),
    EventKind("agency.closed", _("{officer} kết thúc cơ quan {name} sau ngày {on}"), AGENCY),
    EventKind("agency.code_assigned", _("{officer} gán mã {code} ({scheme}), từ {on}"), AGENCY),
    EventKind("realm.loaded", _("{officer} nạp dữ liệu tổ chức {realm}: {agencies} cơ quan"), AGENCY),
    EventKind("unit.created", _("{officer} lập {name}"), AGENCY),
    EventKind("unit.moved", _("{officer} chuyển {name} về {parent}"), AGENCY),
    EventKind("unit.closed", _("{officer} kết thúc {name} sau ngày {on}"), AGENCY),
    EventKind("officer.created", _("{officer} thêm tài khoản {username}"), OFFICER, ("full_name",)),
    EventKind("officer.revised", _("{officer} sửa thông tin tài khoản {username}: {fields}"), OFFICER),
    EventKind("officer.locked", _("{officer} khóa tài khoản {username}"), OFFICER),
    EventKind("officer.unlocked", _("{officer} mở khóa tài khoản {username}"), OFFICER),
    EventKind("officer.password_set", _("{officer} đặt lại mật khẩu của {username}"), OFFICER),
    EventKind("officer.password_changed", _("{officer} đổi mật khẩu của mình"), OFFICER),
    EventKind("officer.mfa_reset", _("{officer} gỡ xác thực hai bước của {username}"), OFFICER),
    EventKind("officer.preferences_set", _("{officer} đổi tùy chọn cá nhân: {fields}"), OFFICER),
    EventKind("post.given", _("{officer} giao vị trí {title} tại {unit}, từ {on}"), OFFICER),
    EventKind("post.ended", _("{officer} kết thúc vị trí {title} tại {unit} sau ngày {on}"), OFFICER),
    EventKind("post.roles_set", _("{officer} đặt vai trò: {roles}"), OFFICER),
    EventKind("post.switched", _("{officer} chuyển sang làm việc ở vị trí {title}, {unit}"), OFFICER),
    EventKind(
        "delegation.given", _("{officer} ủy quyền ({form}) cho {substitute}, {start} – {end}"), OFFICER
    ),
    EventKind("delegation.revoked", _("{officer} thu hồi ủy quyền cho {substitute}"), OFFICER),
    EventKind(
        "absence.declared", _("{officer} báo vắng mặt {start} – {end}, người thay: {substitute}"), OFFICER
    ),
    EventKind("role.revised", _("{officer} sửa vai trò {role}: {changes}")),
)
"""The subject of post, delegation and absence events is the officer who holds the post."""

"""The fields of each kind of moving in, with the words that old systems head their columns with."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What is moved in."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    DOCUMENTS = "documents"
    DOSSIERS = "dossiers"


KIND_NAMES = {
    Kind.INCOMING: _("Sổ văn bản đến"),
    Kind.OUTGOING: _("Sổ văn bản đi"),
    Kind.DOCUMENTS: _("Văn bản đi, đến kèm tệp"),
    Kind.DOSSIERS: _("Hồ sơ TTHC đang giải quyết"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of ours.

    Args:
        key: its name in mappings.
        label: its words on screens.
        words: headings of other systems, separated by "|".
        needed: whether a mapping without it cannot be tried.
        choices: our values where it is one of a few, with their words.
        day: whether it is a date.
    """

    key: str
    label: object
    words: str = ""
    needed: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    day: bool = False


URGENCY = (("0", "Thường"), ("1", "Khẩn"), ("2", "Thượng khẩn"), ("3", "Hỏa tốc"), ("4", "Hỏa tốc hẹn giờ"))
SECRECY = (("0", "Thường"), ("1", "Mật"), ("2", "Tối mật"), ("3", "Tuyệt mật"))
STATE = (("done", "Đã xử lý"), ("open", "Đang xử lý"))
DIRECTION = (("in", "Văn bản đến"), ("out", "Văn bản đi"))
CHANNEL = (("1", "Trực tiếp"), ("2", "Trực tuyến"), ("3", "Bưu chính"))
ID_KIND = (("cccd", "CCCD"), ("cmnd", "CMND"), ("passport", "Hộ chiếu"), ("tax", "Mã số thuế"))
OWNER_KIND = (("citizen", "Công dân"), ("business", "Doanh nghiệp"), ("organisation", "Tổ chức khác"))
RETURN_BY = (("counter", "Tại Một cửa"), ("post", "Bưu chính"), ("online", "Bản điện tử"))

MEANINGS: dict[str, dict[str, str]] = {
    "urgency": {
        "binh thuong": "0",
        "khong": "0",
        "hoa toc hen gio": "4",
        "ht": "3",
        "tk": "2",
        "k": "1",
    },
    "confidentiality": {"binh thuong": "0", "khong": "0", "khong mat": "0", "a": "3", "b": "2", "c": "1"},
    "state": {
        "hoan thanh": "done",
        "da hoan thanh": "done",
        "da giai quyet": "done",
        "da ket thuc": "done",
        "luu": "done",
        "da luu": "done",
        "chua xu ly": "open",
        "dang giai quyet": "open",
        "cho xu ly": "open",
    },
    "direction": {
        "den": "in",
        "di": "out",
        "vb den": "in",
        "vb di": "out",
        "cong van den": "in",
        "cong van di": "out",
    },
    "channel": {"tai quay": "1", "mot cua": "1", "online": "2", "dvc": "2", "buu dien": "3", "bcci": "3"},
    "id_kind": {
        "can cuoc": "cccd",
        "can cuoc cong dan": "cccd",
        "so dinh danh": "cccd",
        "chung minh nhan dan": "cmnd",
        "mst": "tax",
        "ho chieu": "passport",
    },
    "owner_kind": {"ca nhan": "citizen", "to chuc": "organisation", "cong ty": "business"},
    "return_by": {"truc tiep": "counter", "buu dien": "post", "truc tuyen": "online"},
}
"""What words of other systems mean beside the words of the choices themselves, folded."""

_ID = Field("source_id", _("Mã trong hệ thống cũ"), "Mã văn bản|Mã VB|ID|Mã số|Khóa|Mã hệ thống|Mã cũ")
_BOOK = Field("book", _("Tên sổ"), "Sổ văn bản|Tên sổ|Sổ|Sổ đăng ký|Loại sổ")
_FILES = Field(
    "files",
    _("Tệp (nhiều tệp cách nhau bằng dấu ;)"),
    "Tệp đính kèm|Tệp|File đính kèm|File|Tên tệp|Đường dẫn tệp|Tập tin|Đường dẫn",
)
_KIND = Field("kind_name", _("Loại văn bản"), "Loại văn bản|Tên loại|Loại VB|Thể loại|Hình thức văn bản|Loại")
_SUBJECT = Field(
    "subject",
    _("Trích yếu"),
    "Trích yếu|Trích yếu nội dung|"
    "Tên loại và trích yếu nội dung văn bản|"
    "Tên loại và trích yếu nội dung|Nội dung trích yếu|Nội dung|Về việc",
    needed=True,
)
_ISSUED = Field(
    "issued_on",
    _("Ngày văn bản"),
    "Ngày tháng văn bản|Ngày, tháng văn bản|Ngày văn bản|Ngày ban hành|Ngày VB|Ngày ký|Ngày tháng",
    needed=True,
    day=True,
)
_TAIL = (
    Field("signer_name", _("Người ký"), "Người ký|Họ tên người ký"),
    Field("signer_position", _("Chức vụ người ký"), "Chức vụ người ký|Chức vụ"),
    Field("urgency", _("Độ khẩn"), "Độ khẩn|Mức độ khẩn|Khẩn", choices=URGENCY),
    Field("confidentiality", _("Độ mật"), "Độ mật|Mức độ mật|Mật", choices=SECRECY),
    Field("pages", _("Số trang"), "Số trang|Số tờ|Trang"),
    Field("copies", _("Số bản"), "Số bản|Số lượng bản|Số lượng"),
    Field("note", _("Ghi chú"), "Ghi chú"),
    _FILES,
)
_CODE = Field(
    "code",
    _("Số và ký hiệu"),
    "Số, ký hiệu văn bản|Số ký hiệu|Số, ký hiệu|Số/ký hiệu|"
    "Số hiệu|"
    "Số và ký hiệu|Số hiệu văn bản|Số ký hiệu văn bản|Số KH",
)
_IN = (
    Field("arrival_number", _("Số đến"), "Số đến|Số thứ tự đến|STT đến", needed=True),
    Field("arrived_on", _("Ngày đến"), "Ngày đến|Ngày nhận|Ngày vào sổ", needed=True, day=True),
    Field(
        "issuer_name",
        _("Cơ quan ban hành"),
        "Tác giả|Cơ quan ban hành|Nơi gửi|Cơ quan gửi|Nơi ban hành|Nơi phát hành",
        needed=True,
    ),
)
_UNIT_IN = Field(
    "unit",
    _("Đơn vị xử lý"),
    "Đơn vị hoặc người nhận|Đơn vị xử lý|Đơn vị nhận|Phòng xử lý|Đơn vị giải quyết|Nơi xử lý",
)
_UNIT_OUT = Field(
    "unit",
    _("Đơn vị soạn thảo"),
    "Đơn vị soạn thảo|Phòng soạn thảo|"
    "Đơn vị, người nhận bản lưu|Đơn vị soạn|"
    "Nơi soạn thảo|Đơn vị nhận bản lưu",
    needed=True,
)
_OPEN = (
    Field("due_on", _("Hạn xử lý"), "Hạn xử lý|Hạn giải quyết|Thời hạn|Hạn trả lời", day=True),
    Field(
        "state", _("Tình trạng xử lý"), "Tình trạng|Trạng thái|Tình trạng xử lý|Kết quả xử lý", choices=STATE
    ),
)
_NUMBER = Field("number", _("Số văn bản"), "Số|Số văn bản|Số VB|Số đi")
_NOTATION = Field("notation", _("Ký hiệu"), "Ký hiệu|Ký hiệu văn bản")
_TO = Field("recipients", _("Nơi nhận"), "Nơi nhận văn bản|Nơi nhận|Gửi đến|Kính gửi")
_FIELD_OF_WORK = Field("field_of_work", _("Lĩnh vực"), "Lĩnh vực|Lĩnh vực văn bản")

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.INCOMING: (
        *_IN,
        _CODE,
        _NUMBER,
        _NOTATION,
        _ISSUED,
        _KIND,
        _SUBJECT,
        _UNIT_IN,
        *_OPEN,
        _FIELD_OF_WORK,
        _BOOK,
        _ID,
        *_TAIL,
    ),
    Kind.OUTGOING: (_NUMBER, _NOTATION, _CODE, _ISSUED, _KIND, _SUBJECT, _TO, _UNIT_OUT, _BOOK, _ID, *_TAIL),
    Kind.DOCUMENTS: (
        Field(
            "direction",
            _("Đi hay đến"),
            "Loại sổ|Chiều|Đi/Đến|Đi hay đến|Hướng",
            needed=True,
            choices=DIRECTION,
        ),
        _ID,
        _IN[0],
        _IN[1],
        _IN[2],
        _CODE,
        _NUMBER,
        _NOTATION,
        _ISSUED,
        _KIND,
        _SUBJECT,
        _TO,
        _UNIT_IN,
        *_OPEN,
        _FIELD_OF_WORK,
        _BOOK,
        *_TAIL,
    ),
    Kind.DOSSIERS: (
        Field("code", _("Mã hồ sơ"), "Mã hồ sơ|Số hồ sơ|Số biên nhận|Mã biên nhận", needed=True),
        Field(
            "procedure",
            _("Mã hoặc tên thủ tục"),
            "Mã thủ tục|Mã TTHC|Thủ tục|Tên thủ tục|Thủ tục hành chính",
            needed=True,
        ),
        Field(
            "owner_name",
            _("Chủ hồ sơ"),
            "Chủ hồ sơ|Họ và tên|Họ tên|Người nộp|Tên tổ chức, cá nhân|Họ tên người nộp",
            needed=True,
        ),
        Field("owner_kind", _("Đối tượng"), "Đối tượng|Loại đối tượng", choices=OWNER_KIND),
        Field("id_kind", _("Loại giấy tờ"), "Loại giấy tờ", choices=ID_KIND),
        Field(
            "id_number",
            _("Số giấy tờ"),
            "Số CCCD|CCCD|Số CCCD/CMND|Số giấy tờ|CMND/CCCD|Số định danh|Số căn cước",
            needed=True,
        ),
        Field("born_on", _("Ngày sinh"), "Ngày sinh|Năm sinh", day=True),
        Field("address", _("Địa chỉ"), "Địa chỉ|Nơi ở"),
        Field("phone", _("Điện thoại"), "Điện thoại|Số điện thoại|SĐT"),
        Field("email", _("Thư điện tử"), "Email|Thư điện tử"),
        Field(
            "accepted_at",
            _("Tiếp nhận lúc"),
            "Ngày tiếp nhận|Thời điểm tiếp nhận|Ngày nhận|Tiếp nhận lúc",
            needed=True,
            day=True,
        ),
        Field(
            "due_on",
            _("Hạn trả kết quả"),
            "Ngày hẹn trả|Hạn trả|Hạn trả kết quả|Ngày hẹn|Hạn giải quyết",
            day=True,
        ),
        Field(
            "step",
            _("Bước đang giải quyết"),
            "Bước hiện tại|Đang ở bước|Bước xử lý|Bước|Công đoạn|Trạng thái",
        ),
        Field("officer", _("Người đang giữ"), "Người thụ lý|Người xử lý|Cán bộ xử lý|Cán bộ thụ lý"),
        Field("summary", _("Trích yếu"), "Trích yếu|Nội dung|Nội dung hồ sơ"),
        Field("channel", _("Hình thức nộp"), "Hình thức nộp|Hình thức|Kênh nộp", choices=CHANNEL),
        Field(
            "return_by", _("Nhận kết quả"), "Hình thức trả|Nhận kết quả|Nơi nhận kết quả", choices=RETURN_BY
        ),
        _FILES,
    ),
}
ONLY_INCOMING = frozenset({"arrival_number", "arrived_on", "issuer_name"})


def field_of(kind: Kind, key: str) -> Field | None:
    """Return the field of a kind by its key."""
    return next((one for one in FIELDS[kind] if one.key == key), None)

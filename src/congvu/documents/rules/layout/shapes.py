"""In what the 29 types of documents differ from each other, as data: one layout serves them all.

Legal source: NĐ 30/2020/NĐ-CP, Điều 7 and Phụ lục III (forms 1.1 to 1.10, 2.1 to 2.7).
"""

from dataclasses import dataclass, field

from congvu.documents.rules.reading.kinds import BY_NAME, KINDS, LETTER, Kind

OPEN_LETTER = "Thư công"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a type is set.

    Args:
        kind: its name and abbreviation.
        titled: whether name and summary stand in the middle (box 5a); else “V/v …” under the number (5b).
        numbered: whether it carries number and notation.
        to: whether “Kính gửi” is usual.
        enacts: the word between legal bases and articles, "" for types without.
        authority: whether a line names who decides, above the bases.
        based: whether legal bases are expected.
        subject: how the summary begins on the page when the officer did not write it so, such as "Về việc".
        sides: how many sign beside each other.
        recipients: whether “Nơi nhận” is expected.
        body: what a new draft begins with.
    """

    kind: Kind
    titled: bool = True
    numbered: bool = True
    to: bool = False
    enacts: str = ""
    authority: bool = False
    based: bool = False
    sides: int = 1
    recipients: bool = True
    body: str = ""
    hints: tuple[str, ...] = field(default_factory=tuple)

    @property
    def key(self) -> str:
        """A name for forms and columns: the abbreviation, "CV" for công văn and "THU" for thư công."""
        return key_of(self.kind)


def key_of(kind: Kind) -> str:
    """Return the name by which a type is kept: its abbreviation, or one of ours where the decree has none."""
    return kind.code or ("CV" if kind.name == LETTER else "THU")


_ARTICLES = (
    "Điều 1. …\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
    "Điều 3. … chịu trách nhiệm thi hành Quyết định này./."
)
_DIFFERENT: dict[str, dict[str, object]] = {
    "NQ": {
        "enacts": "QUYẾT NGHỊ:",
        "authority": True,
        "based": True,
        "body": "Điều 1. …\nĐiều 2. …\nĐiều 3. Nghị quyết này có hiệu lực kể từ ngày ký./.",
    },
    "QĐ": {"enacts": "QUYẾT ĐỊNH:", "authority": True, "based": True, "body": _ARTICLES},
    "QC": {"body": "# Chương I\n# QUY ĐỊNH CHUNG\nĐiều 1. Phạm vi điều chỉnh\n…\n"
           "Điều 2. Đối tượng áp dụng\n…"},
    "QyĐ": {"body": "Điều 1. Phạm vi điều chỉnh\n…\nĐiều 2. Đối tượng áp dụng\n…"},
    "TTr": {"to": True, "body": "…\nKính trình … xem xét, quyết định./."},
    "BC": {"body": "I. KẾT QUẢ THỰC HIỆN\n1. …\nII. KHÓ KHĂN, VƯỚNG MẮC\n1. …\nIII. KIẾN NGHỊ\n1. …"},
    "KH": {
        "body": "I. MỤC ĐÍCH, YÊU CẦU\n1. …\nII. NỘI DUNG\n1. …\nIII. TỔ CHỨC THỰC HIỆN\n1. …",
    },
    "CTr": {"body": "I. MỤC TIÊU\n1. …\nII. NHIỆM VỤ, GIẢI PHÁP\n1. …\nIII. TỔ CHỨC THỰC HIỆN\n1. …"},
    "PA": {"body": "I. MỤC ĐÍCH, YÊU CẦU\n1. …\nII. NỘI DUNG PHƯƠNG ÁN\n1. …"},
    "ĐA": {"body": "I. SỰ CẦN THIẾT\n…\nII. MỤC TIÊU\n…\nIII. NỘI DUNG\n…"},
    "DA": {"body": "I. SỰ CẦN THIẾT ĐẦU TƯ\n…\nII. QUY MÔ, NỘI DUNG\n…"},
    "CT": {"body": "…\n1. …\n2. …"},
    "HD": {"body": "…\nI. NỘI DUNG\n1. …\nII. TỔ CHỨC THỰC HIỆN\n1. …"},
    "CĐ": {"to": True, "body": "…\n1. …\n2. …"},
    "GM": {
        "to": True,
        "body": "… trân trọng kính mời tới dự …\nThời gian: …\nĐịa điểm: …\nThành phần: …",
    },
    "GGT": {"body": "… trân trọng giới thiệu:\nÔng (bà): …\nChức vụ: …\nĐược cử đến: …\nVề việc: …\n"
            "Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ."},
    "GNP": {"body": "Xét Đơn đề nghị nghỉ phép ngày … của ông (bà) …\n… cấp cho:\nÔng (bà): …\nChức vụ: …\n"
            "Nghỉ phép trong thời gian … kể từ ngày … đến hết ngày … tại …"},
    "GUQ": {"sides": 2, "based": True, "body": "Người ủy quyền: …\nNgười được ủy quyền: …\n"
            "Điều 1. Nội dung ủy quyền\n…\nĐiều 2. Thời hạn ủy quyền\n…"},
    "BB": {"sides": 2, "body": "Thời gian bắt đầu: …\nĐịa điểm: …\nThành phần tham dự: …\nChủ trì: …\n"
           "Thư ký: …\nNội dung: …\nCuộc họp kết thúc vào … giờ … ngày …./."},
    "BGN": {"sides": 2, "body": "Các bên: …\n1. Mục đích\n…\n2. Nội dung ghi nhớ\n…"},
    "BTT": {"sides": 2, "body": "Các bên: …\nĐiều 1. Nội dung thỏa thuận\n…\nĐiều 2. Trách nhiệm các bên\n…"},
    "HĐ": {"sides": 2, "based": True, "body": "Bên A: …\nBên B: …\nĐiều 1. Nội dung công việc\n…\n"
           "Điều 2. Giá trị hợp đồng\n…"},
    "PG": {"to": True, "body": "Gửi kèm theo Phiếu này các văn bản, tài liệu sau:\n1. …\n2. …\n"
           "Sau khi nhận được, đề nghị … gửi lại Phiếu này."},
    "PC": {"to": True, "body": "… chuyển đến … văn bản, tài liệu sau để giải quyết theo thẩm quyền:\n1. …"},
    "PB": {"to": True, "body": "… thông báo …"},
    "CV": {"titled": False, "to": True, "body": "…\nTrân trọng./."},
    "THU": {"numbered": False, "to": True, "recipients": False, "body": "…\nThân ái./."},
}  # fmt: skip


def _shape(kind: Kind) -> Shape:
    return Shape(kind, **_DIFFERENT.get(key_of(kind), {}))  # type: ignore[arg-type]


SHAPES: dict[str, Shape] = {key_of(kind): _shape(kind) for kind in KINDS if kind.administrative}
"""The 29 types by their key."""


def shape_of(key: str) -> Shape:
    """Return how the type `key` is set; raise KeyError for an unknown one."""
    return SHAPES[key]


def key_of_name(name: str) -> str:
    """Return the key of a type by its name."""
    return key_of(BY_NAME[name])

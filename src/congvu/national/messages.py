"""What crosses the border to the national side, as frozen values; both generations are written from these.

Field names of the wire stand beside each value (messages DongBoHoSo, CapNhatTienDoHoSo).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Identity:
    """DinhDanhCHS: kind "1" personal number, "2" CMND, "3" passport, "4" tax code; and the number."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class SentPaper:
    """TaiLieuNop: one file that lies in the dossier.

    Args:
        id: our key of the file (TepDinhKemId).
        name: TenTepDinhKem.
        component: MaThanhPhanHoSo.
        digitised: DuocSoHoa.
        reused: DuocTaiSuDung.
        from_store: DuocLayTuKhoDMQG.
        sha256: what the bytes are known by, for sending them once.
        kind: LoaiBan: "1" original, "2" copy.
        quantity: SoLuong.
    """

    id: str
    name: str
    component: str = ""
    digitised: bool = False
    reused: bool = False
    from_store: bool = False
    sha256: str = ""
    kind: str = "2"
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class SentFee:
    """DanhSachLePhi: `when` 1 at reception, 2 at supplement, 4 at return; `kind` 1 normal, 2 appraisal."""

    name: str
    amount: int
    code: str = ""
    when: str = "1"
    kind: str = "1"


@dataclass(frozen=True, slots=True)
class SentOther:
    """DanhSachTepDinhKemKhac: a paper without a file."""

    name: str
    quantity: int = 1
    kind: str = "1"


@dataclass(frozen=True, slots=True)
class SentSupplement:
    """DanhSachHoSoBoSung: a request for supplement and its answer."""

    id: str
    by: str
    content: str
    at: datetime
    receiver: str = ""
    received_at: datetime | None = None
    done: bool = False
    due_before: datetime | None = None
    due_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class SentResult:
    """DanhSachGiayToKetQua: a result that was issued."""

    id: str
    name: str
    code: str = ""
    component: str = ""
    url: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class DossierMessage:
    """DongBoHoSo: the whole of a dossier as the national side keeps it."""

    code: str
    procedure: str
    procedure_name: str
    channel: str
    owner: str
    identity: Identity
    business: bool
    status: str
    agency_code: str
    agency_name: str
    submitted_at: datetime
    field_name: str = ""
    field_code: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    submitter: str = ""
    summary: str = ""
    note: str = ""
    received_at: datetime | None = None
    due_at: datetime | None = None
    refused_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    return_told: str = ""
    return_online: bool = False
    received_where: str = ""
    verified: bool = False
    paid_online: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    papers: tuple[SentPaper, ...] = ()
    others: tuple[SentOther, ...] = ()
    fees: tuple[SentFee, ...] = ()
    supplements: tuple[SentSupplement, ...] = ()
    results: tuple[SentResult, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressMessage:
    """CapNhatTienDoHoSo: who did what, where, and what the dossier's status was then."""

    code: str
    officer: str
    title: str
    at: datetime
    unit: str
    content: str
    status: str
    started_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RemoteDossier:
    """A dossier as the national side has it."""

    code: str
    procedure: str = ""
    status: str = ""
    agency_code: str = ""
    received_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    updated_at: datetime | None = None
    remote_id: str = ""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that lies on the far side: its id or address there, and what its bytes must hash to."""

    id: str
    name: str
    url: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class OnlinePaper:
    """One paper of an online dossier."""

    name: str
    component: str = ""
    quantity: int = 1
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True)
class OnlinePerson:
    """Who files an online dossier, or whose it is; kinds as the one-stop room has them."""

    name: str
    id_kind: str
    id_number: str
    kind: str = "citizen"
    born_on: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class OnlineDossier:
    """What a citizen did on the national portal: filed, supplemented or withdrew."""

    code: str
    procedure: str = ""
    agency_code: str = ""
    owner: OnlinePerson | None = None
    submitter: OnlinePerson | None = None
    case_no: int = 1
    submitted_at: datetime | None = None
    papers: tuple[OnlinePaper, ...] = ()
    fees: tuple[SentFee, ...] = ()
    paid: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    return_by: str = "online"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message that waits for us on the far side; `kind` is create, supplement or withdraw."""

    sequence: int
    kind: str
    code: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the far side said to a dossier that it took: its own id, where it gives one."""

    remote_id: str = ""

"""What screens read of notices."""

from dataclasses import dataclass
from datetime import datetime

from congvu.common.subject import Subject


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as a screen shows it; `read_at` is None for a new one."""

    id: int
    kind: str
    text: str
    link: str
    subject: Subject | None
    created_at: datetime
    read_at: datetime | None

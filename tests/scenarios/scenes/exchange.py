"""What the scenes of the interchange share: two installations, the axis, steps in the clerk's words."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.installations import Axis, HandError, Installation
from tests.scenarios.harness import Transcript

WARD, DEPARTMENT, COMPANY, COOPERATIVE = "H19.75.26248", "H19.10", "H19.99", "H19.98"
PATIENCE = 90.0


@dataclass
class World:
    """The stage."""

    transcript: Transcript
    ward: Installation
    department: Installation
    axis: Axis
    folder: Path
    stack: ExitStack = field(default_factory=ExitStack)
    sent: int = 0

    def close(self) -> None:
        """End every process."""
        self.stack.close()
        for installation in (self.ward, self.department):
            installation.close()
        self.axis.stop()

    def step(self, where: Installation, what: str, act: Callable[[], Any], **more: Any) -> Any:
        """Do one thing at an installation; its line ends with what came of it, or what `tell` says."""
        came: list[Any] = []

        def done() -> Any:
            came.append(act())
            return came[0]

        more.setdefault("tell", lambda: _words(came[0]))
        return self.transcript.step(what, done, who=where.place.name, **more)

    def refused(self, where: Installation, what: str, act: Callable[[], Any], sentence: str) -> None:
        """Do what must be refused with a sentence (a part of it)."""

        def tried() -> str:
            try:
                act()
            except HandError as error:
                if sentence in error.told:
                    return error.told
                raise
            raise AssertionError(f"không bị từ chối, mong đợi “{sentence}”")

        self.step(where, what, tried)

    def issue(self, subject: str, *to: str, **more: Any) -> int:
        """Issue a letter of the ward."""
        done: dict[str, Any] = self.step(
            self.ward,
            f"ký, cấp số và phát hành “{subject}” gửi {', '.join(to) or 'nội bộ'}",
            lambda: self.ward.ask("issue", subject=subject, to=list(to), **more),
        )
        self.sent = int(done["id"])
        return self.sent

    def arrived(self, subject: str) -> dict[str, Any]:
        """Wait until a letter lies in the department's box."""
        found: dict[str, Any] = self.step(
            self.department,
            f"văn bản “{subject}” đến hộp văn bản đến",
            lambda: self.department.until(lambda: self.newest(subject), PATIENCE),
        )
        return found

    def newest(self, subject: str) -> dict[str, Any] | None:
        """Return the newest letter with a subject in the department's box."""
        found = self.department.ask("inbox", subject=subject)
        return found[-1] if found else None

    def becomes(self, words: str, document: int | None = None, *, what: str = "", codes: str = "") -> None:
        """Wait until the ward sees in words where its document is.

        Args:
            words: such as "Đã tiếp nhận".
            document: the last one issued unless told.
            what: which of its packages, such as "thu hồi văn bản"; any unless told.
            codes: the codes reported for it so far, separated by spaces, where they matter.
        """
        pk = document or self.sent

        def there() -> bool:
            rows = [one for one in self.ward.ask("where", document=pk) if not what or one["what"] == what]
            return any(one["words"] == words and codes in " ".join(one["codes"]) for one in rows)

        def seen() -> str:
            return "; ".join(f"{one['to']}: {one['words']} ({' '.join(one['codes'])})" for one in now())

        def now() -> list[dict[str, Any]]:
            return list(self.ward.ask("where", document=pk))

        def awaited() -> None:
            try:
                self.ward.until(there, PATIENCE)
            except TimeoutError as error:
                raise AssertionError(f"mong đợi “{words}”, thấy: {seen()}; {now()}") from error

        self.step(self.ward, f"thấy văn bản: {words}", awaited, tell=lambda: "đúng")


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("code") or value.get("subject") or "")
    return "" if value is None else str(value)

"""The stage of the documents scenario: Trảng Bom district in January 2015, its people, registers and keys."""

from pathlib import Path
from typing import Any

from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Unit
from congvu.directory.queries import actor_for
from congvu.dossiers.services.demo.clock import MovedClock
from tests.scenarios.harness import Transcript, at

DISTRICT, PROVINCE, TOWN = "huyen-trang-bom-2015", "tinh-dong-nai-2015", "thi-tran-trang-bom-2015"


class Office:
    """What the scenes share: the transcript, the moved clock, who works here, and what came about so far."""

    def __init__(self, transcript: Transcript, clock: MovedClock, out: Path) -> None:
        self.transcript, self.clock, self.out = transcript, clock, out
        self.district = Agency.objects.get(key=DISTRICT)
        self.incoming = self.line = self.outgoing = 0
        self.tasks: list[int] = []
        self.signed: dict[str, Path] = {}

    def who(self, name: str) -> Actor:
        """Return an officer of the district by the first part of the user name."""
        return self.of(name, DISTRICT)

    def of(self, name: str, agency: str) -> Actor:
        """Return an officer of an agency by the first part of the user name."""
        return actor_for(Officer.objects.get(username=f"{name}.{agency.replace('-', '')}"))

    def registry_of(self, agency: str) -> Actor:
        """Return the registry officer of an agency."""
        posts = Officer.objects.filter(posts__agency__key=agency, posts__roles__code="registry")
        return actor_for(posts.order_by("pk")[0])

    def unit(self, name: str) -> Unit:
        """Return a unit of the district by the beginning of its name."""
        return Unit.objects.get(agency=self.district, name__startswith=name)

    def at(self, text: str) -> None:
        """Move the clock."""
        self.clock.at = at(text)

    def step(self, actor: Actor | None, what: str, act: Any, **more: Any) -> Any:
        """Do one thing as somebody, with the simulated time on its line."""
        who = actor.officer_name if actor else ""
        return self.transcript.step(what, act, when=self.clock.at, who=who, **more)

    @property
    def line_subject(self) -> Subject:
        """Return the recipient line that the work comes from."""
        return Subject("documents.line", self.line)


def lay(transcript: Transcript, out: Path) -> None:
    """Load the organisation, calendars, registers of the year and the development keys."""
    from congvu.calendars.services import seed
    from congvu.directory.services.realms import load_realm
    from congvu.documents.services import open_year
    from congvu.signing.services import dev_ca

    out.mkdir(parents=True, exist_ok=True)
    step = transcript.step
    step(
        "nạp tổ chức hôm nay và huyện Trảng Bom năm 2015",
        lambda: [load_realm(key) for key in ("dong-nai", "trang-bom-2015")],
        tell=lambda: "tỉnh, huyện, 17 xã và thị trấn",
    )
    root = Agency.objects.get(key="thanh-pho-dong-nai")
    system = Actor.system(root.pk, root.name)
    step("nạp lịch làm việc, ngày nghỉ, thời hạn pháp lý", lambda: seed(actor=system), tell=str)
    step(
        "lập cơ quan chứng thực thử nghiệm và chứng thư số",
        lambda: len(list(dev_ca.equip("trang-bom-2015"))),
        tell=str,
    )

    def books() -> None:
        for agency in (DISTRICT, PROVINCE, TOWN):
            posts = Officer.objects.filter(posts__agency__key=agency, posts__roles__code="registry")
            open_year(2015, actor=actor_for(posts.order_by("pk")[0]))

    step("mở sổ văn bản đến, văn bản đi năm 2015 của huyện, tỉnh, thị trấn", books, tell=str)

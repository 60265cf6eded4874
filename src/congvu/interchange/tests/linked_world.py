"""A commune and a department that each know the other only over the interchange: folders and a courier."""

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from congvu.delivery.services import wake
from congvu.delivery.services.worker import WorkerLoop
from congvu.directory.messages import Actor
from congvu.directory.tests.factories import make_actor
from congvu.dossiers import services
from congvu.dossiers.messages import Paper
from congvu.dossiers.models import Dossier
from congvu.dossiers.tests import world as dossiers
from congvu.files.models import StoredFile
from congvu.files.services import store
from congvu.interchange.models import Connection, LinkedDossier
from congvu.interchange.services import poll, take_lease
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.services.linking.saying import KIND as LINK
from congvu.interchange.services.statuses import KIND as STATUS
from congvu.interchange.tests.world import connect

COMMUNE, DEPARTMENT = "H19.75.26248", "H19.10"
SO = f"outside:{DEPARTMENT}"


def _step(key: str, name: str, role: str, nxt: str, place: str, **more: Any) -> dict[str, Any]:
    usual = {"kind": "step", "hours": 4, "key": key, "name": name, "role": role, "next": nxt, "place": place}
    return {**usual, **more}


UP_AND_BACK = {
    "start": "b1",
    "nodes": [
        _step("b1", "Tiếp nhận", "clerk", "b2", "received", type="receive"),
        _step("b2", "Thẩm định tại sở", "specialist", "b3", SO, type="appraise", hours=8),
        _step("b3", "Ký tại sở", "leader", "b4", SO, type="sign", hours=4),
        _step("b4", "Trả kết quả", "clerk", "e", "received", type="return"),
        {"key": "e", "kind": "end"},
    ],
}  # fmt: skip


@dataclass
class Linked:
    """The world: both sides, and the courier between their folders."""

    world: dossiers.World
    commune: Connection
    department: Connection
    base: Path
    upper_leader: Actor
    upper_registry: Actor
    carried: list[str] = field(default_factory=list)

    def file(self, actor: Actor, name: str, words: str) -> StoredFile:
        """Store a small PDF."""
        body = f"%PDF-1.4\n% {words}\n%%EOF\n".encode()
        return store(ContentFile(body, name=name), actor=actor, name=name)

    def received(self, **changes: Any) -> Dossier:
        """Take a dossier in at the commune, with a file, and pass it on until it is handed over."""
        scan = self.file(self.world.clerk, "giay-chung-sinh.pdf", "giấy chứng sinh")
        papers = (Paper("Giấy chứng sinh", file_ids=(scan.pk,)), Paper("Giấy đăng ký kết hôn", "copy"))
        intake = self.world.intake(papers=papers, data={"dien_tich": 120}, **changes)
        dossier = services.receive_dossier(intake, actor=self.world.clerk)
        services.complete_step(dossier.pk, "b1", actor=self.world.clerk)
        return self.now(dossier)

    def now(self, dossier: Dossier) -> Dossier:
        """Return a dossier as it stands."""
        return Dossier.objects.get(pk=dossier.pk)

    def work(self) -> int:
        """Deliver whatever may go."""
        for kind in (LINK, STATUS):
            wake(kind)
        worker, done = WorkerLoop("test"), 0
        while worked := worker.work_once():
            done += worked
        return done

    def courier(
        self, frm: str, to: str, order: Callable[[list[Path]], list[Path]] = list, *, keep: bool = False
    ) -> int:
        """Carry packages from one side's folder to the other's, and the acknowledgements back.

        Args:
            order: picks and orders what is carried.
            keep: carry what was carried before once more.
        """
        out, into = self.base / frm / "gui", self.base / to / "nhan"
        into.mkdir(parents=True, exist_ok=True)
        waiting = sorted(out.glob("*.edxml"), key=lambda one: one.stat().st_mtime_ns)
        number = 0
        for path in order([one for one in waiting if keep or one.name not in self.carried]):
            number += 1
            goal = into / (f"lai-{random.random()}.edxml" if keep else path.name)
            shutil.copy(path, goal)
            os.utime(goal, (1_700_000_000 + number, 1_700_000_000 + number))
            self.carried.append(path.name)
        for answer in into.glob("*.ok"):
            if (out / answer.with_suffix(".edxml").name).exists():
                shutil.copy(answer, out / answer.name)
        return number

    def look(self, connection: Connection) -> Any:
        """Let one side look into its folder."""
        leased = take_lease(connection.pk)
        assert leased is not None
        return poll(leased)

    def up(self, **options: Any) -> Any:
        """Bring what the commune said to the department."""
        self.work()
        self.courier("xa", "so", **options)
        return self.look(self.department)

    def down(self, **options: Any) -> Any:
        """Bring what the department said to the commune."""
        self.work()
        self.courier("so", "xa", **options)
        return self.look(self.commune)

    def settle(self, turns: int = 4) -> None:
        """Let both sides talk until nothing is left to say."""
        for _turn in range(turns):
            self.up()
            self.down()

    def sides(self) -> tuple[LinkedDossier, LinkedDossier]:
        """Return the newest stage as the commune and as the department see it."""
        origin = LinkedDossier.objects.filter(side="origin").select_related("dossier").latest("pk")
        receiver = LinkedDossier.objects.select_related("dossier").get(stage=origin.stage, side="receiver")
        return origin, receiver

    def states(self) -> tuple[str, str]:
        """Return where both sides see the newest stage."""
        origin, receiver = self.sides()
        return origin.state, receiver.state

    def decide(self, copy: Dossier, name: str = "Giấy phép") -> Dossier:
        """Let the department work on its copy until the result is issued."""
        world = self.world
        if copy.steps.filter(key="s1", state="open").exists():
            services.complete_step(copy.pk, "s1", actor=world.upper_clerk)
        paper = self.file(world.upper_specialist, "giay-phep.pdf", "giấy phép")
        services.propose_result(copy.pk, "s2", actor=world.upper_specialist, name=name, file=paper)
        services.sign_result(copy.pk, "s3", actor=self.upper_leader)
        services.issue_result(copy.pk, "s4", actor=self.upper_registry)
        return self.now(copy)


def build(base: Path, settings: Any, spec: dict[str, Any] | None = None) -> Linked:
    """Make the world."""
    settings.INTERCHANGE_FOLDERS = [str(base)]
    forget_channels()
    world = dossiers.build(spec or UP_AND_BACK, limit=(10, "wday"))
    dossiers.process("mac-dinh-tinh", dossiers.SIMPLE)
    quiet = {"quiet_seconds": "0.001"}
    return Linked(
        world,
        connect(
            world.commune.pk, COMMUNE, "xa", kind="folder", sealed_secret="",
            options={**quiet, "partner_code": DEPARTMENT, "partner_name": "Sở Xây dựng"},
        ),
        connect(
            world.department.pk, DEPARTMENT, "so", kind="folder", sealed_secret="",
            options={**quiet, "partner_code": COMMUNE, "partner_name": "UBND phường Trảng Bom"},
        ),
        base,
        make_actor("leader", unit=world.upper_office, full_name="Trần Văn Lãnh"),
        make_actor("registry", unit=world.upper_office, full_name="Ngô Thị Văn Thư"),
    )  # fmt: skip

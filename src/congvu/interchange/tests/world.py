"""Two agencies of one installation, each joined to the axis by a connection of its own, and a far agency."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from congvu.delivery.services import wake
from congvu.delivery.services.worker import WorkerLoop
from congvu.directory.messages import Actor
from congvu.directory.models import AgencyCode
from congvu.documents.messages import Receiver
from congvu.documents.models import IncomingDocument, OutgoingDocument
from congvu.documents.services import open_year
from congvu.documents.services.outside import KIND as DOCUMENT
from congvu.documents.tests.paper import Office, office
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import Connection, InboundMessage, OutboundMessage
from congvu.interchange.services import poll, take_lease
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.services.sealing import sealer
from congvu.interchange.services.statuses import KIND as STATUS
from congvu.interchange.tests import messages
from congvu.interchange.tests.axis import SECRET, Axis

COMMUNE, DEPARTMENT, FAR = "H19.75.26248", "H19.10", "H44.10"


@dataclass
class Joined:
    """The world of the tests."""

    desk: Office
    axis: Axis
    address: str
    commune: Connection
    department: Connection
    folder: Path

    def issued(self, *codes: str, **changes: Any) -> OutgoingDocument:
        """Issue a letter of the commune, on paper in the office, to outside codes."""
        receivers = tuple(
            Receiver(f"Nơi nhận {code}", agency_code=code, role="act") for code in codes or (DEPARTMENT,)
        )
        return self.desk.issued(**{"medium": "paper", "receivers": receivers, **changes})

    def work(self, times: int = 20) -> int:
        """Deliver whatever may go, however long it was to wait; what fails is tried once."""
        for kind in (DOCUMENT, STATUS):
            wake(kind)
        worker, done = WorkerLoop("test"), 0
        for _turn in range(times):
            worked = worker.work_once()
            done += worked
            if not worked:
                break
        return done

    def poll(self, connection: Connection | None = None) -> Any:
        """Look at the axis for the department (or another)."""
        leased = take_lease((connection or self.department).pk)
        assert leased is not None
        return poll(leased)

    def package(self, **changes: Any) -> bytes:
        """Return a package as the far agency would send it to the department."""
        usual = {
            "sender": edxml.Organisation(FAR, name="Sở Nội vụ tỉnh khác"),
            "recipients": (edxml.Organisation(DEPARTMENT, name="Sở Xây dựng"),),
            "document_id": f"{FAR},2026/11/24,12/SNV-VP",
            "number": "12",
            "notation": "SNV-VP",
            "issued_on": "2026/11/24",
        }
        return self.written(messages.document(self.folder, **{**usual, **changes}))

    def status(self, code: str, document: OutgoingDocument, sender: str = FAR, **changes: Any) -> bytes:
        """Return a status of the far agency about a document of the commune."""
        sent = OutboundMessage.objects.filter(document=document).order_by("pk")[0]
        answer = edxml.Answer(COMMUNE, sent.code, sent.document_id_sent, "2026/11/25")
        usual = {"at": "2026/11/25 10:00:00", "description": ""}
        usual |= changes
        return self.written(edxml.Status(edxml.Organisation(sender), answer, code, **usual))  # type: ignore[arg-type]

    def written(self, message: edxml.Message) -> bytes:
        """Return a message as bytes."""
        out = io.BytesIO()
        edxml.write_package(message, out)
        return out.getvalue()

    def arrived(self) -> IncomingDocument:
        """Return the one document that came by the interchange."""
        return IncomingDocument.objects.get(origin="interchange")

    def states(self) -> list[str]:
        """Return the states of what came, in order."""
        return list(InboundMessage.objects.order_by("pk").values_list("state", flat=True))

    def on_axis(self, kind: str = "edoc") -> list[Any]:
        """Return what lies on the axis."""
        return [one for one in self.axis.inbox if one.kind == kind]


def connect(agency_id: int, code: str, address: str, **changes: Any) -> Connection:
    """Make an active connection."""
    forget_channels()
    usual = {
        "name": f"Trục {code}",
        "kind": "vxp",
        "address": address,
        "system_id": code,
        "sealed_secret": sealer().seal(SECRET),
        "agency_code": code,
        "active": True,
        "updated_at": timezone.now(),
        "options": {"read_seconds": "5"},
    }
    return Connection.objects.create(agency_id=agency_id, **{**usual, **changes})


def build(axis: Axis, address: str, folder: Path, make: Callable[[], Office] = office) -> Joined:
    """Make the world."""
    desk = make()
    world = desk.world
    AgencyCode.objects.create(
        agency=world.department, scheme="qd20", code=DEPARTMENT, valid_from="2025-07-01"
    )
    open_year(2026, actor=world.upper_registry)
    return Joined(
        desk,
        axis,
        address,
        connect(world.commune.pk, COMMUNE, address),
        connect(world.department.pk, DEPARTMENT, address),
        folder,
    )


def system(connection: Connection) -> Actor:
    """Return the system's actor in a connection's agency."""
    return Actor.system(connection.agency_id)

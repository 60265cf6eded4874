"""People who draft, check, sign and issue: the world of incoming documents, with keys and posts."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.directory.models import AgencyCode, Officer, Position, Post
from congvu.directory.queries import actor_for
from congvu.directory.tests.factories import make_actor, touch
from congvu.documents.messages import Draft, Receiver, SignOff, Turn
from congvu.documents.models import OutgoingDocument
from congvu.documents.services import (
    agree,
    draft_document,
    issue_document,
    open_year,
    sign_document,
    submit,
)
from congvu.documents.tests.world import World, build
from congvu.signing import services as signing
from congvu.signing.services import dev_ca
from congvu.signing.tests.world import PASSPHRASE, authority

KEY = SignOff(code=PASSPHRASE)
BODY = "Điều 1. Thành lập Tổ công tác.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký./."
BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025\nTheo đề nghị của Chánh Văn phòng"
)
LETTER = "Ủy ban nhân dân phường báo cáo kết quả thực hiện.\nTrân trọng./."


@dataclass
class Office:
    """The people of a commune who make outgoing documents, and the department that gets them."""

    world: World
    author: Actor
    head: Actor
    leader: Actor
    deputy: Actor
    registry: Actor

    def receivers(self) -> tuple[Receiver, ...]:
        """Return the department here, an outside agency of the interchange, and somebody on paper."""
        return (
            Receiver("Sở Xây dựng", agency_id=self.world.department.pk, role="act"),
            Receiver("Sở Nội vụ tỉnh khác", agency_code="H44.10", role="know"),
            Receiver("Ông Trần Văn Bé", role="know"),
        )

    def draft(self, **changes: Any) -> Draft:
        """Return a letter to the department; keyword arguments replace parts."""
        usual: dict[str, Any] = {
            "kind": "CV",
            "subject": "báo cáo tình hình trật tự xây dựng",
            "body": LETTER,
            "receivers": self.receivers(),
            "signer_id": self.leader.officer_id,
        }
        if changes.get("kind") == "QĐ":
            usual |= {"body": BODY, "bases": BASES}
        return Draft(**{**usual, **changes})

    def drafted(self, **changes: Any) -> OutgoingDocument:
        """Begin a letter."""
        return draft_document(self.draft(**changes), actor=self.author)

    def turns(self) -> list[Turn]:
        """Return the usual chain: the unit's head, then the office."""
        return [Turn("content", officer_id=self.head.officer_id), Turn("form")]

    def submitted(self, **changes: Any) -> OutgoingDocument:
        """Draft and submit."""
        return submit(self.drafted(**changes).pk, self.turns(), actor=self.author)

    def to_sign(self, **changes: Any) -> OutgoingDocument:
        """Bring a document to its signer."""
        document = self.submitted(**changes)
        agree(document.pk, actor=self.head)
        return agree(document.pk, actor=self.registry)

    def signed(self, **changes: Any) -> OutgoingDocument:
        """Bring a document to the registry, signed."""
        return sign_document(self.to_sign(**changes).pk, actor=self.leader, sign_off=KEY)

    def issued(self, **changes: Any) -> OutgoingDocument:
        """Bring a document out."""
        return issue_document(self.signed(**changes).pk, actor=self.registry, sign_off=KEY)


def seat(actor: Actor, code: str, name: str, rank: int, form: str = "") -> Actor:
    """Give an officer's post a position."""
    position, _ = Position.objects.get_or_create(
        code=code, defaults={"name": name, "rank": rank, "signing_form": form}
    )
    Post.objects.filter(pk=actor.post_id).update(position=position)
    officer = Officer.objects.get(pk=actor.officer_id)
    touch(officer)
    return actor_for(officer)


def office() -> Office:
    """Make the world; the leader, the deputy and the agency can sign."""
    world = build()
    open_year(timezone.localdate().year, actor=world.registry)
    world.land.code = "KT"
    world.land.save(update_fields=["code"])
    AgencyCode.objects.create(
        agency=world.commune, scheme="qd20", code="H19.75.26248", valid_from="2025-07-01"
    )
    leader = seat(world.leader, "chu-tich", "Chủ tịch", 1)
    deputy = seat(world.deputy, "pho-chu-tich", "Phó Chủ tịch", 5, "KT.")
    head = seat(world.head, "truong-phong", "Trưởng phòng", 30, "TL.")
    return Office(world, world.specialist, head, leader, deputy, world.registry)


def equip(found: Office) -> Office:
    """Give the leader, the deputy and the commune certificates."""
    admin = make_actor("administrator", unit=found.world.office)
    for actor in (found.leader, found.deputy):
        data = _key(actor.officer_name, found.world.commune.name)
        signing.add_pkcs12(data, PASSPHRASE, actor=admin, officer_id=actor.officer_id)
    data = _key(found.world.commune.name, found.world.commune.name)
    signing.add_pkcs12(data, PASSPHRASE, actor=admin, agency_id=found.world.commune.pk)
    return found


def _key(name: str, organisation: str) -> bytes:
    key, certificate = dev_ca.issue(authority(), name, organisation)
    return dev_ca.key_file(key, certificate, authority(), PASSPHRASE)

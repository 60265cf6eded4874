"""The world of the benches of documents: communes whose people draft, sign, register and issue."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

RECEIVERS = (
    ("Sở Nội vụ thành phố Đồng Nai", "H19.10"),
    ("Sở Tư pháp thành phố Đồng Nai", "H19.15"),
    ("Sở Xây dựng tỉnh Tây Ninh", "H44.12"),
)
LETTER = "Ủy ban nhân dân xã báo cáo kết quả thực hiện.\nTrân trọng./."
ROLES = ("registry", "leader", "specialist")


def lay(agencies: int) -> None:
    """Make communes with this year's books, văn thư, a specialist, a leader and the keys to sign with."""
    from django.utils import timezone

    from congvu.calendars.services import seed
    from congvu.directory.messages import Actor
    from congvu.directory.models import AgencyCode
    from congvu.directory.tests.factories import AgencyFactory, UnitFactory, make_actor
    from congvu.documents.services import open_year
    from congvu.documents.tests.paper import seat
    from congvu.signing import services as signing
    from congvu.signing.tests.world import PASSPHRASE, key_of

    for number in range(agencies):
        agency = AgencyFactory(key=f"bench-{number}", name=f"Ủy ban nhân dân xã Số {number}")
        if number == 0:
            seed(actor=Actor.system(agency.pk))
        AgencyCode.objects.create(
            agency=agency, scheme="qd20", code=f"H19.99.{number:05d}", valid_from="2025-07-01"
        )
        office = UnitFactory(agency=agency, name="Văn phòng HĐND và UBND")
        land = UnitFactory(agency=agency, name="Phòng Kinh tế", code="KT")
        for role in ROLES:
            unit = land if role == "specialist" else office
            make_actor(role, unit=unit, username=f"bench-{role}-{number}", full_name=f"{role} {number}")
        leader = seat(actor("leader", number), "chu-tich", "Chủ tịch", 1)
        admin = make_actor("administrator", unit=office)
        add = signing.add_pkcs12
        add(key_of(leader.officer_name, agency.name), PASSPHRASE, actor=admin, officer_id=leader.officer_id)
        add(key_of(agency.name, agency.name), PASSPHRASE, actor=admin, agency_id=agency.pk)
        open_year(timezone.localdate().year, actor=actor("registry", number))


def actor(role: str, number: int) -> Any:
    """Return the officer with `role` of the commune `number`."""
    from congvu.directory.models import Officer
    from congvu.directory.queries import actor_for

    return actor_for(Officer.objects.get(username=f"bench-{role}-{number}"))


def people(number: int) -> dict[str, Any]:
    """Return the officers of a commune by their role."""
    return {role: actor(role, number) for role in ROLES}


def key() -> Any:
    """Return what opens the keys."""
    from congvu.documents.messages import SignOff
    from congvu.signing.tests.world import PASSPHRASE

    return SignOff(code=PASSPHRASE)


def to_sign(office: dict[str, Any], *, inside: int | None = None) -> Any:
    """Draft a letter to three agencies, have its form checked, and return it where it waits to be signed.

    Args:
        inside: an agency of this installation that is to get it too.
    """
    from congvu.documents.messages import Draft, Receiver, Turn
    from congvu.documents.services import agree, draft_document, submit

    receivers = [Receiver(name, agency_code=code, role="act") for name, code in RECEIVERS]
    if inside is not None:
        receivers.append(Receiver("Ủy ban nhân dân xã bạn", agency_id=inside))
    draft = Draft(
        kind="CV",
        subject="báo cáo tình hình trật tự xây dựng",
        body=LETTER,
        receivers=tuple(receivers),
        signer_id=office["leader"].officer_id,
    )
    document = draft_document(draft, actor=office["specialist"])
    submit(document.pk, [Turn("form")], actor=office["specialist"])
    return agree(document.pk, actor=office["registry"])


def arrived(number: int, book_id: int) -> tuple[Any, Any]:
    """Return a letter on paper as it arrives, and how văn thư enters it in a register."""
    from django.utils import timezone

    from congvu.documents.messages import Arrival, Facts, Registration

    today = timezone.localdate()
    facts = Facts(
        kind_name="Công văn",
        number=str(number),
        notation="SXD-QLXD",
        issuer_name="Sở Xây dựng",
        issued_on=today - timedelta(days=1) if today.month > 1 or today.day > 1 else today,
        subject=f"Báo cáo tình hình trật tự xây dựng, việc số {number}",
        signer_name="Lê Hồng Phong",
        pages=2,
    )
    return Arrival(origin="paper", facts=facts, request_key=uuid4()), Registration(book_id)


def book(number: int, direction: str) -> Any:
    """Return the usual register of a commune: "in" or "out"."""
    from congvu.documents.models import Book

    return Book.objects.get(agency__key=f"bench-{number}", direction=direction, is_default=True)

"""Finding agencies in the far sides' directories, and what becomes of expired and dual codes."""

from collections.abc import Iterator

import pytest

from congvu.directory.models import AgencyCode, Succession
from congvu.directory.tests.factories import AgencyFactory
from congvu.interchange.channels import registry
from congvu.interchange.channels.base import Partner as Told
from congvu.interchange.models import Connection, OutboundMessage, Partner
from congvu.interchange.queries.partners import partners_for, partners_matching
from congvu.interchange.queries.routes import route_for
from congvu.interchange.services import sync_directory
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.tests.world import FAR

pytestmark = pytest.mark.django_db
LIST: list[Told] = []


class Listing:
    """A far side that tells a directory and nothing else."""

    def __init__(self, facts: object) -> None:
        self.asked: list[str] = []

    def directory(self, since: str = "") -> Iterator[Told]:
        for one in LIST:
            if not (since and one.version and int(one.version) <= int(since)):
                yield one

    def close(self) -> None:
        """Nothing is kept open."""


def open_listing(facts: object) -> Listing:
    return Listing(facts)


@pytest.fixture
def listing(joined, monkeypatch):
    """Join the commune to a far side whose directory is the list."""
    monkeypatch.setitem(
        registry._ADAPTERS, "listing", registry.Adapter("listing", "Thử", f"{__name__}:open_listing")
    )
    Connection.objects.filter(pk=joined.commune.pk).update(kind="listing")
    joined.commune.refresh_from_db()
    forget_channels()
    LIST[:] = [
        Told("H44.10", "Sở Nội vụ tỉnh Phú Thọ", old_code="000.00.10.H44", version="1"),
        Told("H44.11", "Sở Nội vụ tỉnh Vĩnh Phúc", version="2", deleted=True, successor="H44.10"),
        Told("H44.12", "Sở Xây dựng tỉnh Phú Thọ", version="3"),
        Told("H44.15.1", "Ủy ban nhân dân xã Hùng Việt", version="4"),
        Told("02.29.W00", "Nút trục Phú Thọ", version="5", is_agency=False),
        Told("H44.13", "Sở Cũ", version="6", deleted=True),
    ]
    sync_directory(joined.commune)
    joined.commune.refresh_from_db()
    return joined.commune


def codes(connection, text):
    return [one.code for one in partners_matching(text, [connection.pk])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H44.12", ["H44.12"]),
        ("h44.1", ["H44.10", "H44.12", "H44.15.1", "H44.13"]),
        ("000.00.10.H44", ["H44.10"]),
        ("sở nội vụ", ["H44.10"]),
        ("so noi vu phu tho", ["H44.10"]),
        ("Sở Xây dựng tỉnh Ph", ["H44.12"]),
        ("xa hung vi", ["H44.15.1"]),
        ("khong co gi", []),
        ("  ", []),
        ("'; DROP & | ! :* \" (", ["H44.12"][:0]),
    ],
)
def test_code_name_with_and_without_marks_and_beginnings(listing, text, expected):
    assert sorted(codes(listing, text)) == sorted(expected)


def test_an_expired_code_leads_to_the_heir_and_says_so(listing):
    [found] = partners_matching("H44.11", [listing.pk])
    assert (found.code, found.usable) == ("H44.10", True)
    assert found.note.startswith("Mã H44.11 (Sở Nội vụ tỉnh Vĩnh Phúc) đã hết hiệu lực")
    [found] = partners_matching("H44.13", [listing.pk])
    assert (found.code, found.usable) == ("H44.13", False)
    [found] = partners_matching("000.00.10.H44", [listing.pk])
    assert found.note.startswith("Mã cũ 000.00.10.H44")


def test_words_with_their_marks_come_first(listing):
    LIST[:] = [
        Told("H1", "Trường Tiểu học Quảng Bá", version="11"),
        Told("H2", "Trường Tiểu học Quang Bà", version="12"),
        Told("H3", "Trường Tiểu học Quảng Bà Ngoại", version="13"),
    ]
    sync_directory(listing)
    assert codes(listing, "Trường Tiểu học Quang Bà")[0] == "H2"
    assert codes(listing, "Quảng Bá")[0] == "H1"
    assert len(codes(listing, "quang ba")) == 3


def test_only_directories_of_own_connections_are_searched(joined, listing):
    assert partners_for(joined.desk.registry, "sở nội vụ")
    assert partners_for(joined.desk.world.upper_registry, "sở nội vụ") == []


def test_only_what_changed_is_written(joined, listing):
    assert listing.directory_version == "6"
    seen = dict(Partner.objects.values_list("code", "seen_at"))
    LIST.append(Told("H44.14", "Sở Mới", version="7"))
    LIST[2] = Told("H44.12", "Sở Xây dựng (đổi tên)", version="8")
    assert sync_directory(listing) == 2
    listing.refresh_from_db()
    assert listing.directory_version == "8"
    assert codes(listing, "đổi tên") == ["H44.12"]
    after = dict(Partner.objects.values_list("code", "seen_at"))
    assert [code for code in seen if after[code] != seen[code]] == ["H44.12"]
    LIST[3] = Told("H44.15.1", "Ủy ban nhân dân xã Hùng Việt", version="9", deleted=True)
    assert sync_directory(listing) == 1
    assert Partner.objects.get(code="H44.15.1").deleted


def test_successors_are_filled_from_what_is_known_here(joined, listing):
    old = AgencyFactory(key="so-cu", name="Sở Cũ", closed_on="2025-06-30")
    new = AgencyFactory(key="so-moi", name="Sở Mới hợp nhất")
    AgencyCode.objects.create(agency=old, scheme="qd20", code="H44.13", valid_from="2020-01-01")
    AgencyCode.objects.create(agency=new, scheme="qd20", code="H44.12", valid_from="2025-07-01")
    Succession.objects.create(predecessor=old, successor=new, on="2025-07-01")
    LIST.append(Told("H44.16", "Ban cũ", version="20", deleted=True))
    LIST.append(Told("H44.17", "Ban mới", old_code="H44.16", version="21"))
    sync_directory(listing)
    heirs = dict(Partner.objects.exclude(successor_code="").values_list("code", "successor_code"))
    assert heirs == {"H44.11": "H44.10", "H44.13": "H44.12", "H44.16": "H44.17"}
    assert route_for(joined.desk.world.commune.pk, "H44.13").code == "H44.12"
    LIST[:] = [Told("H44.11", "Sở Nội vụ tỉnh Vĩnh Phúc", version="22")]
    sync_directory(listing)
    back = Partner.objects.get(code="H44.11")
    assert (back.deleted, back.successor_code) == (False, "")


def test_a_far_side_without_versions_marks_who_is_told_no_more(joined, listing):
    Partner.objects.all().delete()
    Connection.objects.filter(pk=listing.pk).update(directory_version="")
    listing.refresh_from_db()
    LIST[:] = [Told(f"K{n}", f"Cơ quan {n}") for n in range(100)]
    sync_directory(listing)
    LIST.pop()
    sync_directory(listing)
    assert list(Partner.objects.filter(deleted=True).values_list("code", flat=True)) == ["K99"]
    LIST[:] = LIST[:3]
    sync_directory(listing)
    assert Partner.objects.filter(deleted=True).count() == 1


def test_sending_to_an_expired_code_goes_to_the_heir_and_says_so(joined):
    for code, heir in (("H44.11", FAR), (FAR, "")):
        Partner.objects.create(
            connection=joined.commune,
            code=code,
            name=f"Cơ quan {code}",
            deleted=bool(heir),
            successor_code=heir,
            seen_at="2026-11-01T00:00:00Z",
        )
    document = joined.issued("H44.11")
    joined.work()
    sent = OutboundMessage.objects.get()
    assert (sent.to_code, sent.sent_to, sent.state) == ("H44.11", FAR, "on-axis")
    told = "Mã H44.11 đã hết hiệu lực; gửi tới cơ quan kế thừa: Cơ quan H44.10 (H44.10)."
    assert sent.note == told
    assert document.recipients.get().state_note == f"Đã lên trục. {told}"
    assert [one.to for one in joined.on_axis()] == [FAR]
    joined.axis.put(joined.commune.agency_code, joined.status("03", document), kind="status", origin=FAR)
    joined.poll(joined.commune)
    sent.refresh_from_db()
    assert sent.state == "accepted"

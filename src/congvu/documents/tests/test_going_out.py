"""Before a document goes: registers, inserted numbers, receivers that closed, certificates that are gone."""

from datetime import date

import pytest
import time_machine

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.directory.models import AgencyCode, Succession
from congvu.directory.tests.factories import AgencyFactory
from congvu.documents import services
from congvu.documents.messages import BookPlan, Receiver
from congvu.documents.models import IncomingDocument, OutgoingDocument
from congvu.documents.queries.outgoing import latest_numbers
from congvu.documents.services.numbering import number_to_come
from congvu.documents.tests.paper import KEY, equip, office
from congvu.documents.tests.world import at
from congvu.registers.models import Counter
from congvu.signing.models import Certificate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False


@pytest.fixture
def desk(db):
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield office()


def paper(desk, **changes):
    receivers = (Receiver("Sở Xây dựng", agency_id=desk.world.department.pk, role="act"),)
    return desk.signed(**{"medium": "paper", "receivers": receivers, **changes})


def merge(desk, name="Sở Xây dựng và Giao thông"):
    """Close the department; another one carries on its work."""
    successor = AgencyFactory(key="so-moi", name=name, kind="department", level="province")
    department = desk.world.department
    department.closed_on = date(2026, 11, 24)
    department.save(update_fields=["closed_on"])
    Succession.objects.create(predecessor=department, successor=successor, on=date(2026, 11, 24))
    return successor


def numbers_taken():
    return sum(Counter.objects.filter(register__startswith="doc-out").values_list("value", flat=True))


# --- receivers that closed -----------------------------------------------------------------------------


def test_an_agency_that_closed_after_the_draft_is_refused_with_its_successor(desk):
    document = paper(desk)
    merge(desk)
    with pytest.raises(ActionRefused) as refused:
        services.issue_document(document.pk, actor=desk.registry)
    assert refused.value.message == (
        "“Sở Xây dựng” đã chấm dứt hoạt động (hết ngày 24/11/2026); hãy gửi đến “Sở Xây dựng và Giao thông”."
    )
    assert OutgoingDocument.objects.get(pk=document.pk).state == "signed"
    assert numbers_taken() == 0
    assert not IncomingDocument.objects.exists()
    recipients = document.recipients.all()
    assert refused.value.message in services.obstacles(document, recipients)


def test_on_its_last_day_it_still_gets_its_post(desk):
    document = paper(desk)
    merge(desk)
    desk.world.department.closed_on = date(2026, 11, 25)
    desk.world.department.save(update_fields=["closed_on"])
    assert services.issue_document(document.pk, actor=desk.registry).state == "issued"


def test_a_code_of_a_closed_agency_is_refused_but_not_one_that_was_given_on(desk):
    code = "H19.88"
    AgencyCode.objects.create(
        agency=desk.world.department, scheme="qd20", code=code, valid_from="2020-01-01", valid_to="2026-11-24"
    )
    document = paper(desk, receivers=(Receiver("Sở Xây dựng", agency_code=code, role="act"),))
    successor = merge(desk)
    with pytest.raises(ActionRefused, match="hãy gửi đến “Sở Xây dựng và Giao thông”"):
        services.issue_document(document.pk, actor=desk.registry)
    AgencyCode.objects.create(agency=successor, scheme="qd20", code=code, valid_from="2026-11-25")
    assert services.issue_document(document.pk, actor=desk.registry).state == "issued"


def test_a_draft_to_a_closed_agency_is_refused_at_once(desk):
    merge(desk)
    Succession.objects.all().delete()
    with pytest.raises(ActionRefused) as refused:
        desk.drafted()
    assert (refused.value.code, refused.value.field) == ("closed-agency", "receivers")
    assert refused.value.message.endswith("hãy chọn nơi nhận khác.")
    assert not OutgoingDocument.objects.exists()


# --- certificates --------------------------------------------------------------------------------------

GONE = [
    ({"active": False}, "retired", "ngừng dùng"),
    ({"revoked_at": at("2026-11-20 08:00")}, "revoked", "bị thu hồi"),
    ({"valid_from": at("2020-01-01 00:00"), "valid_to": at("2026-11-24 00:00")}, "expired", "24/11/2026"),
]


@pytest.mark.parametrize(("changes", "code", "words"), GONE)
def test_a_signer_whose_certificate_is_gone_takes_no_number(desk, changes, code, words):
    equip(desk)
    document = desk.to_sign()
    Certificate.objects.update(**changes)
    with pytest.raises(StateRefused, match=words) as refused:
        services.sign_document(document.pk, actor=desk.leader, sign_off=KEY)
    assert refused.value.code == code
    kept = OutgoingDocument.objects.get(pk=document.pk)
    assert (kept.state, kept.number, kept.code) == ("signing", None, "")
    assert numbers_taken() == 0


@pytest.mark.parametrize(("changes", "code", "words"), GONE)
def test_an_agency_whose_certificate_is_gone_takes_no_number(desk, settings, changes, code, words):
    settings.DOCUMENTS_NUMBERING = "after-signature"
    equip(desk)
    document = desk.signed()
    Certificate.objects.filter(agency__isnull=False).update(**changes)
    with pytest.raises(StateRefused, match=words) as refused:
        services.issue_document(document.pk, actor=desk.registry, sign_off=KEY)
    assert refused.value.code == code
    kept = OutgoingDocument.objects.get(pk=document.pk)
    assert (kept.state, kept.number) == ("signed", None)
    assert numbers_taken() == 0
    assert refused.value.message in services.obstacles(kept, document.recipients.all())


def test_a_secret_document_for_somebody_outside_takes_no_number(desk):
    document = paper(desk)
    OutgoingDocument.objects.filter(pk=document.pk).update(confidentiality=1)
    document.recipients.update(way="interchange", agency=None, agency_code="H44.10")
    found = services.obstacles(OutgoingDocument.objects.get(pk=document.pk), document.recipients.all())
    assert any("không gửi liên thông" in one for one in found)


def test_nothing_stands_in_the_way_of_what_is_ready(desk):
    document = paper(desk)
    assert services.obstacles(document, document.recipients.all()) == []


# --- numbers -------------------------------------------------------------------------------------------


def test_the_number_that_will_come_is_the_one_that_comes(desk):
    document = paper(desk)
    decisions = services.open_book(BookPlan(2026, "out", "qd", "Sổ quyết định"), actor=desk.registry)
    assert number_to_come(document) == number_to_come(document, book_id=decisions.pk) == "01/UBND-KT"
    first = services.number_document(document.pk, actor=desk.registry, book_id=decisions.pk)
    assert (first.code, first.book) == ("01/UBND-KT", decisions)
    second = paper(desk)
    assert number_to_come(second, book_id=decisions.pk) == "02/UBND-KT"
    assert number_to_come(second) == "01/UBND-KT"
    assert number_to_come(second, book_id=decisions.pk, beside=1, suffix="a") == "01a/UBND-KT"
    assert latest_numbers(decisions) == ["01/UBND-KT"]
    made = services.number_document(
        second.pk, actor=desk.registry, book_id=decisions.pk, beside=1, suffix="a", reason="bổ sung"
    )
    assert made.code == "01a/UBND-KT"
    assert numbers_taken() == 1


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"beside": 7, "suffix": "a"}, "suffix-base"),
        ({"suffix": "a"}, "suffix-base"),
        ({"beside": 1, "suffix": "A"}, "suffix"),
        ({"beside": 1}, "suffix"),
    ],
)
def test_what_cannot_be_inserted_says_so_before_and_at_the_act(desk, chosen, code):
    services.number_document(paper(desk).pk, actor=desk.registry)
    document = paper(desk)
    for call in (
        lambda: number_to_come(document, **chosen),
        lambda: services.number_document(document.pk, actor=desk.registry, reason="bổ sung", **chosen),
    ):
        with pytest.raises(ActionRefused) as refused:
            call()
        assert refused.value.code == code
    assert OutgoingDocument.objects.get(pk=document.pk).number is None


def test_the_registry_may_choose_the_number_of_what_waits_for_its_signature(desk):
    equip(desk)
    services.issue_document(desk.signed().pk, actor=desk.registry, sign_off=KEY)
    document = desk.to_sign()
    held = services.number_document(
        document.pk, actor=desk.registry, beside=1, suffix="a", reason="đăng ký bổ sung"
    )
    assert (held.state, held.code) == ("signing", "01a/UBND-KT")
    with pytest.raises(StateRefused, match="đã có số 01a/UBND-KT"):
        services.number_document(document.pk, actor=desk.registry)
    signed = services.sign_document(document.pk, actor=desk.leader, sign_off=KEY)
    assert (signed.state, signed.code) == ("numbered", "01a/UBND-KT")
    assert services.issue_document(signed.pk, actor=desk.registry, sign_off=KEY).state == "issued"


def test_a_draft_that_is_saved_again_keeps_what_it_came_from(desk):
    source = Subject("assignments.assignment", 9)
    document = desk.drafted(source=source)
    services.save_version(document.pk, desk.draft(body="Khác./."), actor=desk.author)
    kept = OutgoingDocument.objects.get(pk=document.pk)
    assert (kept.source_label, kept.source_pk) == ("assignments.assignment", 9)

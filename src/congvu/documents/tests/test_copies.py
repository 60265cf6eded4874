"""Copies of received documents: sao y, sao lục, trích sao, numbered and sealed (NĐ 30/2020 Điều 25 to 27)."""

import io

import pypdf
import pytest
import time_machine
import typst
from django.core.exceptions import PermissionDenied

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.documents import services
from congvu.documents.messages import ArrivedFile, Registration
from congvu.documents.models import DocumentCopy
from congvu.documents.services.outgoing_files import bytes_of
from congvu.documents.tests.paper import KEY, equip, office
from congvu.documents.tests.world import at
from congvu.registers.models import Counter
from congvu.signing.messages import Trust
from congvu.signing.models import Certificate
from congvu.signing.services import verify_pdf
from congvu.signing.tests.world import authority

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield equip(office())


def pdf_of(words, pages=2):
    """Return a PDF whose pages say something; "" makes what a scanner would, without text."""
    return typst.compile("#pagebreak()\n".join([f"{words or '#circle()'}\n"] * pages).encode())


def received(desk, words="Quyet dinh", *, registered=True, **facts):
    file = desk.world.file(data=pdf_of(words), name="van-ban.pdf")
    document = desk.world.arrived(files=(ArrivedFile(file.pk),), facts=facts)
    if registered:
        services.register_incoming(document.pk, Registration(desk.world.book.pk), actor=desk.registry)
    return Subject("documents.incomingdocument", document.pk)


def copied(desk, source, form="SY", **more):
    return services.copy_document(source, form, actor=desk.registry, sign_off=KEY, **more)


def numbers():
    return sum(Counter.objects.filter(register="doc-copy").values_list("value", flat=True))


def test_a_received_document_is_copied_with_number_and_seal(desk):
    source = received(desk)
    copy = copied(desk, source, purpose="Phòng Tư pháp")
    assert (copy.code, copy.sealed, copy.incoming_id) == ("01/SY-UBND", True, source.pk)
    verdict = verify_pdf(bytes_of(copy.file), Trust(anchors=(authority().pem,)))
    assert [one.intact for one in verdict.signatures] == [True]
    assert len(pypdf.PdfReader(io.BytesIO(bytes_of(copy.file))).pages) == 2
    assert Event.objects.filter(kind="document.copied", subject_pk=source.pk).count() == 1


def test_an_extract_has_the_chosen_pages_only(desk):
    copy = copied(desk, received(desk), "TrS", pages="2")
    assert (copy.code, copy.pages) == ("01/TrS-UBND", "2")
    assert len(pypdf.PdfReader(io.BytesIO(bytes_of(copy.file))).pages) == 1


@pytest.mark.parametrize(
    ("words", "facts"),
    [("SAO Y SO 5/SY-SXD", {}), ("", {}), ("Quyet dinh", {"notation": "SY-SXD"})],
    ids=["page", "scan", "notation"],
)
def test_a_sao_luc_is_made_of_a_sao_y(desk, words, facts):
    assert copied(desk, received(desk, words, **facts), "SL").code == "01/SL-UBND"


def test_a_sao_luc_of_an_original_is_refused(desk):
    with pytest.raises(ActionRefused) as refused:
        copied(desk, received(desk), "SL")
    assert (refused.value.code, refused.value.field) == ("of-original", "form")
    assert numbers() == 0


def test_what_is_not_in_the_register_or_has_no_pdf_is_not_copied(desk):
    with pytest.raises(StateRefused, match="đã vào sổ"):
        copied(desk, received(desk, registered=False))
    plain = desk.world.arrived(facts={"number": "9"})
    services.register_incoming(plain.pk, Registration(desk.world.book.pk), actor=desk.registry)
    with pytest.raises(StateRefused, match="PDF"):
        copied(desk, Subject("documents.incomingdocument", plain.pk))
    assert not DocumentCopy.objects.exists()


def test_who_may_not_copy(desk):
    source = received(desk)
    with pytest.raises(PermissionDenied):
        services.copy_document(source, "SY", actor=desk.author, sign_off=KEY)


def test_a_certificate_that_is_gone_takes_no_number(desk):
    source = received(desk)
    Certificate.objects.update(revoked_at=at("2026-11-24 08:00"))
    with pytest.raises(StateRefused, match="bị thu hồi"):
        copied(desk, source)
    assert numbers() == 0
    assert not DocumentCopy.objects.exists()

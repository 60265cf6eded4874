"""An outgoing document from the first draft to its receivers, and what everybody is refused on the way."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.common.subjects import cards
from congvu.delivery.models import Delivery
from congvu.documents import services
from congvu.documents.messages import BookPlan, Receiver, SignOff, Turn
from congvu.documents.models import DraftVersion, IncomingDocument, OutgoingDocument, OutgoingRecipient
from congvu.documents.queries.outgoing import (
    box_counts,
    issued_rows,
    outgoing_list,
    used_numbers,
)
from congvu.documents.queries.outgoing_page import stage
from congvu.documents.queries.outgoing_sheet import sheet_of
from congvu.documents.services.outgoing_files import bytes_of, findings_of
from congvu.documents.services.reading import read_bytes
from congvu.documents.states.outgoing import CheckState, State
from congvu.documents.tests.paper import KEY, equip, office
from congvu.documents.tests.world import at, cleared
from congvu.registers.models import VoidNumber
from congvu.registers.queries import audit_register
from congvu.signing.messages import Trust
from congvu.signing.services import verify_pdf
from congvu.signing.tests.world import authority

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False


@pytest.fixture
def clock():
    with time_machine.travel(at("2026-11-25 09:00"), tick=False) as moment:
        yield moment


@pytest.fixture
def desk(db, clock):
    return office()


@pytest.fixture
def keys(desk):
    return equip(desk)


def fresh(document):
    return OutgoingDocument.objects.get(pk=document.pk)


def test_a_draft_is_completed_from_the_directory(desk):
    document = desk.drafted()
    assert document.notation == "UBND-KT"
    assert document.authority.splitlines() == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    sheet = sheet_of(document)
    assert sheet.to == ("Sở Xây dựng",)
    assert sheet.recipients == ("Như trên", "Sở Nội vụ tỉnh khác", "Ông Trần Văn Bé", "Lưu: VT, KT")
    assert sheet.superior == ""
    assert sheet.year == 2026
    assert findings_of(document, document.versions.get()) == []


def test_a_decision_names_who_decides_and_a_deputy_signs_for_the_head(desk):
    document = desk.drafted(kind="QĐ", signer_id=desk.deputy.officer_id, signing_form="KT")
    assert document.notation == "QĐ-UBND"
    assert document.authority.splitlines() == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert sheet_of(document).authority == "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG TRẢNG BOM"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "XX"}, "kind"),
        ({"subject": " "}, "subject"),
        ({"medium": "stone"}, "medium"),
        ({"signer_id": 10**9}, "signer"),
        ({"signing_form": "ZZ"}, "signing-form"),
        ({"confidentiality": 2}, "clearance"),
        ({"reply_to_id": 10**9}, "reply-to"),
        ({"replaces_id": 10**9}, "replaces"),
        ({"receivers": (Receiver("Ma", agency_id=10**9),)}, "receiver"),
        ({"subject": "x" * 501}, "too-long"),
    ],
)
def test_what_cannot_be_drafted(desk, changes, code):
    with pytest.raises(ActionRefused) as refused:
        desk.drafted(**changes)
    assert refused.value.code == code
    assert not OutgoingDocument.objects.exists()


def test_who_may_not_draft(desk):
    with pytest.raises(PermissionDenied):
        services.draft_document(desk.draft(), actor=desk.world.upper_registry.nobody())


def test_versions_are_kept_and_equal_ones_are_not(desk):
    document = desk.drafted()
    assert services.save_version(document.pk, desk.draft(), actor=desk.author).no == 1
    second = services.save_version(document.pk, desk.draft(body="Khác./."), actor=desk.author, note="sửa")
    assert (second.no, second.note) == (2, "sửa")
    assert DraftVersion.objects.filter(document=document).count() == 2


def test_the_version_that_was_seen_counts(desk):
    document = desk.drafted()
    services.save_version(document.pk, desk.draft(body="Khác."), actor=desk.author, seen_version=1)
    with pytest.raises(StaleVersion):
        services.save_version(document.pk, desk.draft(body="Nữa."), actor=desk.author, seen_version=1)


def test_the_whole_way(keys, clock):
    desk = keys
    document = desk.submitted()
    assert document.state == State.CONTENT
    assert document.holding == "Phạm Thị Hoa"
    assert document.versions.get().pdf is not None
    document = services.agree(document.pk, actor=desk.head)
    assert document.state == State.FORM
    document = services.agree(document.pk, actor=desk.registry)
    assert document.state == State.SIGNING
    document = services.sign_document(document.pk, actor=desk.leader, sign_off=KEY)
    assert document.state == State.NUMBERED
    assert document.code == "01/UBND-KT"
    assert document.issue_due_at is not None
    document = services.issue_document(document.pk, actor=desk.registry, sign_off=KEY)
    assert document.state == State.ISSUED
    verdict = verify_pdf(bytes_of(document.issued_file), Trust(anchors=(authority().pem,)))
    assert [one.signer for one in verdict.signatures] == ["Đỗ Văn Minh", "Ủy ban nhân dân phường Trảng Bom"]
    assert all(one.intact for one in verdict.signatures)
    reading = read_bytes(bytes_of(document.issued_file), "vb.pdf").reading
    assert reading.code.value == "01/UBND-KT"
    assert reading.date.value == "2026-11-25"
    kinds = list(Event.objects.filter(subject_pk=document.pk, subject_label="documents.outgoingdocument")
                 .order_by("pk").values_list("kind", flat=True))  # fmt: skip
    assert kinds == ["outgoing.drafted", "outgoing.submitted", "outgoing.checked", "outgoing.checked",
                     "outgoing.numbered", "signature.made", "outgoing.signed", "signature.made",
                     "outgoing.issued"]  # fmt: skip


def test_receivers_get_it_on_their_ways(keys):
    document = keys.issued()
    here, outside, paper = document.recipients.all()
    arrived = here.incoming
    assert arrived.agency == keys.world.department
    assert (arrived.code, arrived.subject) == ("01/UBND-KT", document.subject)
    assert arrived.files.get().file == document.issued_file
    delivery = Delivery.objects.get(kind="document")
    assert delivery.destination == "H44.10"
    assert delivery.next_at.year == 2099
    assert delivery.payload["document_id"] == document.pk
    assert paper.state_note == "Gửi bản giấy"
    assert outside.sent_at is not None


def test_an_answer_closes_the_reply_requirement(keys):
    asked = keys.world.arrived(facts={"reply_required": True})
    assert asked.reply_required
    document = keys.drafted()
    OutgoingDocument.objects.filter(pk=document.pk).update(reply_to=asked)
    services.submit(document.pk, keys.turns(), actor=keys.author)
    services.agree(document.pk, actor=keys.head)
    services.agree(document.pk, actor=keys.registry)
    services.sign_document(document.pk, actor=keys.leader, sign_off=KEY)
    services.issue_document(document.pk, actor=keys.registry, sign_off=KEY)
    asked.refresh_from_db()
    assert not asked.reply_required
    assert asked.links.get(subject_label="documents.outgoingdocument").subject_pk == document.pk


def test_a_new_version_after_a_check_voids_it(desk):
    document = desk.submitted()
    services.agree(document.pk, actor=desk.head)
    services.send_back(document.pk, actor=desk.registry, reason="thiếu nơi nhận")
    assert fresh(document).state == State.RETURNED
    services.save_version(document.pk, desk.draft(body="Nội dung đã sửa./."), actor=desk.author)
    document = services.submit(document.pk, desk.turns(), actor=desk.author)
    assert document.state == State.CONTENT
    chain = stage(document.pk, desk.author).approvals
    assert [one.state for one in chain] == [CheckState.OPEN, CheckState.WAITING, CheckState.WAITING]


def test_the_same_version_need_not_be_checked_twice(desk):
    document = desk.submitted()
    services.agree(document.pk, actor=desk.head)
    services.take_back(document.pk, actor=desk.author, reason="xem lại")
    document = services.submit(document.pk, desk.turns(), actor=desk.author)
    assert document.state == State.FORM


def test_back_to_an_earlier_person(keys):
    document = keys.to_sign()
    document = services.send_back(document.pk, actor=keys.leader, reason="xem lại nội dung", to=1)
    assert document.state == State.CONTENT
    assert document.holding == "Phạm Thị Hoa"
    services.agree(document.pk, actor=keys.head)
    assert services.agree(document.pk, actor=keys.registry).state == State.SIGNING
    with pytest.raises(ActionRefused) as refused:
        services.send_back(document.pk, actor=keys.leader, reason="?", to=3)
    assert refused.value.code == "to"


def test_a_signed_paper_comes_back_with_its_number_void(keys):
    document = keys.signed()
    with pytest.raises(PermissionDenied):
        services.send_back(document.pk, actor=keys.leader, reason="sai nơi nhận")
    document = services.send_back(document.pk, actor=keys.registry, reason="sai nơi nhận")
    assert (document.state, document.number, document.signed_file) == (State.RETURNED, None, None)
    assert "sai nơi nhận" in VoidNumber.objects.get().reason


def test_a_number_refused_is_void_for_good(keys):
    document = keys.signed()
    document = services.refuse_number(document.pk, actor=keys.registry, reason="ban hành trùng")
    assert (document.state, document.number) == (State.REFUSED, None)
    assert VoidNumber.objects.get().reason.startswith("01/UBND-KT: ban hành trùng")


@pytest.mark.parametrize("act", ["send_back", "take_back", "drop_draft", "refuse_number", "recall"])
def test_reasons_are_asked(keys, act):
    made = {
        "send_back": (keys.submitted, keys.head), "take_back": (keys.submitted, keys.author),
        "drop_draft": (keys.drafted, keys.author), "refuse_number": (keys.signed, keys.registry),
        "recall": (keys.issued, keys.registry),
    }  # fmt: skip
    build, actor = made[act]
    document = build()
    with pytest.raises(ActionRefused) as refused:
        getattr(services, act)(document.pk, actor=actor, reason="  ")
    assert refused.value.code == "reason"


def test_whose_turn_it_is(desk):
    document = desk.submitted()
    with pytest.raises(PermissionDenied):
        services.agree(document.pk, actor=desk.author)
    with pytest.raises(StateRefused):
        services.sign_document(document.pk, actor=desk.leader)
    with pytest.raises(OutgoingDocument.DoesNotExist):
        services.agree(document.pk, actor=desk.world.culture_head)


def test_errors_of_form_pass_only_with_words(desk):
    document = desk.submitted(body="Còn chỗ … chưa điền.")
    services.agree(document.pk, actor=desk.head)
    with pytest.raises(ActionRefused) as refused:
        services.agree(document.pk, actor=desk.registry)
    assert refused.value.code == "form-errors"
    assert services.agree(document.pk, actor=desk.registry, note="mẫu riêng").state == State.SIGNING


def test_a_wrong_passphrase_leaves_the_number_with_the_document(keys):
    document = keys.to_sign()
    with pytest.raises(ActionRefused):
        services.sign_document(document.pk, actor=keys.leader, sign_off=SignOff(code="sai"))
    document = fresh(document)
    assert (document.state, document.code) == (State.SIGNING, "01/UBND-KT")
    document = services.sign_document(document.pk, actor=keys.leader, sign_off=KEY)
    assert (document.state, document.code) == (State.NUMBERED, "01/UBND-KT")
    other = keys.to_sign()
    services.sign_document(other.pk, actor=keys.leader, sign_off=KEY)
    assert fresh(other).number == 2


def test_a_number_held_is_void_when_the_paper_goes_back(keys):
    document = keys.to_sign()
    with pytest.raises(ActionRefused):
        services.sign_document(document.pk, actor=keys.leader, sign_off=SignOff(code="sai"))
    document = services.send_back(document.pk, actor=keys.leader, reason="chưa đạt")
    assert document.number is None
    book = keys.world.registry.agency_id
    assert VoidNumber.objects.get(counter__agency_id=book).number == 1


def test_signed_first_numbered_after(keys, settings):
    settings.DOCUMENTS_NUMBERING = "after-signature"
    document = keys.signed()
    assert (document.state, document.number) == (State.SIGNED, None)
    document = services.number_document(document.pk, actor=keys.registry)
    assert (document.state, document.code) == (State.NUMBERED, "01/UBND-KT")
    document = services.issue_document(document.pk, actor=keys.registry, sign_off=KEY)
    assert document.state == State.ISSUED
    verdict = verify_pdf(bytes_of(document.issued_file), Trust(anchors=(authority().pem,)))
    assert [one.changes.value for one in verdict.signatures] == ["allowed", "none"]
    assert all(one.intact and one.trusted for one in verdict.signatures)


def test_paper_is_numbered_and_issued_in_one_act(desk):
    document = desk.to_sign(medium="paper")
    document = services.sign_document(document.pk, actor=desk.leader)
    assert (document.state, document.signed_file) == (State.SIGNED, None)
    document = services.issue_document(document.pk, actor=desk.registry)
    assert (document.state, document.code) == (State.ISSUED, "01/UBND-KT")
    assert document.recipients.first().incoming.with_paper


def test_without_keys_nothing_is_signed_or_issued(desk):
    document = desk.to_sign()
    with pytest.raises(StateRefused) as refused:
        services.sign_document(document.pk, actor=desk.leader)
    assert refused.value.code == "no-certificate"
    assert fresh(document).state == State.SIGNING


def test_a_failed_seal_leaves_a_numbered_document_that_says_so(keys):
    document = keys.signed()
    with pytest.raises(ActionRefused):
        services.issue_document(document.pk, actor=keys.registry, sign_off=SignOff(code="sai"))
    assert fresh(document).state == State.NUMBERED
    assert not IncomingDocument.objects.exists()
    assert not Delivery.objects.filter(kind="document").exists()


def test_numbers_without_gap_or_double(keys):
    documents = [keys.issued(subject=f"việc {n}") for n in range(3)]
    assert [one.code for one in documents] == ["01/UBND-KT", "02/UBND-KT", "03/UBND-KT"]
    book = documents[0].book
    assert [one.pk for one in issued_rows(book)] == [one.pk for one in documents]
    assert issued_rows(book, (date(2026, 11, 26), date(2026, 11, 27))) == []
    report = audit_register(agency_id=book.agency_id, register=book.register, period=book.period,
                            used=used_numbers(book))  # fmt: skip
    assert report.sound


def test_an_inserted_number(keys, settings):
    settings.DOCUMENTS_NUMBERING = "after-signature"
    first = keys.issued()
    second = keys.signed()
    for wrong, code in (
        ({"beside": 9, "suffix": "a"}, "suffix-base"),
        ({"beside": 1, "suffix": "A1"}, "suffix"),
    ):
        with pytest.raises(ActionRefused) as refused:
            services.number_document(second.pk, actor=keys.registry, reason="bổ sung", **wrong)
        assert refused.value.code == code
    second = services.number_document(second.pk, actor=keys.registry, beside=1, suffix="a", reason="bổ sung")
    assert second.code == "01a/UBND-KT"
    third = keys.signed()
    with pytest.raises(ActionRefused) as refused:
        services.number_document(third.pk, actor=keys.registry, beside=1, suffix="a", reason="bổ sung")
    assert refused.value.code == "suffix-used"
    assert first.number == 1


def test_numbers_per_kind(keys):
    plan = BookPlan(2026, "out", "rieng", "Sổ theo loại", numbering="kind", is_default=True)
    book = services.open_book(plan, actor=keys.registry)
    decision = keys.issued(kind="QĐ")
    letter = keys.issued()
    assert (decision.book, decision.code, letter.code) == (book, "01/QĐ-UBND", "01/UBND-KT")


def test_a_closed_book_gives_no_numbers(keys):
    document = keys.to_sign()
    from congvu.documents.models import Book

    Book.objects.filter(direction="out").update(closed_at=at("2026-11-25 08:00"))
    with pytest.raises(StateRefused) as refused:
        services.sign_document(document.pk, actor=keys.leader, sign_off=KEY)
    assert refused.value.code == "no-book"


def test_secrets_have_a_book_of_their_own_and_stay_inside(keys):
    desk = keys
    desk.author, desk.head, desk.leader = (cleared(one, 2) for one in (desk.author, desk.head, desk.leader))
    desk.registry = cleared(desk.registry, 2)
    document = desk.signed(confidentiality=1)
    assert document.book.for_secret
    with pytest.raises(ActionRefused) as refused:
        services.issue_document(document.pk, actor=desk.registry, sign_off=KEY)
    assert refused.value.code == "secret-outside"
    inside = (Receiver("Sở Xây dựng", agency_id=desk.world.department.pk, role="act"), Receiver("Ông Bé"))
    document = desk.issued(confidentiality=1, receivers=inside)
    assert document.state == State.ISSUED
    assert not Delivery.objects.filter(kind="document").exists()
    assert not OutgoingDocument.objects.visible_to(desk.world.culture_head).exists()


def test_nobody_gets_a_document_without_recipients(keys):
    document = keys.signed(receivers=(), to="Sở Xây dựng", recipients_text="Như trên\nLưu: VT")
    with pytest.raises(ActionRefused) as refused:
        services.issue_document(document.pk, actor=keys.registry, sign_off=KEY)
    assert refused.value.code == "recipients"


def test_recall_is_decided_by_each_receiver(keys):
    document = keys.issued()
    correction = services.recall(document.pk, actor=keys.registry, reason="sai số liệu")
    assert fresh(document).state == State.RECALLED
    arrived = document.recipients.first().incoming
    arrived.refresh_from_db()
    assert (arrived.notice, arrived.notice_reason) == ("recall", "sai số liệu")
    services.answer_notice(
        arrived.pk, agree=False, reason="đã thực hiện xong", actor=keys.world.upper_registry
    )
    answers = {one.recipient.name: one for one in correction.answers.select_related("recipient")}
    assert (answers["Sở Xây dựng"].answer, answers["Sở Xây dựng"].reason) == ("refused", "đã thực hiện xong")
    outside = Delivery.objects.get(payload__business="recall")
    assert outside.payload["reason"] == "sai số liệu"
    recipient = OutgoingRecipient.objects.get(name="Sở Nội vụ tỉnh khác")
    services.receiver_answered(recipient.pk, accepted=True, actor=keys.registry)
    assert services.receiver_answered(recipient.pk, accepted=True, actor=keys.registry) is None


def test_replaced_when_the_new_one_is_issued(keys):
    old = keys.issued()
    new = keys.issued(replaces_id=old.pk, subject="báo cáo lại")
    old = fresh(old)
    assert old.state == State.REPLACED
    assert old.corrections.get().by_document == new
    assert new.code in old.state_reason


def test_corrected_by_a_letter_only(keys):
    old = keys.issued(kind="QĐ")
    decision = keys.issued(kind="QĐ", subject="khác")
    with pytest.raises(ActionRefused) as refused:
        services.correct(old.pk, decision.pk, actor=keys.registry, reason="sai tên")
    assert refused.value.code == "letter"
    letter = keys.issued(subject="đính chính")
    services.correct(old.pk, letter.pk, actor=keys.registry, reason="sai tên")
    assert fresh(old).state == State.ISSUED
    with pytest.raises(ActionRefused):
        services.replace(old.pk, 10**9, actor=keys.registry, reason="?")
    services.replace(old.pk, letter.pk, actor=keys.registry, reason="thay hẳn")
    assert fresh(old).state == State.REPLACED


def test_copies(keys):
    document = keys.issued()
    subject = Subject("documents.outgoingdocument", document.pk)
    copy = services.copy_document(subject, "SY", actor=keys.registry, purpose="Phòng Nội vụ", sign_off=KEY)
    assert (copy.code, copy.sealed) == ("01/SY-UBND", True)
    verdict = verify_pdf(bytes_of(copy.file), Trust(anchors=(authority().pem,)))
    assert len(verdict.signatures) == 3
    extract = services.copy_document(subject, "TrS", pages="1", actor=keys.registry, sign_off=KEY)
    assert (extract.code, extract.pages) == ("01/TrS-UBND", "1")
    arrived = document.recipients.first().incoming
    with pytest.raises(PermissionDenied):
        services.copy_document(subject, "SY", actor=keys.author)
    for form, pages, code in (("SL", "", "of-copy"), ("TrS", "9", "pages"), ("XX", "", "form")):
        with pytest.raises(ActionRefused) as refused:
            services.copy_document(subject, form, pages=pages, actor=keys.registry, sign_off=KEY)
        assert refused.value.code == code
    services.recall(document.pk, actor=keys.registry, reason="sai")
    with pytest.raises(StateRefused):
        services.copy_document(subject, "SY", actor=keys.registry, sign_off=KEY)
    assert arrived is not None


def test_many_are_signed_one_by_one(keys):
    first, second = keys.to_sign(subject="một"), keys.to_sign(subject="hai")
    third = keys.submitted(subject="ba")
    done = services.sign_many([first.pk, second.pk, third.pk, 10**9], actor=keys.leader, sign_off=KEY)
    assert [one.done for one in done] == [True, True, False]
    assert done[2].message


def test_boxes_and_counts(desk):
    draft = desk.drafted()
    waiting = desk.submitted(subject="chờ kiểm tra")
    assert box_counts(desk.author)["dang-soan"] == 1
    assert box_counts(desk.head)["cho-kiem-tra"] == 1
    assert box_counts(desk.registry)["cho-kiem-tra"] == 0
    assert [row.id for row in outgoing_list(desk.head, "cho-kiem-tra").rows] == [waiting.pk]
    assert outgoing_list(desk.head, "cho-kiem-tra").rows[0].mine
    assert [row.id for row in outgoing_list(desk.author).rows] == [waiting.pk, draft.pk]
    assert outgoing_list(desk.world.culture_head).rows == []
    assert [row.id for row in outgoing_list(desk.author, words="trat tu").rows] == [draft.pk]


def test_pages_of_a_list(desk):
    ids = [desk.drafted(subject=f"việc {n}").pk for n in range(5)]
    first = outgoing_list(desk.author, size=2)
    assert [row.id for row in first.rows] == [ids[4], ids[3]]
    second = outgoing_list(desk.author, size=2, before=first.older)
    assert [row.id for row in second.rows] == [ids[2], ids[1]]
    assert [row.id for row in outgoing_list(desk.author, size=2, after=second.newer).rows] == [ids[4], ids[3]]


@pytest.mark.parametrize("many", [1, 6])
def test_lists_cost_the_same_for_many(desk, many, django_assert_max_num_queries):
    for n in range(many):
        desk.drafted(subject=f"việc {n}")
    with django_assert_max_num_queries(2):
        outgoing_list(desk.author)
    with django_assert_max_num_queries(2):
        box_counts(desk.author)


def test_a_document_is_shown_to_other_rooms_as_a_card(desk):
    document = desk.drafted()
    subject = Subject("documents.outgoingdocument", document.pk)
    card = cards([subject], desk.author)[subject]
    assert (card.title, card.state, card.kind) == (document.subject, "Đang soạn", "Văn bản đi")
    assert cards([subject], desk.world.stranger) == {}


def test_a_chain_knows_its_checks(desk):
    document = desk.drafted()
    with pytest.raises(ActionRefused) as refused:
        services.submit(document.pk, [Turn("sign")], actor=desk.author)
    assert refused.value.code == "check"
    nameless = desk.drafted(signer_id=None)
    with pytest.raises(ActionRefused) as refused:
        services.submit(nameless.pk, [], actor=desk.author)
    assert refused.value.code == "signer"
    empty = desk.drafted(body="")
    with pytest.raises(ActionRefused) as refused:
        services.submit(empty.pk, [], actor=desk.author)
    assert refused.value.code == "body"


def test_a_dropped_draft_stays_readable(desk):
    document = services.drop_draft(desk.drafted().pk, actor=desk.author, reason="không cần nữa")
    assert document.state == State.DROPPED
    assert stage(document.pk, desk.author).document.state_reason == "không cần nữa"
    with pytest.raises(StateRefused):
        services.save_version(document.pk, desk.draft(), actor=desk.author)

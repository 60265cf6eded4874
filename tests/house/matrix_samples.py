"""What the authorisation matrix opens: for each address with parameters, a real thing to open.

A new address with parameters needs a line in SAMPLES; without one `test_matrix` fails. An address without
parameters needs a line only when it does not show the same to all who hold its capability.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pypdf
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.base import ContentFile
from django.utils import timezone

from congvu.api.models import WebhookSubscription
from congvu.api.services import create_client, webhooks
from congvu.api.services.clients import ClientFacts
from congvu.assignments import services as assignments
from congvu.assignments.messages import AssignmentDraft, Performer, ReportDraft, ScheduleDraft
from congvu.calendars.models import LegalRule, SpecialDay
from congvu.calendars.services import seed
from congvu.casefiles import services as casefiles
from congvu.casefiles.messages import CaseFileDraft, EntryDraft
from congvu.desk.views.acts import TABLE
from congvu.desk.views.casefile_acts import TABLE as CASE_ACTS
from congvu.desk.views.incoming_acts import TABLE as INCOMING_ACTS
from congvu.desk.views.linked import TABLE as LINK_ACTS
from congvu.desk.views.outgoing_acts import TABLE as OUTGOING
from congvu.desk.views.task_acts import TABLE as TASKS
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, AgencyCode, Officer, Post, Unit
from congvu.directory.queries import actor_for
from congvu.directory.tests.factories import (
    AgencyFactory,
    DelegationFactory,
    OfficerFactory,
    PostFactory,
    UnitFactory,
)
from congvu.documents import services as documents
from congvu.documents.messages import Addressee, Arrival, ArrivedFile, Draft, Facts, Registration
from congvu.documents.models import DocumentCopy, OutgoingAnnex
from congvu.documents.services import enter_incoming, open_year, present
from congvu.dossiers import services as dossiers
from congvu.dossiers.messages import Intake, Paper, Person
from congvu.dossiers.models import LocalBinding
from congvu.files.services import store
from congvu.interchange.models import Connection, InboundMessage, LinkedDossier, OutboundMessage
from congvu.moving import services as moving
from congvu.moving.messages import Mapping as Columns
from congvu.moving.services.working import do_slice
from congvu.national.models import NationalLink, OnlineMessage, Reconciliation, SyncedDossier
from congvu.notify.models import Notice
from congvu.notify.services import notify
from congvu.procedures.tests.factories import VersionFactory
from congvu.signing.models import Certificate
from congvu.workflow.tests.factories import DraftFactory

ROLES = ("clerk", "specialist", "unit-head", "leader", "registry", "administrator", "procedure-keeper")
COLUMNS = {
    "clerk": "cán bộ tiếp nhận",
    "specialist": "chuyên viên",
    "unit-head": "trưởng phòng",
    "leader": "lãnh đạo",
    "registry": "văn thư",
    "administrator": "quản trị",
    "procedure-keeper": "kiểm soát TTHC",
    "other": "cơ quan khác (đủ vai trò)",
    "anonymous": "chưa đăng nhập",
}
"""The visitors. "other" holds every role, but in an agency that has nothing to do with the things opened."""


@dataclass(frozen=True)
class Sample:
    """How one address is opened.

    Args:
        kwargs: takes the world, returns the parameters of the address.
        hidden: visitors to whom the thing does not exist (404) although they hold the capability.
        shut: visitors who may look but whose posts are refused (403).
        barred: visitors who are refused (403) although they hold the capability.
        note: a word for the table.
    """

    kwargs: Callable[["World"], Mapping[str, Any]] = field(default=lambda world: {})
    hidden: frozenset[str] = frozenset()
    shut: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    note: str = ""


class World:
    """A province with a commune, one officer per role, a stranger, and one thing of each kind."""

    def __init__(self) -> None:
        self.root: Agency = AgencyFactory(key="goc", level="province")
        self.unit: Unit = UnitFactory(agency=self.root, one_stop=True)
        self.commune: Agency = AgencyFactory(key="xa", parent=self.root)
        self.posts: dict[str, Post] = {role: self._post(self.unit, role) for role in ROLES}
        elsewhere = AgencyFactory(key="xa-khac", parent=AgencyFactory(key="tinh-khac"))
        self.posts["other"] = self._post(UnitFactory(agency=elsewhere), *ROLES)
        self._post(self.unit, "administrator")  # so that the first one is not the last
        self._people()
        self._catalogue()
        self._processes()
        self._calendar()
        self.binding = LocalBinding.objects.create(
            agency=self.commune, role="specialist", unit=self.colleague.unit
        )
        self._dossier()
        self._outgoing()
        self._assignment()
        self.certificate = certificate(self.colleague.officer)
        self._incoming()
        self._case_files()
        self._schedule()
        self._exchange()
        self._national()
        self._linked()
        self._moving()
        self._program()

    def _program(self) -> None:
        """A program of the province's with a webhook that has told something."""
        administrator = actor_for(self.officer("administrator"))
        facts = ClientFacts("Phần mềm thử", ("documents.read", "webhooks.manage"))
        self.program, _secret = create_client(facts, actor=administrator, unit_id=self.unit.pk)
        self.hook, _secret = webhooks.subscribe(
            self.program, url="https://example.org/nhan", kinds=["incoming"], actor=administrator
        )
        self.call = webhooks.ping(WebhookSubscription.objects.all(), self.hook.pk, actor=administrator)

    @staticmethod
    def _post(unit: Unit, *roles: str, **officer: Any) -> Post:
        return PostFactory(unit=unit, roles=list(roles) or ["specialist"], officer=OfficerFactory(**officer))

    def _case_files(self) -> None:
        """This year's catalogue, an open case file with a document, a closed one in a hand-over."""
        year = timezone.localdate().year
        AgencyCode.objects.get_or_create(
            agency=self.root, scheme="qd20", code="H99.1", defaults={"valid_from": date(2025, 7, 1)}
        )
        registry, clerk = (actor_for(self.officer(role)) for role in ("registry", "clerk"))
        catalogue = casefiles.draft_catalogue(year, actor=registry)
        line = EntryDraft("Hồ sơ thử", retention="01", unit_id=self.unit.pk)
        self.entry = casefiles.write_entry(catalogue.pk, line, actor=registry)
        leader = actor_for(self.officer("leader"))
        casefiles.approve_catalogue(catalogue.pk, actor=leader, decision_no="1/QĐ")
        self.case_file = casefiles.open_case_file(CaseFileDraft(entry_id=self.entry.pk), actor=clerk)
        today, upload = timezone.localdate(), ContentFile(b"van ban thu", "thu.txt")
        document = {"title": "Thử", "type_name": "Báo cáo", "on": today, "pages": 1}
        self.case_item = casefiles.file_uploads(self.case_file.pk, uploads=[upload], actor=clerk, **document)
        beside = CaseFileDraft(title="Thử", notation="02", retention="05")
        closed = casefiles.open_case_file(beside, actor=clerk)
        casefiles.file_uploads(closed.pk, uploads=[], actor=clerk, **document)
        casefiles.close_case_file(closed.pk, actor=clerk)
        self.handover = casefiles.propose_handover([closed.pk], actor=clerk)

    def _national(self) -> None:
        """A link to the national side, a message apart, a dossier told of, and a comparison."""
        now = timezone.now()
        self.national = NationalLink.objects.create(
            name="Cổng thử", agency=self.root, address="http://127.0.0.1:9/v1", account="thử",
            agency_code="H99", updated_at=now,
        )  # fmt: skip
        self.online = OnlineMessage.objects.create(
            link=self.national, sequence=1, code="H99-261125-00001", kind="create", state="quarantined",
            note="thử", agency=self.root, received_at=now,
        )  # fmt: skip
        self.synced = SyncedDossier.objects.create(
            dossier=self.dossier, link=self.national, changed_at=now, number=1
        )
        day = timezone.localdate(now)
        self.compared = Reconciliation.objects.create(
            link=self.national, first=day, last=day, begun_at=now, ended_at=now
        )

    def _exchange(self) -> None:
        """A connection with a package that came and stands in quarantine, and one that is stuck."""
        registry = actor_for(self.officer("registry"))
        now = timezone.now()
        self.connection = Connection.objects.create(
            name="Trục thử", agency=self.root, kind="vxp", address="http://127.0.0.1:9/vxp", updated_at=now
        )
        file = store(ContentFile(b"goi thu", "goi.txt"), actor=registry)
        self.came = InboundMessage.objects.create(
            connection=self.connection, remote_id="1", kind="edoc", file=file, sha256="0" * 64,
            received_at=now, state="quarantined", reason="thử",
        )  # fmt: skip
        self.stuck = OutboundMessage.objects.create(
            key="thử",
            agency=self.root,
            kind="edoc",
            to_code="H99.2",
            file=file,
            created_at=now,
            state="stuck",
        )

    def _linked(self) -> None:
        """A stage of the dossier that another system would share."""
        self.link = LinkedDossier.objects.create(
            stage=uuid4(), side="receiver", agency=self.root, dossier=self.dossier, partner_code="H99.2",
            dossier_code="thử", name="thử", state="offered", opened_at=timezone.now(),
        )  # fmt: skip

    def _moving(self) -> None:
        """A table of an old system that was tried, with a row that is wrong."""
        source = ContentFile(
            "Ngày đến;Số đến;Tác giả;Trích yếu;Ngày văn bản\n05/01/2024;x;Sở Thử;Thử;04/01/2024\n".encode(),
            "so.csv",
        )
        administrator = actor_for(self.officer("administrator"))
        move = moving.receive(moving.Arriving("incoming", source), actor=administrator)
        moving.set_mapping(move.pk, Columns.from_json(move.mapping), "Thử", actor=administrator)
        self.move = do_slice(moving.start_check(move.pk, actor=administrator))

    def _people(self) -> None:
        self.colleague = self._post(UnitFactory(agency=self.commune))
        self.locked = self._post(self.colleague.unit, is_active=False).officer
        self.empty_unit: Unit = UnitFactory(agency=self.commune)
        self.delegation = DelegationFactory(post=self.posts["clerk"], substitute=self.officer("specialist"))
        for post in self.posts.values():
            TOTP.activate(post.officer, generate_totp_secret())
            RecoveryCodes.activate(post.officer)

    def _processes(self) -> None:
        self.draft = DraftFactory()
        self.process = DraftFactory(status="published", published_at=timezone.now())

    def _catalogue(self) -> None:
        self.procedure = VersionFactory()
        self.procedure_draft = VersionFactory(draft=True)

    def _calendar(self) -> None:
        seed(actor=Actor.system(self.root.pk))
        day = {"day": date(2026, 12, 24), "name": "Thử"}
        self.day = SpecialDay.objects.create(agency=self.root, kind="off", **day)
        self.cancelled_day = SpecialDay.objects.create(kind="cancelled", **day)
        self.rule = LegalRule.objects.create(
            code="handover.cutoff", value="15:00", legal_basis="Thử", valid_from=date(2026, 1, 1)
        )

    def _dossier(self) -> None:
        """A dossier with a file, at the unit where everybody but "other" works."""
        clerk = actor_for(self.officer("clerk"))
        owner = Person("Trần Thị Bưởi", "cccd", "075190012345")
        intake = Intake(uuid4(), self.procedure.pk, 1, "1", owner, (Paper("Giấy chứng sinh"),))
        self.dossier = dossiers.save_draft(intake, actor=clerk)
        self.file = store(ContentFile(b"xin chao", "ghi-chu.txt"), actor=clerk)
        dossiers.attach_file(self.dossier.pk, self.file, actor=clerk)
        notify([clerk.officer_id or 0], "dossier.arrived", "Hồ sơ đến", f"/ho-so/{self.dossier.pk}/")
        self.notice = Notice.objects.get()

    def _assignment(self) -> None:
        """Work at the unit where everybody but "other" works, reported on with a file."""
        lead = Performer(self.root.pk, self.unit.pk)
        draft = AssignmentDraft("Rà soát thủ tục", lead)
        self.assignment = assignments.create_assignment(draft, actor=actor_for(self.officer("leader")))
        head = actor_for(self.officer("unit-head"))
        self.report_file = store(ContentFile(b"da lam", "bao-cao.txt"), actor=head)
        said = ReportDraft("Đang làm", file_ids=(self.report_file.pk,))
        assignments.report_progress(self.assignment.pk, said, actor=head)

    def _incoming(self) -> None:
        """A registered document with its file, sent to the unit where everybody but "other" works."""
        clerk = actor_for(self.officer("registry"))
        self.book = next(
            book for book in open_year(timezone.localdate().year, actor=clerk) if book.is_default
        )
        sheet = io.BytesIO()
        with pypdf.PdfWriter() as writer:
            writer.add_blank_page(595, 842)
            writer.write(sheet)
        self.sheet = store(ContentFile(sheet.getvalue(), "van-ban.pdf"), actor=clerk)
        facts = Facts(
            kind_name="Công văn", number="1", issuer_name="Sở", issued_on=date(2026, 1, 2), subject="Thử"
        )
        arrival = Arrival("file", facts, (ArrivedFile(self.sheet.pk),))
        self.incoming = enter_incoming(arrival, Registration(self.book.pk), actor=clerk)
        (self.line,) = present(self.incoming.pk, [Addressee(self.unit.pk)], actor=clerk)
        self.incoming_copy = DocumentCopy.objects.create(
            agency=self.root, incoming=self.incoming, form="SY", year=2026, number=2, code="02/SY-UBND",
            file=self.sheet, made_at=timezone.now(),
        )  # fmt: skip

    def _outgoing(self) -> None:
        """A draft of an outgoing document with a copy, at the same unit."""
        author = actor_for(self.officer("specialist"))
        draft = Draft(kind="TB", subject="Thử", body="Nội dung./.")
        self.outgoing = documents.draft_document(draft, actor=author)
        self.copy = DocumentCopy.objects.create(
            agency=self.root, outgoing=self.outgoing, form="SY", year=2026, number=1, code="01/SY-UBND",
            file=self.file, made_at=timezone.now(),
        )  # fmt: skip
        self.annex = OutgoingAnnex.objects.create(
            document=self.outgoing, file=self.file, title="Phụ lục", position=1, added_at=timezone.now()
        )

    def _schedule(self) -> None:
        """An entry of the unit's schedule, and somebody's calendar feed."""
        head = actor_for(self.officer("unit-head"))
        at = timezone.localtime().replace(hour=9, minute=0)
        draft = ScheduleDraft("Họp", at, at.replace(hour=10), "unit", unit_id=self.unit.pk)
        self.entry = assignments.save_item(draft, actor=head)
        self.feed = assignments.make_feed(actor=head)

    def officer(self, column: str) -> Officer:
        """Return the visitor of a column."""
        return self.posts[column].officer


def certificate(officer: Officer) -> Certificate:
    """Return a certificate on record whose key nobody has: enough to be listed, retired and revoked."""
    now = timezone.now()
    return Certificate.objects.create(
        officer=officer,
        provider="pkcs12",
        reference="khong-co.p12",
        subject=officer.full_name,
        issuer="CA thử",
        serial="1a",
        fingerprint="0" * 64,
        key_kind="ECDSA secp256r1",
        pem="",
        valid_from=now - timedelta(days=1),
        valid_to=now + timedelta(days=9),
        added_at=now,
    )


OTHER = frozenset({"other"})
_NOT_ADMINISTRATOR = frozenset(COLUMNS) - {"clerk", "administrator", "anonymous"}


def _colleague(world: World) -> Mapping[str, Any]:
    return {"pk": world.colleague.officer_id}


def _owner(world: World) -> Mapping[str, Any]:
    return {"kind": "can-bo", "pk": world.colleague.officer_id}


def _certificate(world: World) -> Mapping[str, Any]:
    return {"pk": world.certificate.pk}


def _commune(world: World) -> Mapping[str, Any]:
    return {"pk": world.commune.pk}


def _post(world: World) -> Mapping[str, Any]:
    return {"pk": world.colleague.pk}


def _procedure(world: World) -> Mapping[str, Any]:
    return {"code": world.procedure.procedure.code}


def _procedure_draft(world: World) -> Mapping[str, Any]:
    return {"code": world.procedure_draft.procedure.code}


def _dossier(world: World) -> Mapping[str, Any]:
    return {"pk": world.dossier.pk}


def _assignment(world: World) -> Mapping[str, Any]:
    return {"pk": world.assignment.pk}


def _outgoing(world: World) -> Mapping[str, Any]:
    return {"pk": world.outgoing.pk}


def _receipt(world: World) -> Mapping[str, Any]:
    return {**_dossier(world), "form": "receipt"}


def _incoming(world: World) -> Mapping[str, Any]:
    return {"pk": world.incoming.pk}


def _case_file(world: World) -> Mapping[str, Any]:
    return {"pk": world.case_file.pk}


def _catalogue_year(world: World) -> Mapping[str, Any]:
    return {"year": world.case_file.year}


def _entry(world: World) -> Mapping[str, Any]:
    return {**_catalogue_year(world), "pk": world.entry.pk}


def _handover(world: World) -> Mapping[str, Any]:
    return {"pk": world.handover.pk}


def _draft(world: World) -> Mapping[str, Any]:
    return {"code": world.draft.process.code}


STAFF_ONLY = frozenset({"administrator", "other"})
SAMPLES: dict[str, Sample] = {
    # the axis: calls prove themselves by signed headers
    **{f"hub:{name}": Sample(barred=STAFF_ONLY) for name in (
        "flow", "agencies", "credentials", "credential_new",
    )},
    **{f"hub:{name}": Sample(lambda _world: {"pk": 1}, barred=STAFF_ONLY) for name in (
        "lock", "unlock", "credential", "credential_rotate", "credential_revoke",
    )},
    "hub:axis": Sample(lambda _world: {"operation": "countReceiveEdoc"}),
    # people
    **{f"setup:{name}": Sample(_commune, hidden=OTHER) for name in (
        "agency", "agency_revise", "agency_code", "agency_close", "unit_new",
    )},
    **{f"setup:{name}": Sample(lambda world: {"pk": world.empty_unit.pk}, hidden=OTHER) for name in (
        "unit_move", "unit_close",
    )},
    **{f"setup:{name}": Sample(_colleague, hidden=OTHER) for name in (
        "officer", "officer_revise", "officer_password", "officer_mfa", "officer_lock", "post_new",
    )},
    "setup:officer_unlock": Sample(lambda world: {"pk": world.locked.pk}, hidden=OTHER),
    "setup:post_roles": Sample(_post, hidden=OTHER),
    "setup:post_end": Sample(_post, hidden=OTHER),
    "setup:role": Sample(lambda world: {"code": "clerk"}, note="chỉ quản trị hệ thống sửa được"),
    "setup:delegation_revoke": Sample(lambda world: {"pk": world.delegation.pk}, hidden=OTHER),
    "desk:delegation_revoke": Sample(
        lambda world: {"pk": world.delegation.pk}, hidden=_NOT_ADMINISTRATOR, note="của mình, hoặc quản trị"
    ),
    "desk:conversation": Sample(
        lambda world: {"label": "dossiers.dossier", **_dossier(world)},
        hidden=OTHER | {"administrator", "procedure-keeper"},
    ),
    # certificates
    **{f"setup:{name}": Sample(_owner, hidden=OTHER) for name in (
        "signing_owner", "signing_key", "signing_elsewhere", "signing_image",
    )},
    **{f"setup:{name}": Sample(_certificate, hidden=OTHER) for name in (
        "certificate_retire", "certificate_revoke",
    )},
    "desk:my_certificate_retire": Sample(
        _certificate, barred=frozenset(ROLES) - {"administrator"},
        hidden=OTHER, note="của mình, hoặc quản trị",
    ),
    # catalogue: one for the whole province
    "setup:catalogue_export": Sample(lambda world: {"format": "json"}),
    "setup:procedure": Sample(_procedure),
    "setup:procedure_route": Sample(_procedure),
    "setup:procedure_new_draft": Sample(lambda world: {**_procedure(world), "number": 1}),
    **{f"setup:{name}": Sample(_procedure_draft) for name in (
        "procedure_draft", "procedure_facts", "procedure_lists", "procedure_publish", "procedure_discard",
    )},
    "setup:procedure_case": Sample(lambda world: {**_procedure_draft(world), "no": 1}),
    # processes: one for the whole province
    **{f"setup:{name}": Sample(_draft) for name in (
        "process_draft", "process_facts", "process_publish", "process_discard",
    )},
    "setup:process_node": Sample(lambda world: {**_draft(world), "key": world.draft.spec["start"]}),
    "setup:process": Sample(lambda world: {"code": world.process.process.code}),
    "setup:process_bpmn": Sample(lambda world: {"code": world.process.process.code, "number": 1}),
    "setup:process_new_draft": Sample(lambda world: {"code": world.process.process.code, "number": 1}),
    # bindings of roles: each agency its own
    "setup:binding_new": Sample(lambda world: {"agency_id": world.commune.pk}, hidden=OTHER),
    "setup:binding_edit": Sample(
        lambda world: {"agency_id": world.commune.pk, "pk": world.binding.pk}, hidden=OTHER
    ),
    "setup:binding_remove": Sample(lambda world: {"pk": world.binding.pk}, hidden=OTHER),
    # calendars
    "setup:calendar_day_remove": Sample(lambda world: {"day_id": world.day.pk}, barred=OTHER),
    "setup:calendar_day_restore": Sample(lambda world: {"day_id": world.cancelled_day.pk}, barred=OTHER),
    "setup:calendar_rule": Sample(lambda world: {"code": "handover.cutoff"}),
    "setup:calendar_rule_cancel": Sample(
        lambda world: {"code": "handover.cutoff", "rule_id": world.rule.pk}, barred=OTHER
    ),
    # dossiers: each act of the table, and the screens around a dossier
    **{f"desk:{act.url_name}": Sample(_dossier, hidden=OTHER) for act in TABLE},
    **{f"desk:{name}": Sample(_dossier, hidden=OTHER) for name in (
        "dossier", "timeline", "deadline", "viewers", "process", "presence",
    )},
    "desk:next": Sample(_dossier, note="chỉ dẫn đến danh sách của mình"),
    "desk:previous": Sample(_dossier, note="chỉ dẫn đến danh sách của mình"),
    "desk:file": Sample(lambda world: {**_dossier(world), "file_pk": world.file.pk}, hidden=OTHER),
    "desk:forget_view": Sample(lambda world: {"pk": 1}, note="chỉ bộ lọc của mình"),
    # assigned work: each act of its table, and the screens around it
    **{f"desk:{act.url_name}": Sample(_assignment, hidden=OTHER) for act in TASKS},
    "desk:assignment": Sample(_assignment, hidden=OTHER),
    "desk:assignment_divide": Sample(_assignment, hidden=OTHER),
    "desk:assignment_file": Sample(
        lambda world: {**_assignment(world), "file_pk": world.report_file.pk}, hidden=OTHER
    ),
    # outgoing documents: each act of the table, and the screens around a document
    **{f"desk:{act.url_name}": Sample(_outgoing, hidden=OTHER) for act in OUTGOING},
    **{f"desk:{name}": Sample(_outgoing, hidden=OTHER) for name in (
        "outgoing", "outgoing_edit", "outgoing_pdf", "outgoing_docx",
    )},
    "desk:outgoing_annexes": Sample(_outgoing, hidden=OTHER),
    **{f"desk:{name}": Sample(
        lambda world: {**_outgoing(world), "annex_pk": world.annex.pk}, hidden=OTHER
    ) for name in ("outgoing_annex", "outgoing_annex_remove")},
    "desk:outgoing_page": Sample(lambda world: {**_outgoing(world), "page": 1}, hidden=OTHER),
    "desk:outgoing_differences": Sample(lambda world: {**_outgoing(world), "no": 1}, hidden=OTHER),
    "desk:outgoing_copy_pdf": Sample(
        lambda world: {**_outgoing(world), "copy_pk": world.copy.pk}, hidden=OTHER
    ),
    # the weekly schedule: a unit's entry; the feed opens by its secret alone
    **{f"desk:{name}": Sample(lambda world: {"pk": world.entry.pk}, hidden=OTHER) for name in (
        "schedule_item", "schedule_cancel",
    )},
    "desk:schedule_ics": Sample(lambda world: {"pk": world.feed[0].pk, "token": world.feed[1]}),
    # sign-in: the password is asked once more before a key is looked for among one's own
    "mfa_edit_webauthn": Sample(lambda world: {"pk": 1}, note="sau khi xác nhận lại, khóa của mình"),
    "mfa_remove_webauthn": Sample(lambda world: {"pk": 1}, note="sau khi xác nhận lại, khóa của mình"),
    # the counter
    "desk:intake_form": Sample(lambda world: {"version_id": world.procedure.pk}),
    "desk:intake_done": Sample(_dossier, hidden=OTHER),
    "desk:print": Sample(_receipt, hidden=OTHER),
    "desk:print_page": Sample(_receipt, hidden=OTHER),
    # incoming documents
    **{f"desk:{act.url_name}": Sample(
        (lambda world: {"pk": world.line.pk}) if act.on_line else _incoming, hidden=OTHER
    ) for act in INCOMING_ACTS},
    **{f"desk:{name}": Sample(_incoming, hidden=OTHER) for name in (
        "incoming", "incoming_register", "incoming_correct", "incoming_read", "incoming_quick",
    )},
    "desk:incoming_copy_pdf": Sample(
        lambda world: {**_incoming(world), "copy_pk": world.incoming_copy.pk}, hidden=OTHER
    ),
    "desk:incoming_file": Sample(
        lambda world: {**_incoming(world), "file_pk": world.sheet.pk}, hidden=OTHER
    ),
    "desk:incoming_sheet": Sample(
        lambda world: {**_incoming(world), "file_pk": world.sheet.pk, "number": 1}, hidden=OTHER
    ),
    "desk:incoming_print": Sample(lambda world: {**_incoming(world), "form": "dau-den"}, hidden=OTHER),
    "desk:favourite_forget": Sample(lambda world: {"pk": 1}, note="chỉ nhóm của mình"),
    "desk:book_print": Sample(lambda world: {"pk": world.book.pk}, hidden=OTHER),
    "desk:book_close": Sample(lambda world: {"pk": world.book.pk}, hidden=OTHER),
    # case files: one agency's, in the hands of a unit
    **{f"desk:{act.url_name}": Sample(_case_file, hidden=OTHER) for act in CASE_ACTS},
    "desk:case_file": Sample(_case_file, hidden=OTHER),
    "desk:case_file_file": Sample(
        lambda world: {**_case_file(world), "file_pk": world.case_item.files.get().stored_id}, hidden=OTHER
    ),
    "desk:case_file_documents": Sample(lambda world: {**_case_file(world), "form": "xlsx"}, hidden=OTHER),
    **{f"desk:case_item_{name}": Sample(lambda world: {"pk": world.case_item.pk}, hidden=OTHER) for name in (
        "describe", "move", "remove",
    )},
    "desk:case_catalogue": Sample(_catalogue_year, note="danh mục của cơ quan mình"),
    "desk:case_catalogue_draft": Sample(_catalogue_year, note="danh mục của cơ quan mình"),
    "desk:case_catalogue_approve": Sample(_catalogue_year, hidden=OTHER),
    "desk:case_catalogue_close": Sample(_catalogue_year, hidden=OTHER),
    "desk:case_catalogue_print": Sample(
        lambda world: {**_catalogue_year(world), "form": "xlsx"}, hidden=OTHER
    ),
    "desk:case_entry_new": Sample(_catalogue_year, hidden=OTHER),
    "desk:case_entry": Sample(_entry, hidden=OTHER),
    "desk:case_entry_remove": Sample(_entry, hidden=OTHER),
    "desk:case_entry_open": Sample(_entry, note="dòng của cơ quan mình"),
    **{f"desk:{name}": Sample(_handover, hidden=OTHER) for name in (
        "handover", "handover_check", "handover_accept", "handover_return",
    )},
    "desk:handover_print": Sample(lambda world: {**_handover(world), "form": "xlsx"}, hidden=OTHER),
    "desk:file_into": Sample(
        lambda world: {"label": "dossiers.dossier", "pk": world.dossier.pk}, hidden=OTHER
    ),
    "desk:notice": Sample(
        lambda world: {"pk": world.notice.pk},
        hidden=frozenset(COLUMNS) - {"clerk", "anonymous"},
        note="của mình",
    ),
    "desk:link_hand_over": Sample(_dossier, hidden=OTHER),
    **{act.address: Sample(lambda world: {"pk": world.link.pk}, hidden=OTHER) for act in LINK_ACTS},
    "desk:exchange_box": Sample(lambda world: {"box": "ket"}, note="gói của cơ quan mình"),
    "desk:exchange_bytes": Sample(lambda world: {"way": "goi-den", "pk": world.came.pk}, hidden=OTHER),
    **{f"desk:exchange_{name}": Sample(lambda world: {"pk": world.came.pk}, hidden=OTHER) for name in (
        "inbound", "replay", "skip",
    )},
    **{f"desk:exchange_{name}": Sample(lambda world: {"pk": world.stuck.pk}, hidden=OTHER) for name in (
        "outbound", "again", "give_up",
    )},
    **{f"setup:{name}": Sample(lambda world: {"pk": world.move.pk}, hidden=OTHER) for name in (
        "move", "move_columns", "move_progress", "move_values", "move_gaps", "move_wrong", "move_sheet",
    )},
    "setup:move_act": Sample(lambda world: {"pk": world.move.pk, "act": "bo"}, hidden=OTHER),
    **{f"setup:{name}": Sample(lambda world: {"pk": world.connection.pk}, hidden=OTHER) for name in (
        "connection", "connection_edit", "connection_check", "connection_switch",
    )},
    "desk:national_box": Sample(lambda world: {"box": "gui"}, note="hồ sơ, thông điệp của cơ quan mình"),
    **{f"desk:national_{name}": Sample(lambda world: {"pk": world.online.pk}, hidden=OTHER) for name in (
        "message", "again", "aside",
    )},
    "desk:national_replay": Sample(lambda world: {"pk": world.synced.pk}, hidden=OTHER),
    **{f"desk:national_{name}": Sample(lambda world: {"pk": world.compared.pk}, hidden=OTHER) for name in (
        "run", "run_xlsx",
    )},
    **{f"setup:national_{name}": Sample(lambda world: {"pk": world.national.pk}, hidden=OTHER) for name in (
        "link", "edit", "check", "switch", "pull",
    )},
    # the REST interface: open to nobody's session; a token and its scope decide (src/congvu/api/tests)
    "api:xroad_push": Sample(
        lambda world: {"pk": 1, "what": "edocs"},
        hidden=frozenset(COLUMNS),
        note="máy chủ bảo mật X-Road và đối tác đã khai",
    ),
    **{f"api:{name}": Sample(kwargs, note="mã truy cập OAuth2") for name, kwargs in {
        "incoming": lambda world: {},
        "incoming_one": lambda world: {"pk": 1},
        "incoming_file": lambda world: {"pk": 1, "file_pk": 1},
        "outgoing": lambda world: {},
        "outgoing_one": lambda world: {"pk": 1},
        "outgoing_file": lambda world: {"pk": 1, "file_pk": 1},
        "files": lambda world: {},
        "webhooks": lambda world: {},
        "webhook": lambda world: {"pk": 1},
        "webhook_secret": lambda world: {"pk": 1},
        "webhook_ping": lambda world: {"pk": 1},
        "webhook_calls": lambda world: {"pk": 1},
        "webhook_replay": lambda world: {"pk": 1, "call_pk": 1},
        "dossiers": lambda world: {},
        "dossier": lambda world: {"pk": 1},
        "dossier_supplement": lambda world: {"pk": 1},
        "dossier_result": lambda world: {"pk": 1, "result_pk": 1},
        "assignments": lambda world: {},
        "assignment": lambda world: {"pk": 1},
        "assignment_report": lambda world: {"pk": 1},
        "agencies": lambda world: {},
        "agency": lambda world: {"pk": 1},
        "code": lambda world: {"code": "H19"},
    }.items()},
    **{f"programs:{name}": Sample(lambda world: {"pk": world.program.pk}, hidden=OTHER) for name in (
        "client", "client_edit", "client_secret", "client_revoke", "hook_new",
    )},
    "programs:hook": Sample(lambda world: {"pk": world.program.pk, "hook_pk": world.hook.pk}, hidden=OTHER),
    "programs:hook_act": Sample(
        lambda world: {"pk": world.program.pk, "hook_pk": world.hook.pk, "act": "thu"}, hidden=OTHER
    ),
    "programs:hook_replay": Sample(
        lambda world: {"pk": world.program.pk, "hook_pk": world.hook.pk, "call_pk": world.call.pk},
        hidden=OTHER,
    ),
}  # fmt: skip

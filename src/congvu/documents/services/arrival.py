"""Documents that reach an agency: from paper, a file, e-mail, another agency here, or the interchange."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars.queries import legal_rules, schedule_for
from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.documents.messages import Arrival, Identity
from congvu.documents.models import DocumentLink, IncomingDocument, IncomingFile
from congvu.documents.queries.incoming_scopes import IncomingQuerySet
from congvu.documents.rules.incoming import register_due
from congvu.documents.services.facts import apply_facts
from congvu.documents.services.fitting import fitting
from congvu.documents.services.incoming_access import LABEL, journal, title_of
from congvu.documents.services.telling import tell_registry
from congvu.files.models import StoredFile

ORIGINS = frozenset(IncomingDocument.Origin.values)
FOREIGN = frozenset({IncomingDocument.Origin.INSIDE, IncomingDocument.Origin.INTERCHANGE})
"""Origins in which somebody outside the receiving agency brings the document."""


def arrive(arrival: Arrival, *, actor: Actor, agency_id: int | None = None) -> IncomingDocument:
    """Take in a document for an agency, once; return it, waiting to be registered.

    The same message again (the same `identity` or `request_key`) returns the document of the first time; the
    same name with other content is a new version, which is linked to the earlier one and shown to the clerk.

    Args:
        arrival: what came.
        actor: who brings it: the agency's clerk, or whoever issues it in another agency.
        agency_id: the receiving agency; the actor's unless told. For another one the origin must be "inside"
            or "interchange", and the calling use case answers for the right to send.

    Raises:
        PermissionDenied: the clerk lacks document.register.
        ActionRefused: an unknown origin, no file where one is needed, a file that is somebody else's.

    Legal source: NĐ 30/2020/NĐ-CP Điều 21 (tiếp nhận), Điều 4 khoản 2 điểm c (trong ngày).
    """
    receiver = agency_id or actor.agency_id
    if arrival.origin not in ORIGINS:
        raise ActionRefused(_("Nguồn văn bản không hợp lệ."), code="origin", field="origin")
    if receiver == actor.agency_id and arrival.origin not in FOREIGN:
        demand(actor, "document.register")
    elif arrival.origin not in FOREIGN:
        raise ActionRefused(_("Chỉ nhập văn bản đến cho cơ quan của mình."), code="agency")
    _check_files(arrival, actor)
    try:
        return _arrive(arrival, receiver, actor)
    except IntegrityError:
        # Another process took in the same message at this moment: its document is the one.
        found = _earlier(arrival, receiver)
        if found is None:
            raise
        return found


@transaction.atomic
def _arrive(arrival: Arrival, agency_id: int, actor: Actor) -> IncomingDocument:
    found = _earlier(arrival, agency_id)
    if found is not None:
        return found
    now = timezone.now()
    document = _new(arrival, agency_id, actor, now)
    document.save(force_insert=True)
    _write_files(document, arrival, actor, now)
    if arrival.identity is not None:
        _link_versions(document, arrival.identity, now)
    journal(document, "incoming.arrived", actor=actor, title=title_of(document), origin=arrival.origin)
    if arrival.origin in FOREIGN:
        tell_registry(document)
    return document


def _earlier(arrival: Arrival, agency_id: int) -> IncomingDocument | None:
    """Return the document that this same message made before, or None."""
    if arrival.request_key is not None:
        found = IncomingDocument.objects.filter(request_key=arrival.request_key, agency_id=agency_id).first()
        if found is not None:
            return found
    identity = arrival.identity
    if identity is None or not identity.document:
        return None
    return (
        _versions(identity, agency_id)
        .filter(identity_business=identity.business, content_digest=identity.digest)
        .first()
    )


def _versions(identity: Identity, agency_id: int) -> IncomingQuerySet:
    return IncomingDocument.objects.filter(
        agency_id=agency_id, identity_sender=identity.sender, identity_document=identity.document
    )


def _new(arrival: Arrival, agency_id: int, actor: Actor, now: datetime) -> IncomingDocument:
    arrived_at = min(arrival.arrived_at or now, now)
    identity = arrival.identity or Identity("", "")
    document = IncomingDocument(
        agency_id=agency_id,
        origin=arrival.origin,
        request_key=arrival.request_key,
        identity_sender=identity.sender,
        identity_document=identity.document,
        identity_business=identity.business,
        content_digest=identity.digest or _digest(arrival),
        source_label=arrival.source.label if arrival.source else "",
        source_pk=arrival.source.pk if arrival.source else None,
        arrived_at=arrived_at,
        arrived_on=timezone.localdate(arrived_at),
        created_by_id=actor.officer_id,
        updated_at=now,
    )
    apply_facts(document, arrival.facts)
    rules = legal_rules(timezone.localdate(arrived_at))
    document.register_due_at = register_due(arrived_at, document.urgency, schedule_for(agency_id), rules)
    return fitting(document)


def _digest(arrival: Arrival) -> str:
    """Return the SHA-256 of the text's file, by which the same file handed in twice is noticed."""
    main = [one.file_id for one in arrival.files if one.role == IncomingFile.Role.MAIN][:1]
    return StoredFile.objects.filter(pk__in=main).values_list("blob__sha256", flat=True).first() or ""


def _check_files(arrival: Arrival, actor: Actor) -> None:
    """Refuse a document without its text where it is electronic, and files that are somebody else's."""
    if not arrival.files and arrival.origin != IncomingDocument.Origin.PAPER:
        raise ActionRefused(_("Văn bản điện tử phải có tệp."), code="file", field="file")
    if arrival.origin in FOREIGN or actor.officer_id is None:
        return
    wanted = {one.file_id for one in arrival.files}
    own = StoredFile.objects.filter(pk__in=wanted, uploaded_by_id=actor.officer_id).count()
    if own != len(wanted):
        raise ActionRefused(
            _("Có tệp không phải do bạn tải lên; hãy tải lại tệp."), code="file-owner", field="file"
        )


def _write_files(document: IncomingDocument, arrival: Arrival, actor: Actor, now: datetime) -> None:
    IncomingFile.objects.bulk_create(
        [
            IncomingFile(
                document=document,
                file_id=one.file_id,
                role=one.role,
                position=position,
                added_at=now,
                added_by_id=actor.officer_id,
            )
            for position, one in enumerate(arrival.files, start=1)
        ]
    )


def _link_versions(document: IncomingDocument, identity: Identity, now: datetime) -> None:
    """Tie a later version of a sender's document to the one before it, and mark that for the clerk."""
    if not identity.document:
        return
    earlier = _versions(identity, document.agency_id).exclude(pk=document.pk).order_by("-pk").first()
    if earlier is None:
        return
    kind = DocumentLink.Kind.REPLACES if identity.business == "replace" else DocumentLink.Kind.UPDATES
    DocumentLink.objects.create(
        document=document, kind=kind, subject_label=LABEL, subject_pk=earlier.pk, added_at=now
    )
    earlier.notice = "replace" if identity.business == "replace" else "update"
    earlier.notice_at = now
    earlier.save(update_fields=["notice", "notice_at"])

"""Annexes of a draft: put with it and taken away while it may be edited; checked with what they go with.

Legal source: NĐ 30/2020/NĐ-CP Điều 8 khoản 2 and Phụ lục I (phụ lục kèm theo văn bản).
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.documents.models import OutgoingAnnex, OutgoingDocument
from congvu.documents.services.fitting import fitting
from congvu.documents.services.outgoing_access import journal, open_outgoing, store
from congvu.documents.states.outgoing import Action
from congvu.files.models import StoredFile

MOST = 20


@transaction.atomic
def add_annex(
    document_id: int, file_id: int, *, actor: Actor, title: str = "", seen_version: int | None = None
) -> OutgoingAnnex:
    """Put a file with a draft, after those that are with it already; a file that is there stays once.

    Args:
        document_id: the draft.
        file_id: a file that the actor stored.
        actor: who drafts it.
        title: what people call it; the file's name unless told.
        seen_version: the version that the officer saw.

    Raises:
        PermissionDenied, OutgoingDocument.DoesNotExist, StateRefused, StaleVersion: as `open_outgoing`.
        ActionRefused: somebody else's file, too many of them, too much together.
    """
    document = open_outgoing(document_id, Action.SAVE, actor=actor, seen_version=seen_version)
    file = StoredFile.objects.select_related("blob").filter(pk=file_id).first()
    if file is None or file.uploaded_by_id != actor.officer_id:
        raise ActionRefused(_("Tệp không phải do bạn tải lên; hãy tải lại."), code="file-owner", field="file")
    there = list(document.annexes.select_related("file__blob"))
    same = next((one for one in there if one.file.blob_id == file.blob_id), None)
    if same is not None:
        return same
    _fits(there, file)
    annex = OutgoingAnnex(
        document=document,
        file=file,
        title=one_line(title) or file.name[:200],
        position=(document.annexes.aggregate(last=Max("position"))["last"] or 0) + 1,
        added_at=timezone.now(),
        added_by_id=actor.officer_id,
    )
    fitting(annex).save(force_insert=True)
    store(document)
    journal(document, "outgoing.annex_added", actor=actor, annex=annex.title, sha256=file.blob.sha256)
    return annex


@transaction.atomic
def remove_annex(
    document_id: int, annex_id: int, *, actor: Actor, seen_version: int | None = None
) -> OutgoingDocument:
    """Take an annex away from a draft; its bytes stay, for the journal names them.

    Raises as `add_annex`; OutgoingAnnex.DoesNotExist when it is not the draft's.
    """
    document = open_outgoing(document_id, Action.SAVE, actor=actor, seen_version=seen_version)
    annex = document.annexes.get(pk=annex_id)
    annex.delete()
    store(document)
    journal(document, "outgoing.annex_removed", actor=actor, annex=annex.title)
    return document


def _fits(there: list[OutgoingAnnex], file: StoredFile) -> None:
    if len(there) >= MOST:
        raise ActionRefused(
            _("Mỗi văn bản kèm tối đa %(most)s tệp; hãy gộp các phụ lục.") % {"most": MOST},
            code="annexes-many",
            field="file",
        )
    most = settings.DOCUMENTS_ANNEX_BYTES
    if sum(one.file.blob.size for one in there) + file.blob.size > most:
        raise ActionRefused(
            _("Các tệp kèm theo vượt quá %(most)s MB; nơi nhận trên trục sẽ không nhận được.")
            % {"most": most // 1024**2},
            code="annexes-large",
            field="file",
        )

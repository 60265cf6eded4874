"""Use cases of dossiers from other systems that join what several services do, each in one transaction."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.dossiers import services as dossiers
from congvu.dossiers.messages import Intake
from congvu.dossiers.models import Dossier
from congvu.dossiers.services.papers import attach_file
from congvu.files.models import StoredFile


def hand_in(intake: Intake, *, actor: Actor, accept: bool) -> Dossier:
    """Keep a dossier from another system as a draft of the one-stop shop, or accept it at once."""
    take = dossiers.receive_dossier if accept else dossiers.save_draft
    return take(intake, actor=actor)


@transaction.atomic
def supplement(
    dossier_id: int, files: Sequence[int], *, actor: Actor, note: str, seen_version: int | None
) -> Dossier:
    """Attach what was handed in later and let the dossier go on; all of it, or nothing.

    Raises:
        ActionRefused: a file that the program did not upload.
        StateRefused: the dossier does not wait for a supplement.
    """
    dossier = dossiers.resume_dossier(dossier_id, actor=actor, note=note, seen_version=seen_version)
    own = StoredFile.objects.filter(uploaded_by_id=actor.officer_id).in_bulk(list(files))
    if len(own) != len(set(files)):
        raise ActionRefused(_("Có tệp không do phần mềm này tải lên."), code="file", field="files")
    for pk in dict.fromkeys(files):
        attach_file(dossier_id, own[pk], actor=actor)
    return dossier

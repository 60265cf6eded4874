"""Files of online dossiers: hostile uploads, fetched before any effect, each once."""

import tempfile
from collections.abc import Iterable
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.files.models import StoredFile
from congvu.files.services import store
from congvu.national.messages import FileRef
from congvu.national.models import OnlineMessage
from congvu.national.services.adapters.base import NationalSide
from congvu.national.services.placing import file_key

MOST_FILES = 200


def fetched(message: OnlineMessage, files: Iterable[FileRef], side: NationalSide) -> dict[str, int]:
    """Fetch, check and keep the files of a message; return their keys here by `file_key`.

    What was fetched before a failure is remembered and not fetched again.

    Raises:
        ChannelError: the far side fails or the bytes are not what it promised.
        ActionRefused: a file is not welcome here: kind, size, virus; the sentence names it.
    """
    wanted = {file_key(one): one for one in files}
    if len(wanted) > MOST_FILES:
        raise ActionRefused(_("Hồ sơ có quá nhiều tệp (%(most)s).") % {"most": MOST_FILES}, code="files")
    known = {key: int(pk) for key, pk in message.files.items()}
    there = set(StoredFile.objects.filter(pk__in=known.values()).values_list("pk", flat=True))
    known = {key: pk for key, pk in known.items() if pk in there}
    for key, file in wanted.items():
        if key not in known:
            known[key] = _kept(file, side, Actor.system(message.link.agency_id))
            OnlineMessage.objects.filter(pk=message.pk).update(files=known)
    return known


def _kept(file: FileRef, side: NationalSide, actor: Actor) -> int:
    with tempfile.TemporaryFile() as draft:
        side.fetch(file, cast(BinaryIO, draft), settings.FILES_MAX_BYTES)
        draft.seek(0)
        return store(File(draft, name=file.name or "tep"), actor=actor, name=file.name or "tep").pk

"""Files: upload one to send it along with something; the bytes of one that may be seen."""

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Router
from ninja.files import UploadedFile

from congvu.api.messages.common import FileOut
from congvu.api.queries.documents import shown_file
from congvu.api.views.door import Call, Scope, answers, written
from congvu.files.models import StoredFile
from congvu.files.queries import open_blob
from congvu.files.services import store
from congvu.ui.messages import SentFile
from congvu.ui.views import safe_download

router = Router(tags=["Tệp · files"])


@router.post(
    "", response=answers(FileOut, status=201, more=(400, 409)), auth=Scope("files.write"), url_name="files"
)
def upload(request: Call, file: Annotated[UploadedFile, File(...)]) -> HttpResponse:
    """Upload a file; its type is looked at, and what is dangerous, infected or too large is refused."""
    kept = store(file, actor=request.caller.actor)
    return written(shown_file(StoredFile.objects.select_related("blob").get(pk=kept.pk)), 201)


def sent(request: Call, files: list[dict[str, Any]], file_pk: int) -> HttpResponseBase:
    """Return the bytes of a file that is one of `files`, as an attachment; any other does not exist."""
    if not any(one["id"] == file_pk for one in files):
        raise Http404
    file = StoredFile.objects.select_related("blob").get(pk=file_pk)
    try:
        stream = open_blob(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    blob = file.blob
    return safe_download(request, SentFile(stream, file.name, blob.media_type, blob.size, blob.sha256))

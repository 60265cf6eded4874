"""When all assignments that came from a recipient line have ended, the line ends by itself."""

from typing import Any

from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.documents.models import Line
from congvu.documents.services.lines import complete_line
from congvu.documents.states.incoming import LineAction, line_allowed


def source_closed(source: Subject, actor: Any) -> None:
    """Complete the line `source` in the name of the system; one that ended before stays as it is.

    A line that owes an answer stays open until the answer is attached: the law asks for the document, not
    for the work.
    """
    line = Line.objects.filter(pk=source.pk).select_related("document").first()
    if line is None or not line_allowed(LineAction.COMPLETE, line.stage):
        return
    try:
        complete_line(line.pk, result=_RESULT, actor=Actor.system(line.agency_id))
    except ActionRefused:
        return


_RESULT = "Các nhiệm vụ giao từ văn bản đã kết thúc"

"""Under which DocumentId a recipient gets a document, and under which it knows one that it has.

The usual id is the sender's own. Far sides that take one package for each id (an axis inside a province) get
a document for several recipients under several ids: the first recipient's is the usual one, each other's ends
with the recipient's code. What was sent stands with its package, so that statuses, recalls, updates and
replacements always name the id that the recipient has.
"""

from django.db.models import QuerySet

from congvu.documents.models import OutgoingDocument
from congvu.documents.services.releasing import identity_of
from congvu.interchange.channels.registry import takes_once
from congvu.interchange.models import OutboundMessage

LONGEST = 200
MARK = ";"


def wire_id(document: OutgoingDocument, package: OutboundMessage) -> str:
    """Return the id under which `package` carries `document`; one that its recipient has already stands."""
    known = _known(document, package)
    if known:
        return known
    own = identity_of(document).document
    if package.connection is None or not takes_once(package.connection.kind):
        return own
    first = _new(document).order_by("pk").values_list("to_code", flat=True).first()
    if first is None or first == package.to_code:
        return own
    return f"{own[: LONGEST - len(package.to_code) - 1]}{MARK}{package.to_code}"


def known_id(document: OutgoingDocument, package: OutboundMessage) -> str:
    """Return the id under which the recipient of `package` has `document`; the usual one for none."""
    return _known(document, package) or identity_of(document).document


def _known(document: OutgoingDocument, package: OutboundMessage) -> str:
    sent = _new(document).filter(to_code=package.to_code).exclude(document_id_sent="").exclude(pk=package.pk)
    return sent.order_by("pk").values_list("document_id_sent", flat=True).first() or ""


def _new(document: OutgoingDocument) -> QuerySet[OutboundMessage]:
    return OutboundMessage.objects.filter(document=document, business="new", kind=OutboundMessage.Kind.EDOC)

"""Pictures of handwriting and seals: checked, made uniform, kept with the days they hold."""

import hashlib
import io
import warnings
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.signing.models import SignatureImage
from congvu.signing.queries import owned_by
from congvu.signing.services.certificates import owner_in_scope

LABEL = "signing.signatureimage"
MAX_BYTES, MAX_PIXELS, SHOWN_PIXELS = 2_000_000, 16_000_000, 1000


def uniform_png(data: bytes) -> bytes:
    """Return a picture as an 8-bit RGBA PNG of at most 1000 pixels a side, without anything hidden in it.

    Raises:
        ActionRefused: it is no PNG, too large, not transparent at all, or empty.
    """
    if len(data) > MAX_BYTES or not data.startswith(b"\x89PNG\r\n\x1a\n"):
        words = _("Hình phải là ảnh PNG, không quá 2 MB.")
        raise ActionRefused(words, code="not-png", field="image")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = Image.open(io.BytesIO(data), formats=["PNG"])
            if found.width * found.height > MAX_PIXELS:
                raise ValueError("too many pixels")
            image = found.convert("RGBA")
    except Exception as error:  # a decoder raises whatever it meets in foreign bytes
        raise ActionRefused(_("Ảnh PNG bị hỏng hoặc quá lớn."), code="bad-png", field="image") from error
    low, high = image.getchannel("A").getextrema()
    if low == 255 or high == 0:
        words = _("Ảnh PNG phải có nền trong suốt và có nét (NĐ 30/2020/NĐ-CP, Phụ lục I).")
        raise ActionRefused(words, code="not-transparent", field="image")
    image.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@transaction.atomic
def add_image(
    data: bytes,
    *,
    actor: Actor,
    valid_from: date | None = None,
    officer_id: int | None = None,
    agency_id: int | None = None,
) -> SignatureImage:
    """Keep a picture from a day on; the one before it ends the day before.

    Raises:
        ActionRefused: the picture is not fit, or a later one stands already.
    """
    owner = owner_in_scope(actor, officer_id, agency_id)
    start = valid_from or timezone.localdate()
    png = uniform_png(data)
    rows = SignatureImage.objects.select_for_update(of=("self",)).filter(owned_by(officer_id, agency_id))
    if rows.filter(valid_from__gt=start).exists():
        words = _("Đã có hình dùng từ ngày muộn hơn.")
        raise ActionRefused(words, code="later", field="valid_from")
    rows.filter(valid_from=start).delete()
    rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start)).update(valid_to=start - timedelta(days=1))
    row = SignatureImage.objects.create(
        officer_id=officer_id,
        agency_id=agency_id,
        png=png,
        sha256=hashlib.sha256(png).hexdigest(),
        valid_from=start,
        added_at=timezone.now(),
    )
    record(
        "signature_image.added",
        Subject(LABEL, row.pk),
        actor=actor,
        owner=str(owner),
        on=start,
        sha256=row.sha256,
    )
    return row

"""Dossier codes of the national side: kept in reserve, so that no clerk waits for a far side."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.dossiers.rules import is_foreign_code
from congvu.interchange.channels.base import ChannelError, Refused
from congvu.national.models import NationalLink, ReservedCode
from congvu.national.queries.links import agencies_of, serving
from congvu.national.services.sides import side_of

RESERVE = 3
LATELY = timedelta(days=30)


def issue(dossier: Dossier) -> str:
    """Return a code of the national side for a dossier that is received now; "" to give our own."""
    served = serving(dossier.receiving_agency_id)
    if served is None or served.codes != NationalLink.Codes.NATIONAL:
        return ""
    free = ReservedCode.objects.filter(
        link_id=served.id,
        procedure_code=dossier.procedure_code,
        on=timezone.localdate(),
        taken_at__isnull=True,
        code__isnull=False,
    )
    for pk, code in list(free.order_by("pk").values_list("pk", "code")[:5]):
        if ReservedCode.objects.filter(pk=pk, taken_at__isnull=True).update(taken_at=timezone.now()):
            return str(code)
    return ""


def note_fallback(dossier: Dossier) -> None:
    """Say in the journal that a code was given here, and why; ask for codes of that procedure."""
    served = serving(dossier.receiving_agency_id)
    if served is None or served.codes != NationalLink.Codes.NATIONAL:
        return
    if ReservedCode.objects.filter(code=dossier.code).exists():
        return
    wish, _made = ReservedCode.objects.get_or_create(
        link_id=served.id,
        procedure_code=dossier.procedure_code,
        code=None,
        taken_at=None,
        defaults={"on": timezone.localdate()},
    )
    why = wish.error or _("chưa có mã quốc gia dự trữ cho thủ tục này.")
    subject = Subject("dossiers.dossier", dossier.pk)
    agency = dossier.receiving_agency_id
    record(
        "national.code_fallback",
        subject,
        actor=Actor.system(agency),
        agency_id=agency,
        code=dossier.code,
        why=why,
    )


def fill_reserves() -> int:
    """Fetch codes for the procedures in use, for every link that gives them; return how many."""
    links = NationalLink.objects.filter(active=True, codes=NationalLink.Codes.NATIONAL)
    return sum(_fill(link) for link in links.select_related("agency"))


def _fill(link: NationalLink) -> int:
    wanted = int(str(link.options.get("reserve", "")).strip() or RESERVE)
    today = timezone.localdate()
    ReservedCode.objects.filter(link=link, on__lt=today, taken_at__isnull=True, code__isnull=False).delete()
    done = 0
    for procedure in _in_use(link):
        free = ReservedCode.objects.filter(
            link=link, procedure_code=procedure, on=today, taken_at__isnull=True, code__isnull=False
        )
        try:
            for _turn in range(max(0, wanted - free.count())):
                done += _keep(link, procedure)
        except Refused as refused:
            _wish(link, procedure, refused.told)
        except ChannelError as error:
            _wish(link, procedure, error.told)
            break
    return done


def _in_use(link: NationalLink) -> Iterable[str]:
    wishes = ReservedCode.objects.filter(link=link, code__isnull=True).values_list(
        "procedure_code", flat=True
    )
    lately = Dossier.objects.filter(
        receiving_agency__in=agencies_of(link), accepted_at__gte=timezone.now() - LATELY
    )
    return sorted({*wishes, *lately.order_by().values_list("procedure_code", flat=True).distinct()})


def _keep(link: NationalLink, procedure: str) -> bool:
    code = side_of(link).next_code(procedure)
    if not is_foreign_code(code) or Dossier.objects.filter(code=code).exists():
        raise Refused("code", _("Phía quốc gia trả mã “%(code)s” không dùng được.") % {"code": code[:60]})
    try:
        with transaction.atomic():
            ReservedCode.objects.create(
                link=link, procedure_code=procedure, code=code, on=timezone.localdate()
            )
    except IntegrityError:
        return False
    return True


def _wish(link: NationalLink, procedure: str, why: str) -> None:
    ReservedCode.objects.update_or_create(
        link=link,
        procedure_code=procedure,
        code=None,
        taken_at=None,
        defaults={"error": why[:500]},
        create_defaults={"error": why[:500], "on": timezone.localdate()},
    )

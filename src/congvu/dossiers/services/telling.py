"""Telling people what happened to a dossier: officers in the product, the applicant by e-mail.

Nobody is told of what they did themselves, nor of what only stands in a queue: the inbox shows that.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from congvu.directory.messages import Actor
from congvu.directory.models import Officer, Unit
from congvu.directory.queries import in_force
from congvu.dossiers.models import Dossier, Step, SupplementRequest
from congvu.dossiers.rules import roles_for
from congvu.dossiers.services.access import subject_of
from congvu.notify.services import notify, send_email


def tell_holders(dossier: Dossier, steps: Iterable[Step], *, actor: Actor, back: bool = False) -> None:
    """Tell the officers whose hands new steps came into (one insert for each; none for queues).

    Args:
        back: the dossier was sent back to them.
    """
    for step in steps:
        if step.assignee_id and step.assignee_id != actor.officer_id:
            said = _("bị trả lại bước") if back else _("chuyển đến bạn ở bước")
            kind = "dossier.sent_back" if back else "dossier.arrived"
            _tell([step.assignee_id], kind, f"{said} “{step.name}”", dossier)


def tell_assigned(dossier: Dossier, step: Step, *, actor: Actor) -> None:
    """Tell an officer that a step was assigned to them."""
    if step.assignee_id and step.assignee_id != actor.officer_id:
        said = _("%(who)s giao bạn bước “%(step)s”") % {"who": actor.officer_name, "step": step.name}
        _tell([step.assignee_id], "dossier.assigned", said, dossier)


def tell_asked(dossier: Dossier, unit: Unit, *, actor: Actor) -> None:
    """Tell those of a unit who may answer that its opinion is asked (two statements)."""
    asked = (
        Officer.objects.filter(
            in_force(prefix="posts__"), posts__unit=unit, posts__roles__code__in=["specialist", "unit-head"]
        )
        .filter(is_active=True, clearance__gte=dossier.confidentiality)
        .exclude(pk=actor.officer_id or 0)
        .distinct()
    )
    said = _("%(agency)s hỏi ý kiến đơn vị bạn") % {"agency": actor.agency_name or actor.officer_name}
    _tell(asked.values_list("pk", flat=True), "dossier.opinion_asked", said, dossier)


def tell_handed_over(dossier: Dossier, step: Step, held: Iterable[int], *, to: str, actor: Actor) -> None:
    """Tell those who had the dossier that it went to another agency, and those whose queue it came to."""
    former = {officer for officer in held if officer != actor.officer_id}
    if former:
        _tell(former, "dossier.handed_over", _("đã chuyển đến %(to)s") % {"to": to}, dossier)
    if step.assignee_id is None:
        there = Officer.objects.filter(
            in_force(prefix="posts__"),
            posts__unit_id=step.unit_id,
            posts__roles__code__in=roles_for(step.role),
        ).filter(is_active=True, clearance__gte=dossier.confidentiality)
        said = _("cơ quan khác chuyển đến đơn vị bạn ở bước")
        officers = there.exclude(pk=actor.officer_id or 0).distinct().values_list("pk", flat=True)
        _tell(officers, "dossier.handed_over", f"{said} “{step.name}”", dossier)


def mail_accepted(dossier: Dossier) -> None:
    """Mail the applicant the code, the secret and the due date, when they gave an address."""
    _mail(dossier, "accepted", _("Đã tiếp nhận hồ sơ %(code)s"), f"dossier.accepted:{dossier.pk}")


def mail_supplement(dossier: Dossier, request: SupplementRequest) -> None:
    """Mail the applicant what to supplement, and until when."""
    subject = _("Yêu cầu bổ sung hồ sơ %(code)s")
    _mail(dossier, "supplement", subject, f"dossier.supplement:{request.pk}", request=request)


def mail_ready(dossier: Dossier) -> None:
    """Mail the applicant that the result can be had."""
    _mail(dossier, "ready", _("Đã có kết quả hồ sơ %(code)s"), f"dossier.ready:{dossier.pk}")


def _tell(officers: Iterable[int], kind: str, said: str, dossier: Dossier) -> None:
    """Give each officer one sentence that names the dossier."""
    about = f"{dossier.code or _('Hồ sơ mới')} ({dossier.owner_name})"
    notify(officers, kind, f"{about}: {said}", link_of(dossier), subject_of(dossier))


def link_of(dossier: Dossier) -> str:
    """Return the address of a dossier's page, "" where no desk is installed."""
    try:
        return reverse("desk:dossier", args=[dossier.pk])
    except NoReverseMatch:
        return ""


def _mail(dossier: Dossier, template: str, subject: str, key: str, **more: object) -> None:
    try:
        validate_email(dossier.email)
    except ValidationError:
        return  # none given, or one from elsewhere that cannot be: no reason to refuse the officer's act
    name = dossier.code or dossier.procedure_name
    context = {"dossier": dossier, "site": settings.SITE_URL, **more}
    body = render_to_string(f"dossiers/mail/{template}.txt", context).strip() + "\n"
    send_email(dossier.email, subject % {"code": name}, body, key=f"{key}:mail", about=subject_of(dossier))

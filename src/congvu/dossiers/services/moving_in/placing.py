"""Where a dossier of another system stands here: procedure, step, officer."""

from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import fold
from congvu.directory.models import Post
from congvu.directory.queries import in_force
from congvu.dossiers.models import Dossier
from congvu.dossiers.rules import roles_for
from congvu.dossiers.services.moving import Plan, case_of, data_of, plan_at, plan_start
from congvu.dossiers.services.progress import give
from congvu.procedures.models import ProcedureVersion
from congvu.workflow import rules as workflow
from congvu.workflow.queries import definition


def version_of(procedure: str) -> int:
    """Return the published version of a procedure named by code or in words."""
    published = ProcedureVersion.objects.filter(status=ProcedureVersion.Status.PUBLISHED)
    found = published.filter(procedure__code=procedure).values_list("pk", flat=True).first()
    if found is None:
        wanted = fold(procedure)
        names = published.filter(procedure__search_text__contains=wanted[:60]).values_list("pk", "name")
        fit = [pk for pk, name in names[:50] if fold(name) == wanted]
        found = fit[0] if len(fit) == 1 else None
    if found is None:
        raise ActionRefused(
            _("Không có thủ tục “%(procedure)s” đang công bố.") % {"procedure": procedure[:120]},
            code="unknown-procedure",
            field="procedure",
        )
    return found


def plan_of(dossier: Dossier, step: str, version_id: int | None) -> Plan:
    """Return the plan of a dossier at the step that another system names; at the first one for ""."""
    if not step or version_id is None:
        return plan_start(dossier, version_id)
    known = definition(version_id)
    keys = [
        node.key
        for node in known.nodes.values()
        if isinstance(node, workflow.Step)
        and (step == node.key or fold(step) in {fold(node.name), fold(f"{node.no}. {node.name}")})
    ]
    way = workflow.reach(known, keys[0], data_of(dossier), case=case_of(dossier)) if keys else None
    if way is None:
        raise ActionRefused(
            _("Quy trình của thủ tục không có bước “%(step)s”.") % {"step": step[:100]},
            code="unknown-step",
            field="step",
        )
    advance, dossier.outcomes = way
    return plan_at(dossier, version_id, advance)


def hand(plan: Plan, officer: str) -> None:
    """Give a step to the officer who had it there, when they hold its role here; else to the role's queue."""
    if not officer:
        return
    for step in plan.steps:
        posts = Post.objects.filter(
            in_force(),
            agency_id=step.agency_id,
            roles__code__in=roles_for(step.role),
            officer__is_active=True,
        ).values_list("officer_id", "officer__full_name", "unit_id")
        for officer_id, name, unit_id in posts:
            if fold(name) == fold(officer) and unit_id == step.unit_id:
                give(step, officer_id)
                break

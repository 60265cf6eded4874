"""Filing by itself: what a rule of the agency says goes into the case file that it names."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.casefiles.messages import Filing, ItemDraft, RuleDraft
from congvu.casefiles.models import CaseFile, CaseItem, FilingRule
from congvu.casefiles.queries import filing_rules
from congvu.casefiles.queries.filing_rules import Rule
from congvu.casefiles.services.access import open_for
from congvu.casefiles.services.filing import put
from congvu.casefiles.services.fitting import fitting
from congvu.casefiles.services.people import checked_unit
from congvu.casefiles.states import Action, State
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand

logger = logging.getLogger(__name__)


def file_automatically(filing: Filing, draft: Callable[[], ItemDraft], *, actor: Actor) -> CaseItem | None:
    """File `filing.subject` where the first rule that matches says; return its item, or None.

    Costs no statement when no rule matches (rules are kept for ten seconds). A case file that is no longer
    open takes nothing, and the next rule is asked; filing never fails the act that caused it.

    Args:
        filing: what happened, whose work it is.
        draft: builds the document's data; called only when it is filed.
        actor: who acted.

    Raises RuntimeError outside a transaction: what is filed must be undone with the act.
    """
    for rule in filing_rules.matching(filing):
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("file_automatically works only inside the transaction of the act")
        target = _target(rule, filing)
        if target is not None:
            return file_quietly(target, filing, draft, actor)
    return None


def file_quietly(
    target: CaseFile, filing: Filing, draft: Callable[[], ItemDraft], actor: Actor
) -> CaseItem | None:
    """File, or leave nothing behind and say so in the log: the keeper can still do it by hand."""
    try:
        with transaction.atomic():
            return put(target, filing.subject, draft(), actor=actor, automatic=True)
    except ActionRefused as refusal:
        logger.warning("%s was not filed into case file %s: %s", filing.subject, target.pk, refusal.message)
        return None


def _target(rule: Rule, filing: Filing) -> CaseFile | None:
    found = CaseFile.objects.select_for_update(of=("self",)).filter(
        agency_id=filing.agency_id, state=State.OPEN, confidentiality__gte=filing.confidentiality
    )
    if rule.match != FilingRule.Match.PARENT:
        return found.filter(pk=rule.case_file_id or 0).first()
    for parent in filing.parents:
        items = CaseItem.objects.filter(
            subject_label=parent.label, subject_pk=parent.pk, removed_at__isnull=True
        )
        target = found.filter(pk__in=items.values("case_file_id")).order_by("pk").first()
        if target is not None:
            return target
    return None


@transaction.atomic
def write_rule(draft: RuleDraft, *, actor: Actor) -> FilingRule:
    """Say what goes into a case file by itself.

    Raises:
        ActionRefused: unknown ground, a value or case file is missing, or the rule exists already.
    """
    demand(actor, "casefile.keep")
    if draft.match not in FilingRule.Match or not draft.subject_label:
        raise ActionRefused(_("Căn cứ không có trong danh mục."), code="match", field="match")
    wants_value = draft.match in {"procedure", "field", "type"}
    if wants_value != bool(one_line(draft.value)):
        raise ActionRefused(_("Hãy ghi giá trị phải khớp."), code="value", field="value")
    unit = checked_unit(draft.unit_id, actor)
    target = None
    if draft.match != FilingRule.Match.PARENT:
        target = open_for(draft.case_file_id or 0, Action.FILE, actor=actor)
    row = FilingRule(
        agency_id=actor.agency_id,
        unit=unit,
        subject_label=draft.subject_label,
        match=draft.match,
        value=one_line(draft.value),
        case_file=target,
        created_by_id=actor.officer_id,
        created_at=timezone.now(),
    )
    same = FilingRule.objects.filter(
        agency_id=row.agency_id, unit=unit, subject_label=row.subject_label, match=row.match, value=row.value
    )
    if same.exists():
        raise ActionRefused(_("Quy tắc này đã có."), code="rule-exists", field="value")
    fitting(row).save()
    _journal(row, "filing_rule.written", actor)
    return row


@transaction.atomic
def remove_rule(rule_id: int, *, actor: Actor) -> None:
    """Drop a filing rule; what was filed by it stays."""
    demand(actor, "casefile.keep")
    row = FilingRule.objects.select_for_update().get(pk=rule_id, agency_id=actor.agency_id)
    if row.case_file_id is not None:
        open_for_rule(row.case_file_id, actor)
    _journal(row, "filing_rule.removed", actor)
    row.delete()


def open_for_rule(case_file_id: int, actor: Actor) -> None:
    """Raise CaseFile.DoesNotExist unless the actor may see the case file of a rule."""
    CaseFile.objects.visible_to(actor).only("pk").get(pk=case_file_id)


def _journal(row: FilingRule, kind: str, actor: Actor) -> None:
    record(
        kind,
        Subject("casefiles.filingrule", row.pk),
        actor=actor,
        agency_id=row.agency_id,
        rule=str(row),
        case_file=row.case_file_id,
    )
    transaction.on_commit(lambda: filing_rules.forget(row.agency_id))

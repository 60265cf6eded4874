"""Opening a case file, by the catalogue or beside it, and writing its data.

Legal source: NĐ 30/2020/NĐ-CP Điều 29 khoản 2; Phụ lục VI Phần II mục III (data fields).
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.casefiles import rules
from congvu.casefiles.messages import CaseFileDraft, CaseFileEdit
from congvu.casefiles.models import CaseFile, CatalogueEntry, Confidence, Rights
from congvu.casefiles.queries.codes import organ_of
from congvu.casefiles.services.access import MOST_TEXT, journal, open_for, store
from congvu.casefiles.services.fitting import fitting
from congvu.casefiles.services.people import checked_keeper, checked_unit
from congvu.casefiles.services.retention import require_period
from congvu.casefiles.states import Action, CatalogueState
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import indexed, one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand

_EDITED = (
    "title", "retention", "retention_years", "rights", "language", "keywords", "description", "confidence",
    "paper_code", "sheet_total", "building", "settled_on", "started_on", "keeper_id",
)  # fmt: skip


@transaction.atomic
def open_case_file(draft: CaseFileDraft, *, actor: Actor) -> CaseFile:
    """Open a case file for `draft` and return it.

    Raises:
        ActionRefused: title, notation or retention is missing, or the notation is taken.
        StateRefused: the catalogue's year is not issued or closed, or the agency has no identifier.
    """
    demand(actor, "casefile.keep")
    entry = _entry(draft.entry_id, actor)
    today = timezone.localdate()
    case_file = CaseFile(
        agency_id=actor.agency_id,
        entry=entry,
        year=entry.catalogue.year if entry else draft.year or today.year,
        notation=one_line(draft.notation).upper() or (entry.notation if entry else ""),
        title=one_line(draft.title) or (entry.title if entry else ""),
        retention=draft.retention or (entry.retention if entry else ""),
        retention_years=draft.retention_years or (entry.retention_years if entry else None),
        started_on=draft.started_on or today,
        confidentiality=draft.confidentiality,
        rights=Rights.SECRET if draft.confidentiality else Rights.PUBLIC,
        building=draft.building,
        created_at=timezone.now(),
        updated_at=timezone.now(),
    )
    _place(case_file, draft, entry, actor)
    _require(case_file, actor, today)
    case_file.organ = organ_of(actor.agency_id, today)
    case_file.code = rules.file_code(case_file.organ, case_file.year, case_file.notation)
    _created(case_file)
    journal(case_file, "casefile.opened", actor=actor, title=case_file.title, retention=case_file.period)
    return case_file


def _entry(entry_id: int | None, actor: Actor) -> CatalogueEntry | None:
    if entry_id is None:
        return None
    entry = (
        CatalogueEntry.objects.select_related("catalogue")
        .filter(pk=entry_id, catalogue__agency_id=actor.agency_id, is_heading=False)
        .first()
    )
    if entry is None:
        raise ActionRefused(_("Danh mục không có hồ sơ này."), code="entry", field="entry_id")
    if entry.catalogue.state != CatalogueState.APPROVED:
        raise StateRefused(
            _("Danh mục hồ sơ năm %(year)s chưa ban hành hoặc đã khóa.") % {"year": entry.catalogue.year},
            code="catalogue",
        )
    return entry


def _place(case_file: CaseFile, draft: CaseFileDraft, entry: CatalogueEntry | None, actor: Actor) -> None:
    """Give the case file to a unit and a keeper: those asked for, the catalogue's, the actor's own."""
    unit = checked_unit(draft.unit_id or (entry.unit_id if entry else None) or actor.unit_id, actor)
    keeper = checked_keeper(
        draft.keeper_id or (entry.keeper_id if entry else None) or actor.officer_id, actor
    )
    if unit is None or keeper is None:
        raise ActionRefused(_("Bạn chưa có vị trí công tác để lập hồ sơ."), code="no-post")
    case_file.unit, case_file.keeper = unit, keeper


def _require(case_file: CaseFile, actor: Actor, today: date) -> None:
    if not case_file.title:
        raise ActionRefused(_("Hãy ghi tiêu đề hồ sơ."), code="title", field="title")
    if not rules.is_notation(case_file.notation):
        raise ActionRefused(
            _("Số, ký hiệu hồ sơ gồm số và chữ in hoa, tối đa 20 ký tự, ví dụ 01.TCCB."),
            code="notation",
            field="notation",
        )
    require_period(case_file.retention, case_file.retention_years)
    if case_file.started_on > today:
        raise ActionRefused(_("Ngày bắt đầu không được sau hôm nay."), code="started-on", field="started_on")
    if not 0 <= case_file.confidentiality <= actor.clearance:
        raise ActionRefused(
            _("Bạn không được lập hồ sơ ở độ mật này."), code="confidentiality", field="confidentiality"
        )


def _created(case_file: CaseFile) -> None:
    case_file.search_text = search_text(case_file)
    try:
        with transaction.atomic():
            fitting(case_file).save(force_insert=True)
    except IntegrityError as error:
        if "notation" not in str(error):
            raise
        raise ActionRefused(
            _("Năm %(year)s đã có hồ sơ %(notation)s.")
            % {"year": case_file.year, "notation": case_file.notation},
            code="notation-taken",
            field="notation",
        ) from error


def search_text(case_file: CaseFile, more: str = "") -> str:
    """Return what searches read: the case file's own data, and `more`."""
    own = (case_file.code, case_file.notation, case_file.title, case_file.keywords, case_file.description)
    return indexed(" ".join((*own, more)))[:MOST_TEXT]


@transaction.atomic
def edit_case_file(
    case_file_id: int, edit: CaseFileEdit, *, actor: Actor, seen_version: int | None = None
) -> CaseFile:
    """Write a case file's data while it is open (Điều 29 khoản 4 điểm b: title and retention are revised).

    Raises:
        ActionRefused: a value is missing or unknown.
    """
    case_file = open_for(case_file_id, Action.EDIT, actor=actor, seen_version=seen_version)
    checked_keeper(edit.keeper_id, actor)
    if edit.rights not in Rights or edit.confidence not in Confidence:
        raise ActionRefused(_("Giá trị không có trong danh mục."), code="unknown")
    changed = []
    for name in _EDITED:
        value = getattr(edit, name)
        value = one_line(value) if isinstance(value, str) else value
        if name in {"keeper_id", "started_on"} and value is None:
            continue
        if getattr(case_file, name) != value:
            setattr(case_file, name, value)
            changed.append(name)
    _require(case_file, actor, timezone.localdate())
    if edit.confidence == Confidence.SCANNED and not case_file.paper_code:
        raise ActionRefused(
            _("Hồ sơ số hóa phải ghi mã hồ sơ gốc giấy."), code="paper-code", field="paper_code"
        )
    if changed:
        case_file.search_text = search_text(case_file, _summaries(case_file))
        store(case_file, *changed, "search_text")
        labels = [str(CaseFile._meta.get_field(name.removesuffix("_id")).verbose_name) for name in changed]  # type: ignore[union-attr]
        journal(case_file, "casefile.edited", actor=actor, fields=labels)
    return case_file


def _summaries(case_file: CaseFile) -> str:
    rows = case_file.items.filter(removed_at__isnull=True)
    return " ".join(" ".join(row) for row in rows.values_list("number", "notation", "summary"))

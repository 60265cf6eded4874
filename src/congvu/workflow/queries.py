"""Reading processes: the definition that a dossier runs on, and the lists of the administrators' screens."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from congvu.common.text import fold
from congvu.directory.models import Agency, AgencyKind, Level, Post, Unit
from congvu.workflow.models import Process, ProcessVersion
from congvu.workflow.rules import Definition, Step, read
from congvu.workflow.rules.check import RolesFilled

_published: dict[int, Definition] = {}


def definition(version_id: int) -> Definition:
    """Return the definition of a version; one that was published never changes, and is kept in the process.

    Args:
        version_id: a ProcessVersion. A draft is read anew each time, as far as it can be read.

    Raises:
        ProcessVersion.DoesNotExist: there is no such version.
    """
    known = _published.get(version_id)
    if known is not None:
        return known
    version = ProcessVersion.objects.only("spec", "status").get(pk=version_id)
    if version.status == ProcessVersion.Status.DRAFT:
        return read(version.spec)[0]
    _published[version_id] = Definition.parse(version.spec)
    return _published[version_id]


def forget_definitions() -> None:
    """Empty the cache of definitions: only tests need it, whose roll-backs give out the same keys again."""
    _published.clear()


def published_version_id(code: str) -> int | None:
    """Return the published version of the process `code`, or None."""
    found = ProcessVersion.objects.filter(process__code=code, status=ProcessVersion.Status.PUBLISHED)
    return found.values_list("pk", flat=True).first()


def roles_filled(definition: Definition, today: date) -> RolesFilled:
    """Return the function that tells for a step in which agencies nobody holds its role (two statements).

    The agencies concerned are those with officers of their own in this system:

    - `received`: agencies of the process's level that have a one-stop unit, those of vertical branches apart;
    - `competent`, `level:…`: committees of that level. Which department is competent for a province-level
      procedure is known per dossier only, so that it is not checked here;
    - `agency:<key>`: that agency, by its key or by its organisation's key before it.

    Args:
        definition: the definition to be checked.
        today: the day on which posts must be valid.
    """
    held: dict[str, set[int]] = {}
    posts = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)
    for agency_id, role in posts.values_list("agency_id", "roles__code").distinct():
        held.setdefault("", set()).add(agency_id)
        held.setdefault(role or "-", set()).add(agency_id)
    agencies = list(
        Agency.objects.annotate(
            one_stop=Exists(Unit.objects.filter(agency=OuterRef("pk"), is_one_stop=True))
        ).filter(closed_on__isnull=True)
    )

    def missing(step: Step) -> list[str]:
        kind, _, value = step.place.partition(":")
        if kind == "agency":
            named = [agency for agency in agencies if _is_named(agency.key, value)]
            if not named:
                return [step.place]
            return [agency.name for agency in named if agency.pk not in held.get(step.role, set())]
        concerned = [agency for agency in agencies if _concerns(agency, kind, value or definition.level)]
        working = [agency for agency in concerned if agency.pk in held.get("", set())]
        return [agency.name for agency in working if agency.pk not in held.get(step.role, set())]

    return missing


def _is_named(key: str, value: str) -> bool:
    return key == value or key.endswith(f"-{value}")


def _concerns(agency: Agency, place: str, level: str) -> bool:
    # Police, tax and social insurance have counters of their own for procedures of their own.
    if agency.level != level or agency.kind == AgencyKind.VERTICAL:
        return False
    if place == "received":
        return bool(getattr(agency, "one_stop", False))
    return agency.kind == AgencyKind.COMMITTEE and level == Level.COMMUNE


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process in the list: its version in force, and its draft if somebody is working on one."""

    code: str
    name: str
    published: int | None
    published_at: datetime | None
    draft: int | None
    illustrative: bool
    decision: str

    @property
    def published_label(self) -> str:
        """The version in force in words."""
        return _("Phiên bản %(number)d") % {"number": self.published}


def processes(words: str = "") -> list[ProcessRow]:
    """Return every process whose code or name holds `words`, in the order of codes (two statements)."""
    found = Process.objects.prefetch_related(
        Prefetch(
            "versions",
            ProcessVersion.objects.defer("spec").filter(status__in=["published", "draft"]),
            to_attr="current",
        )
    )
    rows = [_process_row(process) for process in found]
    wanted = fold(words)
    return [row for row in rows if wanted in fold(f"{row.code} {row.name}")]


def _process_row(process: Process) -> ProcessRow:
    by_status = {version.status: version for version in getattr(process, "current", [])}
    force, draft = by_status.get("published"), by_status.get("draft")
    shown = force or draft
    return ProcessRow(
        process.code,
        process.name,
        force.number if force else None,
        force.published_at if force else None,
        draft.number if draft else None,
        bool(shown and shown.illustrative),
        force.decision if force else "",
    )


def agency_names(definition: Definition) -> dict[str, str]:
    """Return the names of the agencies that steps are placed at, by the key used there (one statement)."""
    keys = {
        step.place.removeprefix("agency:") for step in definition.steps if step.place.startswith("agency:")
    }
    if not keys:
        return {}
    wanted = Q(key__in=keys)
    for key in keys:
        wanted |= Q(key__endswith=f"-{key}")
    names: dict[str, str] = {}
    for full, name in Agency.objects.filter(wanted, closed_on__isnull=True).values_list("key", "name"):
        names.update({key: name for key in keys if _is_named(full, key)})
    return names

"""Role bindings as screens show them, and the steps of processes that nobody could do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from congvu.directory.models import Agency, AgencyKind, Level, Post, Unit
from congvu.directory.queries import in_force
from congvu.dossiers.models import LocalBinding
from congvu.dossiers.queries.routing import binding_scopes
from congvu.dossiers.rules import scope_text
from congvu.procedures.models import Procedure
from congvu.workflow.models import ProcessVersion
from congvu.workflow.queries import definition
from congvu.workflow.queries import roles_filled as held_roles
from congvu.workflow.rules import Definition, Step


@dataclass(frozen=True, slots=True)
class BindingRow:
    """One line of the screen: who plays a role, for what."""

    id: int
    role: str
    role_name: str
    scope: str
    scope_text: str
    unit_id: int
    unit: str
    officer_id: int | None
    officer: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A step that could not be done in an agency: no unit is bound, or nobody there holds the role."""

    process: str
    process_name: str
    no: str
    step: str
    role: str
    agency: str
    bound: bool


def bindings_of(agency_id: int, roles: dict[str, str]) -> list[BindingRow]:
    """Return the bindings of an agency by role, the general one first, with who holds the role there.

    Args:
        agency_id: the agency.
        roles: names of the roles by code.
    """
    rows = LocalBinding.objects.filter(agency_id=agency_id).select_related("unit", "officer")
    people = _Register.of([agency_id])
    return [
        BindingRow(
            row.pk,
            row.role,
            roles.get(row.role, row.role),
            row.scope,
            scope_text(row.scope),
            row.unit_id,
            row.unit.name,
            row.officer_id,
            row.officer.full_name if row.officer else "",
            tuple(people.holders(row.unit_id, row.role)),
        )
        for row in rows.order_by("role", "scope")
    ]


def vacancies(agency_id: int | None = None) -> list[Vacancy]:
    """Return every step of a published process that no agency concerned could have done today.

    Args:
        agency_id: only what this agency lacks; None looks at all of them.
    """
    found: list[Vacancy] = []
    register = _Register.of(None)
    versions = ProcessVersion.objects.filter(status=ProcessVersion.Status.PUBLISHED).select_related("process")
    versions = versions.order_by("process__code")
    register.fields = _fields(version.process.code for version in versions)
    for version in versions:
        known, code = definition(version.pk), version.process.code
        missing = register.missing(code, known)
        for step in known.steps:
            found += [
                Vacancy(code, version.process.name, step.no, step.name, step.role, agency.name, bound)
                for agency, bound in missing(step)
                if agency_id in {None, agency.pk}
            ]
    return found


def roles_filled(code: str, known: Definition) -> Callable[[Step], Sequence[str]]:
    """Return the function that tells for a step in which agencies nobody could do it.

    Where an agency binds roles, the bound unit must hold the role; elsewhere anybody in the agency will do.

    Args:
        code: code of the process, usually that of its procedure.
        known: its definition, which may be a draft's.
    """
    register = _Register.of(None)
    register.fields = _fields([code])
    missing = register.missing(code, known)
    anybody = held_roles(known, timezone.localdate())
    binding = {agency_id for agency_id, _role, _scope in register.bound}

    def filled(step: Step) -> list[str]:
        unbound = [agency.name for agency, _bound in missing(step) if agency.pk in binding]
        return list(dict.fromkeys([*anybody(step), *unbound]))

    return filled


def _fields(codes: Iterable[str]) -> dict[str, str]:
    return dict(Procedure.objects.filter(code__in=list(codes)).values_list("code", "field__name"))


class _Register:
    """Bindings, agencies and who holds which role where, read once (three statements)."""

    def __init__(
        self,
        agencies: list[Agency],
        bound: dict[tuple[int, str, str], tuple[int, int | None]],
        held: dict[tuple[str, int], list[str]],
        paths: dict[int, str],
    ) -> None:
        self.agencies = agencies
        self.bound = bound
        self.held = held
        self.paths = paths
        self.fields: dict[str, str] = {}

    @classmethod
    def of(cls, agency_ids: Iterable[int] | None) -> "_Register":
        """Read all agencies that still work, or those of `agency_ids`."""
        chosen = Q() if agency_ids is None else Q(pk__in=list(agency_ids))
        agencies = list(Agency.objects.filter(chosen, closed_on__isnull=True).order_by("path"))
        ids = [agency.pk for agency in agencies]
        bound: dict[tuple[int, str, str], tuple[int, int | None]] = {
            (agency_id, role, scope): (unit_id, officer_id)
            for agency_id, role, scope, unit_id, officer_id in LocalBinding.objects.filter(
                agency_id__in=ids
            ).values_list("agency_id", "role", "scope", "unit_id", "officer_id")
        }
        held: dict[tuple[str, int], list[str]] = {}
        posts = Post.objects.filter(in_force(), agency_id__in=ids, officer__is_active=True)
        for role, unit_id, name in posts.annotate(role=F("roles__code")).values_list(
            "role", "unit_id", "officer__full_name"
        ):
            held.setdefault((role or "", unit_id), []).append(name)
        units = Unit.objects.filter(agency_id__in=ids).values_list("pk", "path")
        return cls(agencies, bound, held, dict(units))

    def holders(self, unit_id: int, role: str) -> list[str]:
        """Return who sees the queue of a role in a unit: holders in it, and in the units above it."""
        above = [int(part) for part in self.paths.get(unit_id, "").split("/") if part] or [unit_id]
        return [name for pk in above for name in self.held.get((role, pk), [])]

    def missing(self, code: str, known: Definition) -> Callable[[Step], list[tuple[Agency, bool]]]:
        """Return the function that tells which agencies lack somebody for a step, bound or not."""
        field = self.fields.get(code) or ""
        level = known.level or Level.COMMUNE

        def lacking(step: Step) -> list[tuple[Agency, bool]]:
            role = step.role or "specialist"
            scopes = binding_scopes(code, field, step.unit)
            found = []
            for agency in self._concerned(step.place, level):
                places = [self.bound.get((agency.pk, role, scope)) for scope in scopes]
                place = next((place for place in places if place), None)
                if place is None or not (place[1] or self.holders(place[0], role)):
                    found.append((agency, place is not None))
            return found

        return lacking

    def _concerned(self, place: str, level: str) -> list[Agency]:
        kind, _, value = place.partition(":")
        if kind == "agency":
            return [a for a in self.agencies if a.key == value or a.key.endswith(f"-{value}")]
        wanted = value if kind == "level" else level
        own = AgencyKind.COMMITTEE if wanted == Level.COMMUNE else AgencyKind.DEPARTMENT
        return [a for a in self.agencies if a.level == wanted and a.kind == own]

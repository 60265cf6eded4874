"""What an intake needs to know before it writes, in one statement."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from congvu.directory.models import Agency, AgencyCode
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries.routing import DEFAULT_ELSEWHERE, DEFAULT_PROCESSES
from congvu.procedures.models import ProcedureVersion, Route
from congvu.workflow.models import ProcessVersion


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """The state of everything that a new dossier rests on.

    Args:
        status: of the procedure version, "" when there is none.
        earlier_id: the dossier that the same form made before.
        route: "local", "ministry" or "national".
        route_system: name of the other system.
        identifier: the receiving agency's identifier on the day, "" when it has none.
        process_version_id: the published process for the procedure, or for the competent agency's level.
    """

    status: str = ""
    earlier_id: int | None = None
    route: str = "local"
    route_system: str = ""
    identifier: str = ""
    process_version_id: int | None = None


def intake_facts(
    version_id: int, request_key: UUID, *, officer_id: int | None, receiving: int, competent: int, on: date
) -> IntakeFacts:
    """Return the facts of an intake (one statement).

    Args:
        version_id: the procedure version that the form was shown for.
        request_key: key of the form.
        officer_id: the clerk.
        receiving, competent: the agencies.
        on: the day of reception.
    """
    row = (
        ProcedureVersion.objects.filter(pk=version_id)
        .values_list(
            "status",
            Subquery(
                Dossier.objects.filter(request_key=request_key, created_by_id=officer_id).values("pk")[:1]
            ),
            *_route(competent, on),
            _identifier(receiving, on),
            _process(competent),
        )
        .order_by()
        .first()
    )
    if row is None:
        return IntakeFacts()
    status, earlier, route, system, identifier, process = row
    return IntakeFacts(status, earlier, route or "local", system or "", identifier or "", process)


def _route(agency_id: int, on: date) -> list[Combinable]:
    routes = Route.objects.filter(
        Q(agency_id=agency_id) | Q(agency__isnull=True),
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        procedure_id=OuterRef("procedure_id"),
        valid_from__lte=on,
    ).order_by(F("agency_id").desc(nulls_last=True), "-valid_from")
    return [Subquery(routes.values("kind")[:1]), Subquery(routes.values("system_name")[:1])]


def _identifier(agency_id: int, on: date) -> Combinable:
    codes = AgencyCode.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), agency_id=agency_id, valid_from__lte=on
    ).order_by("-valid_from")
    newest = [
        Subquery(codes.filter(scheme=scheme).values("code")[:1])
        for scheme in (AgencyCode.Scheme.QD20, AgencyCode.Scheme.QCVN102)
    ]
    return Coalesce(*newest, Value(""), output_field=CharField())


def _process(agency_id: int) -> Combinable:
    published = ProcessVersion.objects.filter(status=ProcessVersion.Status.PUBLISHED)
    default = Agency.objects.filter(pk=agency_id).values(
        code=Case(
            *(When(level=level, then=Value(code)) for level, code in DEFAULT_PROCESSES.items()),
            default=Value(DEFAULT_ELSEWHERE),
            output_field=CharField(),
        )
    )
    return Coalesce(
        Subquery(published.filter(process__code=OuterRef("procedure__code")).values("pk")[:1]),
        Subquery(published.filter(process__code__in=default).values("pk")[:1]),
    )

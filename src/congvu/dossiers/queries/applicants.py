"""Which applicants an agency knows."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from congvu.dossiers.models import Applicant, Dossier, Involvement


def applicants_of(agency_id: int) -> QuerySet[Applicant]:
    """Return the applicants whose dossiers an agency takes part in, as owners or submitters.

    The number of somebody who never came there says nothing to it (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15
    Điều 3: only what is needed).
    """
    part = Involvement.objects.filter(agency_id=agency_id, dossier_id=OuterRef("pk"))
    known = Dossier.objects.filter(Exists(part))
    return Applicant.objects.filter(
        Q(Exists(known.filter(owner_id=OuterRef("pk"))))
        | Q(Exists(known.filter(submitter_id=OuterRef("pk"))))
    )

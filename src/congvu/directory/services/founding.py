"""The first agency and administrator of a real site: what the screens need before anybody can sign in."""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.messages import Actor, AgencyFacts, OfficerFacts, PostFacts
from congvu.directory.models import Agency, Officer, Post
from congvu.directory.permissions import ADMINISTRATOR, PROCEDURE_KEEPER
from congvu.directory.queries import in_force
from congvu.directory.services.agencies import assign_code, create_agency
from congvu.directory.services.officers import create_officer
from congvu.directory.services.realms import load_roles
from congvu.directory.services.units import create_unit

UNIT = "Tổ quản trị hệ thống"
POSITION = "quan-tri"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Founding:
    """The first agency and its administrator, as typed by whoever installs the site.

    Args:
        key: the agency's key, such as "tinh-dong-nai".
        name: its name.
        kind, level: as in `AgencyKind` and `Level`.
        code: its identifier by QĐ 20/2020/QĐ-TTg, "" when it comes later.
        username: of the administrator.
        full_name: of the administrator.
    """

    key: str
    name: str
    username: str
    full_name: str
    kind: str = "committee"
    level: str = "province"
    code: str = ""


@dataclass(frozen=True, slots=True)
class Founded:
    """What came of it: `password` is "" when everything stood already."""

    agency: str
    username: str
    password: str = ""


def administrators() -> list[Officer]:
    """Return the active officers who hold the administrator's role today."""
    held = Post.objects.filter(in_force(), roles__code=ADMINISTRATOR)
    return list(Officer.objects.filter(posts__in=held, is_active=True).distinct().order_by("pk"))


@transaction.atomic
def found(facts: Founding) -> Founded:
    """Lay the first agency with a unit and an administrator; a second call changes nothing.

    The password is made here, shown once and must be changed at the first sign-in; the second factor is set
    up right after, before anything else can be opened.

    Raises:
        StateRefused: the site has another administrator already.
        ActionRefused: a name or key is wrong.
    """
    known = administrators()
    if known:
        if [officer.username for officer in known] == [facts.username.strip().casefold()]:
            return Founded(facts.name, known[0].username)
        raise StateRefused(
            _("Đã có quản trị viên (%(names)s); hãy đăng nhập và thêm người ở màn hình Cán bộ.")
            % {"names": ", ".join(officer.username for officer in known[:3])},
            code="founded",
        )
    load_roles()
    agency = Agency.objects.filter(key=facts.key).first() or _lay(facts)
    actor = Actor.system(agency.pk, agency.name)
    unit = agency.units.filter(name=UNIT).first() or create_unit(
        actor=actor, agency_id=agency.pk, name=UNIT, code="QT"
    )
    keeps = (PROCEDURE_KEEPER,) if agency.level == "province" and agency.parent_id is None else ()
    password = one_time_password()
    create_officer(
        actor=actor,
        username=facts.username,
        facts=OfficerFacts(full_name=facts.full_name),
        post=PostFacts(unit.pk, POSITION, (ADMINISTRATOR, *keeps), valid_from=timezone.localdate()),
        password=password,
    )
    return Founded(agency.name, facts.username.strip().casefold(), password)


def one_time_password() -> str:
    """Return a password that can be read out: four groups of four letters and digits, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _group in range(4))


def _lay(facts: Founding) -> Agency:
    if not facts.name.strip() or not facts.key.strip():
        raise ActionRefused(_("Hãy cho biết tên và khóa của cơ quan đầu tiên."), code="required")
    today = timezone.localdate()
    agency = create_agency(
        actor=Actor.system(0),
        key=facts.key,
        realm=facts.key,
        facts=AgencyFacts(name=facts.name, kind=facts.kind, level=facts.level),
        opened_on=today,
    )
    if facts.code:
        assign_code(
            actor=Actor.system(agency.pk),
            agency_id=agency.pk,
            scheme="qd20",
            code=facts.code,
            valid_from=today,
        )
    return agency

"""registerAgency and deleteAgency: systems keep their own branch of the directory themselves."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from congvu.common.errors import ActionRefused
from congvu.hub.models import HubAgency, HubCode
from congvu.hub.queries import speaks_for
from congvu.hub.rules import answers
from congvu.hub.rules.answers import Fail
from congvu.hub.rules.parameters import normal
from congvu.hub.services.agencies import AgencyPlan, next_version, put_agency
from congvu.hub.services.guarding import Caller


@transaction.atomic
def register_agency(caller: Caller, body: Mapping[str, Any]) -> str:
    """Enter or change an agency of the caller's branch; return its code."""
    given = {
        name: str(body.get(name) or "").strip()
        for name in ("id", "pcode", "code", "name", "mail", "mobile", "fax")
    }
    code = normal(given["code"])
    if not code or not given["name"]:
        raise Fail(answers.MISSING, "Thiếu code hoặc name của cơ quan.")
    known = _by_code(code)
    above = _by_code(given["pcode"]) or (known.parent if known else caller.credential.agency)
    if above is None or known is not None:
        _demand_own(caller, known or caller.credential.agency)
    if above is not None and (known is None or above.pk != known.parent_id):
        _demand_own(caller, above)
    plan = AgencyPlan(
        code,
        given["name"],
        old_code=known.old_code if known else "",
        parent_code=above.code if above else "",
        mail=given["mail"],
        mobile=given["mobile"],
        fax=given["fax"],
        foreign_id=given["id"],
    )
    try:
        return put_agency(plan)[0].code
    except ActionRefused as refused:
        raise Fail(answers.MISSING, str(refused.message)) from None


@transaction.atomic
def delete_agency(caller: Caller) -> None:
    """Take an agency of the caller's branch out of the directory; what waits for it stays."""
    code = caller.get("agencycode")
    agency = HubAgency.objects.select_for_update().filter(codes__code=normal(code)).first()
    if agency is None:
        raise Fail(answers.NOT_FOUND, f"Không có cơ quan mang mã {code or '(trống)'}.")
    _demand_own(caller, agency)
    if agency.pk == caller.credential.agency_id:
        raise Fail(answers.WRONG_STATE, "Không tự xóa cơ quan đang giữ tài khoản kết nối.")
    HubAgency.objects.filter(pk=agency.pk).update(
        deleted=True, version=next_version(), modified_at=timezone.now()
    )


def _by_code(code: str) -> HubAgency | None:
    row = HubCode.objects.select_related("agency__parent").filter(code=normal(code)).first() if code else None
    return row.agency if row else None


def _demand_own(caller: Caller, agency: HubAgency) -> None:
    if not speaks_for(caller.credential, agency):
        raise Fail(answers.NOT_YOURS, f"Hệ thống gọi không đại diện cho {agency.code}.")

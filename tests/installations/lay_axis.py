"""Make the database of an axis, its agencies and a credential for each; print the secrets as JSON."""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from congvu.hub.services import agencies, credentials  # noqa: E402
from congvu.hub.services.agencies import AgencyPlan  # noqa: E402
from congvu.hub.services.journal import operator  # noqa: E402


def main(names: dict[str, str], systems: list[str]) -> None:
    """Lay the axis.

    Args:
        names: of the agencies by their codes.
        systems: codes of those with a system, which speaks for the agencies below as well.
    """
    call_command("migrate", verbosity=0)
    secrets = {}
    for code, name in names.items():
        above = code.rpartition(".")[0]
        plan = AgencyPlan(code, name, parent_code=above if above in names else "")
        agencies.save_agency(plan, actor=operator())
    for code in systems:
        _row, secrets[code] = credentials.issue(code, code, actor=operator(), per_minute=1_000_000)
    print(json.dumps(secrets))


if __name__ == "__main__":
    main(*json.loads(sys.argv[1]))

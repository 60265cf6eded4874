"""A worker whose deliveries take a number each, slowly enough to be killed in the middle.

python -m congvu.delivery.tests.crash AGENCY
"""

import sys
import time

import django


def main(agency_id):
    django.setup()
    from django.core.management import call_command

    from congvu.delivery.services import register_handler
    from congvu.registers.services import take_number

    def number(message):
        take_number(agency_id=agency_id, register="thử", period="2026")
        time.sleep(0.01)

    register_handler("number", number, transactional=True)
    call_command("worker", "--lease", "2", "--pause", "0.3")


if __name__ == "__main__":
    main(int(sys.argv[1]))

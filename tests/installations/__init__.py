"""Whole installations as processes: a database of its own, a worker, a hand that acts for its officers.

`Installation` starts what a real one consists of; its hand is a process (`inside.py`) that calls the services
that officers call, on that installation's database, and answers in JSON. `Axis` is `congvu hub serve`.
"""

from tests.installations.axis import Axis
from tests.installations.installation import HandError, Installation, Place

__all__ = ["Axis", "HandError", "Installation", "Place"]

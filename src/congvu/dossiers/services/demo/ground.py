"""What a demonstration stands on: organisations, calendars, catalogue, processes, forms, bindings."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from congvu.calendars.services import seed as seed_calendars
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.directory.services import demo as accounts
from congvu.directory.services.realm_files import names
from congvu.directory.services.realms import load_realm
from congvu.dossiers.services.binding import seed_bindings
from congvu.printing.services import seed_forms
from congvu.procedures import services as procedures
from congvu.workflow.services import load_samples as load_processes

DATA = Path(__file__).resolve().parents[2] / "data" / "demo"
PROCEDURES = Path(procedures.__file__).resolve().parents[1] / "data" / "sample"


def read_documents(folder: Path) -> list[Mapping[str, Any]]:
    """Return the procedures of a folder as `load_samples` takes them."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def load_procedures(folder: Path, *, actor: Actor) -> list[str]:
    """Publish the procedures of a folder; return their codes.

    Raises:
        ValueError: a file cannot be read as a procedure.
    """
    documents = read_documents(folder)
    report = procedures.load_samples(documents, actor=actor)
    if report.errors:
        raise ValueError("; ".join(f"{error.where}: {error.message}" for error in report.errors))
    return [document["procedure"]["code"] for document in documents]


def lay_ground(password_hash: str = "") -> Actor:
    """Load whatever is missing; return the system actor of today's province.

    Args:
        password_hash: hash of the accounts' password; "" makes accounts that cannot sign in.
    """
    for name in names():
        load_realm(name, password_hash=password_hash)
    if password_hash:
        accounts.give_second_factors()
    root = Agency.objects.get(key="thanh-pho-dong-nai")
    actor = Actor.system(root.pk, root.name)
    seed_calendars(actor=actor)
    load_procedures(PROCEDURES, actor=actor)
    load_processes(actor=actor)
    seed_forms()
    seed_bindings(actor=actor)
    return actor

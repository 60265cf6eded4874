"""A document numbered and issued through the service against pgbench writing the same rows.

The documents are signed by their signer and wait at văn thư; what is timed is all that happens there but
what the agency's key computes, for that writes nothing: the number, the sealed file on disk, the record of
the signature, three messages of the interchange, notices and events. Two processes against two clients,
each at an agency of its own, on one durable cluster, in turns. Then eight processes at one register, every
fourth transaction rolled back: no number is missing and none is double.
"""

import hashlib
import random
import sys
from collections.abc import Callable
from typing import Any

from tests.bench import offices
from tests.bench.harness import Bench, counted, pgbench, postgres, workers
from tests.bench.one_stop import COUNTER, HEAD, repeated
from tests.bench.rows import Raw, copies, insert_like, require_same, row_of, transaction, update_like, written

SECONDS = 5
ROUNDS = 5
MOST, MOST_PLAIN = 400, 900
"""Documents laid out for each second of one process of the service, and of one client of pgbench."""
CROWD = 8
UNDONE = 0.25

NUMBERED = ["book_id", "number_kind", "number", "number_suffix", "code", "code_key", "issued_on",
            "numbered_at", "numbered_by_id", "search_text", "state", "version", "updated_at"]  # fmt: skip
ISSUED = ["state", "issued_at", "issued_by_id", "issued_file_id", "pages", "holding", "state_reason",
          "version", "updated_at"]  # fmt: skip
OFFICERS = {"author_id", "signer_id", "numbered_by_id", "issued_by_id", "uploaded_by_id", "officer_id"}


# -- what the service does ----------------------------------------------------------------------------


def make(index: int) -> Callable[[], object]:
    """Return the job of one process: number and issue the next document of its commune."""
    ready()
    return _issuing(index, _stock(index))


def make_crowded(index: int) -> Callable[[], object]:
    """Return the job of one of eight at one commune: issue a document, and sometimes undo it all."""
    from django.db import transaction as django_transaction

    ready()
    issue = _issuing(0, [pk for pk in _stock(0) if pk % CROWD == index])
    chance = random.Random(index)

    def job() -> None:
        try:
            with django_transaction.atomic():
                issue()
                if chance.random() < UNDONE:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    return job


def ready() -> None:
    """Have this process number after the signer's signature, and take the agency's one as made."""
    from django.conf import settings

    from congvu.documents.services import issuing
    from congvu.documents.services.outgoing_files import bytes_of
    from congvu.signing.messages import SignedPdf
    from congvu.signing.models import Certificate

    settings.DOCUMENTS_NUMBERING = "after-signature"
    held: dict[int, Any] = {}

    def sealed(document: Any, _actor: Any, _sign_off: Any) -> SignedPdf:
        if document.agency_id not in held:
            certificate = Certificate.objects.get(agency_id=document.agency_id)
            held[document.agency_id] = (bytes_of(document.signed_file), certificate.pk)
        page, certificate_id = held[document.agency_id]
        data = page + f"%{document.pk}\n".encode()
        return SignedPdf(
            data=data, sha256=hashlib.sha256(data).hexdigest(), field_name="CoQuan",
            sha256_before=hashlib.sha256(page).hexdigest(), signed_at=document.numbered_at,
            level="B-B", certificate_id=certificate_id, role="agency",
        )  # fmt: skip

    issuing._sealed = sealed


def _stock(index: int) -> list[int]:
    from congvu.documents.models import OutgoingDocument

    waiting = OutgoingDocument.objects.filter(agency__key=f"bench-{index}", state="signed", holding="Văn thư")
    return list(waiting.order_by("pk").values_list("pk", flat=True)[1:])


def _issuing(index: int, stock: list[int]) -> Callable[[], object]:
    from congvu.documents.services import issue_document

    registry, waiting = offices.actor("registry", index), iter(stock)
    return lambda: issue_document(next(waiting), actor=registry)


# -- the stock ----------------------------------------------------------------------------------------

CHILDREN = ("outgoingrecipient", "outgoingpart", "draftversion", "approval")


def signed(index: int) -> Any:
    """Return a document of a commune that its leader signed."""
    from congvu.documents.services import sign_document

    office = offices.people(index)
    document = offices.to_sign(office)
    return sign_document(document.pk, actor=office["leader"], sign_off=offices.key())


def lay(document: Any, count: int, **changes: Any) -> dict[str, int]:
    """Write a document with all its rows `count` times more; return the first key by table and place."""
    first = copies("documents_outgoingdocument", document.pk, count, **changes)
    keys = {"document": first}
    here = {"document_id": Raw(f"{first} + g")}
    for name in CHILDREN:
        for place, pk in enumerate(_keys(name, document.pk)):
            keys[f"{name}{place}"] = copies(f"documents_{name}", pk, count, **here)
    return keys


def _keys(name: str, document_id: int) -> list[int]:
    from django.apps import apps

    rows = apps.get_model("documents", name).objects.filter(document_id=document_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


# -- what pgbench does --------------------------------------------------------------------------------


class Plain:
    """The rows of one issue as two transactions of pgbench.

    Args:
        issued: a document of each commune that the service issued.
        waiting: a signed one of each, which those that pgbench writes upon are copied of.
    """

    def __init__(self, issued: list[Any], waiting: list[Any]) -> None:
        self.document, self.waiting = issued[0], waiting
        self.pairs = {
            "agency": (issued[0].agency_id, issued[1].agency_id),
            "unit": (issued[0].unit_id, issued[1].unit_id),
            "certificate": tuple(self._certificate(one) for one in issued),
            "book": tuple(self._book(one) for one in issued),
        }
        for role in offices.ROLES:
            self.pairs[role] = tuple(offices.actor(role, index).officer_id for index in (0, 1))

    def script(self, count: int) -> str:
        """Lay out `count` documents for each client, and return the transactions about the next one."""
        ranges = [lay(one, count, holding="pgbench") for one in self.waiting]
        both = {name: (ranges[0][name], ranges[1][name]) for name in ranges[0] if "part" not in name}
        steps = ["\\set turn :turn + 1"]
        for pairs, more in ((self.pairs, ""), (both, " + :turn")):
            steps += [f"\\set {name} :client_id * ({b} - {a}) + {a}{more}" for name, (a, b) in pairs.items()]
        return "\n".join([*steps, transaction(*self._numbering()), transaction(*self._releasing())])

    def _numbering(self) -> list[str]:
        number = {"number": Raw(":taken"), "book_id": Raw(":book"), "state": "numbered"}
        return [COUNTER, self._changed(NUMBERED, **number), *self._event("outgoing.numbered")]

    def _releasing(self) -> list[str]:
        from congvu.delivery.models import Delivery
        from congvu.interchange.models import OutboundMessage
        from congvu.notify.models import Notice
        from congvu.signing.models import SignatureRecord

        document = self.document
        about = {"subject_label": "documents.outgoingdocument", "subject_pk": document.pk}
        digest = Raw("encode(sha256(convert_to('b' || :document::text, 'UTF8')), 'hex')")
        record = SignatureRecord.objects.get(role="agency", **about)
        subject = {"subject_pk": Raw(":document")}
        lines = [
            self._like("files_blob", document.issued_file.blob_id, returning="blob", sha256=digest),
            self._like("files_storedfile", document.issued_file_id, returning="file", blob_id=Raw(":blob")),
            self._like("signing_signaturerecord", record.pk, sha256_after=digest, **subject),
            *self._event("signature.made"),
            self._changed(ISSUED, issued_file_id=Raw(":file")),
        ]
        for place, one in enumerate(Delivery.objects.filter(**about).order_by("pk")):
            lines.append(self._like("delivery_delivery", one.pk, key=_key(place), **subject))
        for place, one in enumerate(OutboundMessage.objects.filter(document_id=document.pk).order_by("pk")):
            of = {"document_id": Raw(":document"), "recipient_id": Raw(f":outgoingrecipient{place}")}
            lines.append(self._like("interchange_outboundmessage", one.pk, key=_key(place), **of))
        for place, pk in enumerate(_keys("outgoingrecipient", document.pk)):
            columns, where = ["sent_at", "state_note", "incoming_id"], f"id = :outgoingrecipient{place}"
            lines.append(update_like("documents_outgoingrecipient", pk, columns, where))
        for notice in Notice.objects.filter(kind="outgoing.issued", **about):
            lines.append(self._like("notify_notice", notice.pk, **subject))
        return [*lines, *self._event("outgoing.issued")]

    def _event(self, kind: str) -> list[str]:
        from congvu.audit.models import Event

        events = Event.objects.filter(subject_pk=self.document.pk, kind=kind)
        event = events.filter(subject_label="documents.outgoingdocument").latest("pk")
        about = {"day": Raw("'1999-01-01'"), "seq": Raw(":seq::int"), "subject_pk": Raw(":document")}
        return [HEAD.format(day=event.day.isoformat()), self._like("audit_event", event.pk, **about)]

    def _like(self, table: str, pk: int, *, returning: str = "", **changes: Any) -> str:
        return insert_like(table, pk, returning=returning, **(self._own(row_of(table, pk)) | changes))

    def _changed(self, columns: list[str], **changes: Any) -> str:
        table, pk = "documents_outgoingdocument", self.document.pk
        row = {name: value for name, value in self._own(row_of(table, pk)).items() if name in columns}
        return update_like(table, pk, columns, "id = :document", **(row | changes))

    def _own(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the columns of a row that are another's for another client, as variables."""
        found: dict[str, Any] = {}
        people = {self.pairs[role][0]: role for role in offices.ROLES}
        for column, value in row.items():
            if value is not None and column.removesuffix("_id") in {"agency", "unit", "certificate", "book"}:
                found[column] = Raw(f":{column.removesuffix('_id')}")
            elif value in people and column in OFFICERS:
                found[column] = Raw(f":{people[value]}")
        return found

    @staticmethod
    def _certificate(document: Any) -> int:
        from congvu.signing.models import Certificate

        return int(Certificate.objects.get(agency_id=document.agency_id).pk)

    @staticmethod
    def _book(document: Any) -> int:
        """Return a register for pgbench's numbers, so that those of the service can be counted."""
        return copies("documents_book", document.book_id, 1, code="pgbench", is_default=False)


def _key(place: int) -> Raw:
    """Return the key of the message to a recipient as SQL; pgbench reads `:new` as a variable."""
    parts = ("'document:'", ":document::text", "':'", f":outgoingrecipient{place}::text", "chr(58)", "'new'")
    return Raw(" || ".join(parts))


# -- the bench ----------------------------------------------------------------------------------------


def uneven() -> dict[str, int]:
    """Return how many numbers of the two registers are missing, and how many stand twice."""
    from congvu.documents.queries.outgoing import used_numbers
    from congvu.registers.queries import audit_register

    found = {"gap": 0, "double": 0}
    for index in (0, 1):
        book = offices.book(index, "out")
        report = audit_register(
            agency_id=book.agency_id, register=book.register, period=book.period, used=used_numbers(book)
        )
        found["gap"] += len(report.missing) + len(report.foreign)
        found["double"] += len(report.doubles) + len(report.void_but_used)
    return found


def main() -> int:
    """Print the figures and whether the goals are met."""
    bench = Bench("register", ["ratio>=0.25", "sql<=30", "gap==0", "double==0", "crowd_errors==0"])
    with postgres() as cluster:
        offices.lay(2)
        ready()
        waiting = [signed(index) for index in (0, 1)]
        for one in waiting:
            lay(one, 60)
        jobs = [make(index) for index in (0, 1)]
        issued = [job() for job in jobs]
        with counted() as sent:
            jobs[0]()
        bench.note(sql=len(sent))
        plain = Plain(issued, waiting)
        pgbench(cluster, plain.script(MOST_PLAIN * 2), clients=2, seconds=1)
        rows = plain.script(MOST_PLAIN * 2)
        require_same(
            written(cluster, repeated(jobs[0])),
            written(cluster, lambda: len(pgbench(cluster, rows, clients=2, seconds=1).latencies)),
        )
        _in_turns(bench, cluster, plain)
        for one in waiting:
            lay(one, MOST * SECONDS)
        crowd = workers(CROWD, SECONDS, make_crowded)
        bench.note(crowd_s=crowd.per_second, crowd_errors=len(crowd.errors), **uneven())
        for error in crowd.errors[:3]:
            print(f"  {error}", file=sys.stderr)
    return bench.finish()


def _in_turns(bench: Bench, cluster: Any, plain: Plain) -> None:
    """Let the service and pgbench work in turns, and note the ratio at the middle."""
    ours, theirs = [], []
    for turn in range(ROUNDS):
        for one in plain.waiting:
            lay(one, MOST * SECONDS)
        rows = plain.script(MOST_PLAIN * SECONDS)
        cluster.sql("VACUUM ANALYZE")
        load = workers(2, SECONDS, make)
        if load.errors:
            print(f"  {load.errors[0]}", file=sys.stderr)
        other = pgbench(cluster, rows, clients=2, seconds=SECONDS)
        ours.append(load.per_second)
        theirs.append(other.per_second)
        bench.note(round=turn + 1, ops_s=ours[-1], p95_ms=load.ms(95), pgbench_s=theirs[-1])
    ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    bench.note(ratio=ratios[len(ratios) // 2], ratio_min=ratios[0], ratio_max=ratios[-1])


if __name__ == "__main__":
    raise SystemExit(main())

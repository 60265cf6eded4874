"""The room of interchange."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterchangeConfig(AppConfig):
    name = "congvu.interchange"
    label = "interchange"
    verbose_name = _("Liên thông")

    def ready(self) -> None:
        """Make event kinds, handlers and periodic work known, and listen to the documents room."""
        from congvu.audit.events import register
        from congvu.common import subjects
        from congvu.delivery.services import register_handler, register_periodic
        from congvu.documents.services.listening import listen
        from congvu.documents.services.outside import KIND, register_exchange
        from congvu.dossiers.services.listening import listen as listen_to_dossiers
        from congvu.dossiers.services.outside import Outside, join
        from congvu.interchange import jobs
        from congvu.interchange.events import KINDS
        from congvu.interchange.models import Connection
        from congvu.interchange.queries import talk
        from congvu.interchange.queries.routes import joined
        from congvu.interchange.services import handing, outbound, statuses
        from congvu.interchange.services.linking import saying, sending, watching
        from congvu.interchange.services.sealing import register_sealed

        register(*KINDS)
        subjects.register(talk.IN, talk.inbound_cards, capability="document.view")
        subjects.register(talk.OUT, talk.outbound_cards, capability="document.view")
        subjects.register_links(talk.exchange_links)
        register_sealed(Connection, "sealed_secret")
        register_exchange(joined, handing.handed_out)
        listen(statuses.incoming_happened)
        often = 1_000_000  # how long to go on is a matter of hours, which the handlers know themselves
        register_handler(KIND, outbound.send_document, ordered=True, max_attempts=often, lease_seconds=300)
        register_handler(
            statuses.KIND, statuses.send_status, ordered=True, max_attempts=often, lease_seconds=300
        )
        register_handler(
            saying.KIND, sending.send_linked, ordered=True, max_attempts=often, lease_seconds=300
        )
        join(Outside(watching.name_of, watching.hand_out))
        listen_to_dossiers(watching.happened)
        for slot in ("interchange.poll", "interchange.poll-2"):
            register_periodic(slot, 1, jobs.poll)
        register_periodic("interchange.watch", 60, jobs.watch)
        register_periodic("interchange.directory", 24 * 3600, jobs.sync, at=time(1, 30))

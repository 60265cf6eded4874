from datetime import time

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "congvu.documents"
    label = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        """Make the room's event kinds and nouns known, and its periodic work to the workers."""
        from congvu.audit.events import register
        from congvu.casefiles.services import register_source
        from congvu.common import subjects
        from congvu.delivery.services import register_handler, register_periodic
        from congvu.documents import jobs
        from congvu.documents.events import KINDS
        from congvu.documents.queries import incoming_cards, outgoing
        from congvu.documents.queries.links import document_links
        from congvu.documents.services.closing import source_closed
        from congvu.documents.services.filing_away import incoming_source, outgoing_source
        from congvu.documents.services.outside import refuse_unjoined

        register(*KINDS)
        subjects.register("documents.incomingdocument", incoming_cards.documents, capability="document.view")
        subjects.register("documents.line", incoming_cards.lines, capability="document.view")
        subjects.register("documents.outgoingdocument", outgoing.cards, capability="document.view")
        register_source("documents.incomingdocument", incoming_source)
        register_source("documents.outgoingdocument", outgoing_source)
        register_handler("document", refuse_unjoined, ordered=True, max_attempts=30, base_seconds=3600)
        subjects.register_links(document_links)
        subjects.on_closed("documents.line", source_closed)
        register_periodic("documents.remind", 24 * 3600, jobs.remind_incoming, at=time(7, 20))
        register_periodic("documents.unregistered", 24 * 3600, jobs.remind_registry, at=time(16, 15))

from datetime import time

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "congvu.assignments"
    label = "assignments"
    verbose_name = "Giao việc"

    def ready(self) -> None:
        """Make the room's events, its nouns, and its nightly work known."""
        from congvu.assignments import jobs
        from congvu.assignments.events import KINDS
        from congvu.assignments.queries.cards import LABEL, cards, links
        from congvu.assignments.services.filing_away import source
        from congvu.assignments.services.giving import document_issued
        from congvu.audit.events import register
        from congvu.casefiles.services import register_source
        from congvu.common import subjects
        from congvu.delivery.services import register_periodic

        register(*KINDS)
        subjects.register(LABEL, cards, capability="assignment.view")
        subjects.register_links(links)
        register_source(LABEL, source)
        subjects.on_issued(document_issued)
        register_periodic("assignments.recur", 24 * 3600, jobs.give_recurring, at=time(0, 20))
        register_periodic("assignments.remind", 24 * 3600, jobs.remind, at=time(7, 0))

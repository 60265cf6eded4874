from datetime import time

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "congvu.dossiers"
    label = "dossiers"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        """Make the room's event kinds known to the journal, and its periodic work to the workers."""
        from congvu.audit.events import register
        from congvu.casefiles.services import register_source
        from congvu.common import subjects
        from congvu.delivery.services import register_periodic
        from congvu.dossiers import jobs
        from congvu.dossiers.events import KINDS
        from congvu.dossiers.queries.cards import LABEL, dossier_cards
        from congvu.dossiers.services.filing import source

        register(*KINDS)
        register_source("dossiers.dossier", source)
        subjects.register(LABEL, dossier_cards, capability="dossier.view")
        register_periodic("dossiers.silence", 300, jobs.settle_silence)
        register_periodic("dossiers.auto-close", 900, jobs.close_unanswered)
        register_periodic("dossiers.recompute", 60, jobs.recompute)
        register_periodic("dossiers.remind", 24 * 3600, jobs.remind, at=time(7, 15))

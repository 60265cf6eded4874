"""The room of the national side."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NationalConfig(AppConfig):
    name = "congvu.national"
    label = "national"
    verbose_name = _("Đồng bộ quốc gia")

    def ready(self) -> None:
        """Make events, the handler and periodic work known, and listen to the dossiers room."""
        from congvu.audit.events import register
        from congvu.delivery.services import register_handler, register_periodic
        from congvu.dossiers.services.listening import give_codes, listen
        from congvu.interchange.services.sealing import register_sealed
        from congvu.national import jobs
        from congvu.national.events import KINDS
        from congvu.national.models import NationalLink
        from congvu.national.services import catalogue, codes, outbound, reconciling
        from congvu.national.services.connecting import KIND

        register(*KINDS)
        register_sealed(NationalLink, "sealed_secret")
        listen(outbound.dossier_happened)
        give_codes(codes.issue)
        register_handler(KIND, outbound.send, ordered=True, max_attempts=outbound.ATTEMPTS, lease_seconds=300)
        register_handler(catalogue.KIND, catalogue.fetch_portion, lease_seconds=600)
        register_handler(reconciling.KIND, reconciling.run_reconciliation, lease_seconds=600)
        register_periodic("national.poll", 5, jobs.poll)
        register_periodic("national.codes", 60, jobs.fill)
        register_periodic("national.watch", 60, jobs.watch)
        register_periodic("national.missed", 60, jobs.tell_missed)

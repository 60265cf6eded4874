from django.apps import AppConfig


class CasefilesConfig(AppConfig):
    name = "congvu.casefiles"
    label = "casefiles"
    verbose_name = "Hồ sơ công việc"

    def ready(self) -> None:
        """Make event kinds known to the journal, and case files known to those who link to them."""
        from congvu.audit.events import register
        from congvu.casefiles.events import KINDS
        from congvu.casefiles.queries.cards import case_file_cards
        from congvu.common import subjects

        register(*KINDS)
        subjects.register("casefiles.casefile", case_file_cards, capability="casefile.view")

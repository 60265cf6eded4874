from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "congvu.signing"
    label = "signing"
    verbose_name = "Chữ ký số"

    def ready(self) -> None:
        from congvu.audit.events import register
        from congvu.signing import checks  # noqa: F401 — registers the checks
        from congvu.signing.events import KINDS

        register(*KINDS)

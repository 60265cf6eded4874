from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "congvu.registers"
    label = "registers"
    verbose_name = "Sổ đăng ký"

    def ready(self) -> None:
        from congvu.audit.events import register
        from congvu.registers.events import KINDS

        register(*KINDS)

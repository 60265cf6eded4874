from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "congvu.registers"
    label = "registers"
    verbose_name = "Sổ đăng ký"

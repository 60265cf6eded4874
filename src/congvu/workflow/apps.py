from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "congvu.workflow"
    label = "workflow"
    verbose_name = "Quy trình"

    def ready(self) -> None:
        from congvu.audit.events import register
        from congvu.workflow.events import OWN_KINDS

        register(*OWN_KINDS)

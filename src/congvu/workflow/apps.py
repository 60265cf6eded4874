from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "congvu.workflow"
    label = "workflow"
    verbose_name = "Quy trình"

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "marketplace.workspace"
    label = "workspace"
    verbose_name = "Artisan's panel"

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "marketplace.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Register our handlers."""
        from marketplace.notifications import handlers  # noqa: F401, PLC0415  (models must be ready first)

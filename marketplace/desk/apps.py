from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "marketplace.desk"
    label = "desk"
    verbose_name = "Operator's desk"

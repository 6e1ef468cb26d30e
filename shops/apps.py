from django.apps import AppConfig


class ShopsConfig(AppConfig):
    name = "shops"
    label = "shops"
    verbose_name = "Bodies, artisans and cards"

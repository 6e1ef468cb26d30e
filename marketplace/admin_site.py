"""The raw-data admin: every model of the house, read-only. Daily work has pages of its own."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin):
    """Show rows; add, change and delete none (design.md: states, stock, money and stamps are moved by actions)."""

    actions = None
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MarketAdminSite(admin.AdminSite):
    """The site behind /admin/: staff only, entered by the one login path with its second factor."""

    site_header = "Damgha"
    site_title = "Damgha"
    enable_nav_sidebar = False


class MarketAdminConfig(SimpleAdminConfig):
    """Put our site in place of Django's, and show every model on it; other packages' admin modules are not loaded."""

    default_site = "marketplace.admin_site.MarketAdminSite"

    def ready(self) -> None:
        """Register every model that has a table."""
        super().ready()
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy and not admin.site.is_registered(model):
                admin.site.register(model, ReadOnlyAdmin)

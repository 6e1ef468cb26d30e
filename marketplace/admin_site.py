"""The raw-data admin: every model of the house, read-only. Daily work has pages of its own."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode

# What opens somebody's account is not read off a page, by nobody: sessions, second factors, codes on their way.
HIDDEN_MODELS = frozenset(
    {"sessions.Session", "mfa.Authenticator", "account.EmailConfirmation", "checkout.ContactCode"}
)
HIDDEN_COLUMNS = frozenset({"password", "payload"})


class ReadOnlyAdmin(admin.ModelAdmin):
    """Show rows; add, change and delete none (docs/adr/0007: states, stock, money and stamps are moved by actions)."""

    actions = None
    show_full_result_count = False
    list_per_page = 50

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return the columns nobody reads here."""
        return [field.name for field in self.opts.get_fields() if field.name in HIDDEN_COLUMNS]

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

    def has_permission(self, request: HttpRequest) -> bool:
        """Let staff in whose session has shown the second factor."""
        from marketplace.accounts.access import has_second_factor  # noqa: PLC0415  (this is loaded before any model)

        return super().has_permission(request) and has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the one login path, or to the second factor; whoever is not of the staff finds nothing here."""
        from allauth.account.utils import get_next_redirect_url  # noqa: PLC0415

        from marketplace.accounts.access import to_second_factor  # noqa: PLC0415

        back_to = get_next_redirect_url(request) or reverse("admin:index")
        if not request.user.is_authenticated:
            return HttpResponseRedirect(f"{resolve_url('account_login')}?{urlencode({'next': back_to})}")
        if not super().has_permission(request):
            raise Http404
        return to_second_factor(request, back_to=back_to)

    def password_change(  # type: ignore[override]  # Django's would show a page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Have no page for passwords either: they are changed where people log in."""
        return HttpResponseRedirect(reverse("account_change_password"))


class MarketAdminConfig(SimpleAdminConfig):
    """Put our site in place of Django's, and show every model on it; other packages' admin modules are not loaded."""

    default_site = "marketplace.admin_site.MarketAdminSite"

    def ready(self) -> None:
        """Register every model that has a table."""
        super().ready()
        for model in apps.get_models():
            shown = model._meta.managed and not model._meta.proxy and model._meta.label not in HIDDEN_MODELS
            if shown and not admin.site.is_registered(model):
                admin.site.register(model, ReadOnlyAdmin)

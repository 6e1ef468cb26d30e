"""Every address: docs/addresses.md. Each app has its own in `urls.py`, those outside a language in `urls_root.py`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.static import serve

from marketplace import operations

# A picture's address is its own: what stands there never changes (as proxy/Caddyfile says it in production).
photo = cache_control(public=True, max_age=31_536_000, immutable=True)(serve)

urlpatterns = [
    path("healthz", operations.healthz, name="healthz"),
    path("readyz", operations.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", operations.to_language, name="root"),
    path("", include("catalog.urls_root")),
    path("", include("quality_labels.urls_root")),
    path("", include("marketplace.payment.urls_root")),
    *i18n_patterns(
        path("", include("catalog.urls")),  # before the listing: "<slug>_<id>" would be a craft's name too
        path("", include("catalog.listing_urls")),
        path("", include("marketplace.basket.urls")),
        path("", include("marketplace.checkout.urls")),
        path("", include("marketplace.order.urls")),
        path("", include("marketplace.accounts.urls")),
        path("", include("marketplace.workspace.urls")),
        path("", include("marketplace.desk.urls")),
        path("", include("quality_labels.urls")),
    ),
]

if settings.DEMO:  # production serves media from its proxy or object store, and has no mailbox page
    urlpatterns += [
        path("", include("marketplace.notifications.urls_root")),
        # From the folder of derivatives itself: "photos/../originals/…" must not lead to what it stands beside.
        re_path(r"^media/photos/(?P<path>.*)$", photo, {"document_root": settings.MEDIA_ROOT / "photos"}),
        re_path(r"^media/voices/(?P<path>.*)$", photo, {"document_root": settings.MEDIA_ROOT / "voices"}),
    ]

handler403 = "marketplace.errors.refused"
handler404 = "marketplace.errors.not_found"
handler500 = "marketplace.errors.broken"

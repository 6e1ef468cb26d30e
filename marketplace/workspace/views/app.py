"""The panel as an app on the phone: its manifest and the worker that keeps it usable without network."""

from __future__ import annotations

import json
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace import jinja

SOURCE = settings.BASE_DIR / "static" / "js" / "workspace-worker.js"
KEPT = ("css/app.css", "css/panel.css", "icons.svg", "js/draft.js", "js/basket-badge.js", "favicon.svg")
KEPT_IN_ARABIC = ("fonts/arabic-400.woff2", "fonts/arabic-600.woff2")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Tell the phone how the app is called, where it begins, and that photos can be shared into it."""
    response = JsonResponse(
        {
            "id": reverse("workspace"),
            "name": _("Damgha: my workshop"),
            "short_name": _("Damgha"),
            "lang": jinja.lang(),
            "dir": jinja.direction(),
            "start_url": reverse("workspace"),
            "scope": reverse("workspace"),
            "display": "standalone",
            "background_color": "#f3f1ec",
            "theme_color": "#f3f1ec",
            "icons": [
                {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
            "share_target": {
                "action": reverse("workspace_share"),
                "method": "POST",
                "enctype": "multipart/form-data",
                "params": {"files": [{"name": "photos", "accept": ["image/*"]}]},
            },
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    patch_cache_control(response, public=True, max_age=3600)
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker from where its scope is the panel, with the list of files this version keeps."""
    names = KEPT + (KEPT_IN_ARABIC if jinja.lang() == "ar" else ())
    house = {
        "home": reverse("workspace"),
        "shell": reverse("workspace_new_piece"),
        "share": reverse("workspace_share"),
        "files": [static(name) for name in names],
    }
    source = SOURCE.read_text(encoding="utf-8")
    written = json.dumps(house)
    version = blake2b((written + source).encode(), digest_size=6).hexdigest()
    text = f'const VERSION = "{version}";\nconst HOUSE = {written};\n{source}'
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response

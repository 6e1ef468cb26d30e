"""The share kit of a piece (A20): a page that works without scripts, and the picture itself."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from catalog import share
from marketplace.jinja import NATIVE_NAMES
from marketplace.workspace import queries, sharing
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def kit(request: ShopRequest, pk: int) -> HttpResponse:
    """Show the picture and the text of a piece, ready to be sent round in the language asked for."""
    product = queries.piece_of(request.shop, pk)
    language = _language(request)
    context = {
        "shop": request.shop,
        "product": product,
        "kit": sharing.kit_of(product, language=language),
        "shape": _shape(request),
        "shapes": share.SHAPES,
    }
    return render(request, "workspace/share.html", context)


@require_shop
@require_safe
def picture(request: ShopRequest, pk: int) -> HttpResponse:
    """Send the picture; `save` asks the browser to keep it as a file."""
    product = queries.piece_of(request.shop, pk)
    made, shape = sharing.kit_of(product, language=_language(request)), _shape(request)
    if not product.is_public or not made.photo:
        raise Http404
    try:
        content = sharing.picture_of(made, shape=shape)
    except FileNotFoundError as error:
        raise Http404 from error
    kept = content_disposition_header("save" in request.GET, f"damgha-{made.facts.code}-{shape}.jpg")
    return HttpResponse(content, content_type="image/jpeg", headers={"Content-Disposition": kept})


def _language(request: ShopRequest) -> str:
    """Return the language asked for, else the shop's own."""
    asked = request.GET.get("in", "")
    return asked if asked in NATIVE_NAMES else request.shop.language


def _shape(request: ShopRequest) -> str:
    asked = request.GET.get("shape", "")
    return asked if asked in share.SHAPES else "portrait"

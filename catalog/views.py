"""Public pages of the catalog: HTTP in, one reading, HTTP out. All are `public_page`s."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog import atlas, queries, rules, seams, seeing, structured, to_scale, voices
from catalog.grades import Grade
from catalog.legal import CONTACT, PAGES
from catalog.models import Product, ProductImage
from catalog.sitemaps import SITEMAPS
from catalog.states import Care, Colour, Material
from marketplace import jinja
from marketplace.network import network_of
from marketplace.public_pages import public_page
from marketplace.same_site import same_site_only
from shops.access import memberships_of
from shops.models import Body, Place

HOME_COUNTRY = "DZ"


def _today() -> date:
    return timezone.localdate()


def _dots(bodies: list[Body]) -> list[atlas.Dot]:
    """Return one dot per place; where two centres share a town, the craft centre's page is behind it."""
    dots: dict[str, atlas.Dot] = {}
    for body in sorted(bodies, key=lambda body: body.kind, reverse=True):
        place: Place | None = body.place
        if place is not None:
            dots[place.slug] = atlas.dot(
                slug=place.slug,
                name=place.name,
                url=reverse("centre", args=[body.slug]),
                latitude=place.latitude,
                longitude=place.longitude,
            )
    return atlas.on_map(dots.values())


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Show one piece, the crafts, what was stamped lately, one maker and the map."""
    today = _today()
    maker = queries.maker_of_the_day(today)
    context = {
        "hero": queries.piece_of_the_day(today),
        "crafts": queries.crafts(),
        "stamped": queries.stamped_lately(),
        "maker": maker,
        "maker_pieces": queries.pieces_of_maker(maker, 3) if maker else [],
        "dots": _dots(list(queries.centres())),
        "rates": seams.rates_on(today),
    }
    return render(request, "catalog/home.html", context)


@public_page
def product(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a piece; `?to=FR` chooses where it should go. An old slug leads to the present one."""
    piece = queries.piece(pk)
    if piece is None:
        return _gone(request, pk)
    if slug != piece.slug:
        return redirect("product", piece.slug, pk, permanent=True)
    today = _today()
    context = _piece_context(piece, today=today, country=request.GET.get("to", HOME_COUNTRY)[:2].upper())
    context["beside"] = queries.beside(piece)
    return render(request, "catalog/product.html", context)


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a piece was taken down, and nothing else of it; any other piece that is not shown does not exist."""
    if not queries.is_taken_down(pk):
        raise Http404
    return render(request, "catalog/taken_down.html", status=HTTPStatus.GONE)


def _piece_context(piece: Product, *, today: date, country: str) -> dict[str, Any]:
    shop, kind = piece.shop, piece.kind
    if shop is None or kind is None:  # Oscar's columns may be empty; queries.piece leaves such rows out
        raise Http404
    stock, photos = queries.stock_of(piece.pk), queries.photos_of(piece.pk)
    price = int(stock.price) if stock and stock.price is not None else None
    closed = shop.is_closed_on(today)
    paused = bool(piece.paused_for)
    left = stock.net_stock_level if stock and price is not None else 0
    sheet = seams.sheet_of(piece.stamp_public_id)
    title, title_lang = jinja.in_words(piece, "title")
    description, description_lang = jinja.in_words(piece, "description")
    delivery = None
    if price is not None:
        delivery = seams.delivery_of(
            country=country,
            at_centre=shop.centre_id is not None,
            ready_on=rules.ready_on(piece.lead_days, today=today),
        )
    return {
        "piece": piece,
        "title": title,
        "title_lang": title_lang,
        "description": description,
        "description_lang": description_lang,
        "photos": photos,
        "price": price,
        "left": left,
        "closed": closed,
        "paused": paused,
        "can_buy": left > 0 and not closed and not paused,
        "country": country,
        "rates": seams.rates_on(today),
        "split": seams.split_of(price, own_basis_points=shop.commission_basis_points) if price else None,
        "delivery": delivery,
        "sheet": sheet,
        "voice": voices.path_of(piece.voice_key, piece.voice_format) if piece.voice_key else "",
        "drawing": to_scale.draw(
            kind=kind.code,
            length_mm=piece.length_mm,
            width_mm=piece.width_mm,
            height_mm=piece.height_mm,
        ),
        "materials": [Material(code).label for code in piece.materials],
        "colours": [Colour(code).label for code in piece.colours],
        "care": [Care(code).label for code in piece.care],
        "sides": [side for side in (piece.length_mm, piece.width_mm, piece.height_mm) if side],
        "data": _structured(
            piece=piece,
            photos=photos,
            shop=shop.name,
            craft=kind.craft.name,
            title=title,
            description=description,
            price=price,
            available=left > 0 and not closed and not paused,
            sheet=sheet,
        ),
    }


def _structured(
    *,
    piece: Product,
    photos: Sequence[ProductImage],
    shop: str,
    craft: str,
    title: str,
    description: str,
    price: int | None,
    available: bool,
    sheet: seams.Sheet | None,
) -> dict[str, Any] | None:
    if price is None:
        return None
    data = structured.piece(
        name=title,
        description=description,
        url=jinja.absolute(piece.get_absolute_url()),
        images=[
            jinja.absolute(jinja.photo_url(photo.key or "", file["w"], file["f"]))
            for photo in photos
            for file in photo.derivatives[-1:]
        ],
        code=str(piece.pk),
        material=", ".join(str(Material(code).label) for code in piece.materials),
        shop=shop,
        craft=craft,
        price_dinars=price,
        available=available,
    )
    if sheet is None or piece.stamp_grade is None:
        return data
    return structured.certify(
        data,
        sheet=sheet,
        name=_("Stamp of the stamping centre"),
        grade=piece.stamp_grade,
        word=str(Grade(piece.stamp_grade).label),
        url=jinja.absolute(f"/{get_language()}/stamps/{piece.stamp_public_id}/"),
    )


@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Send whoever scanned or typed a short code to the piece, in the language the browser asks for."""
    language = translation.get_language_from_request(request)
    try:
        pk = rules.piece_of_code(code)
    except ValueError as error:
        raise Http404 from error
    piece = queries.piece(pk)
    if piece is None:
        raise Http404
    with translation.override(language):
        response = redirect("product", piece.slug, pk)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@same_site_only
@require_POST
def seen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Count one look at a piece, as its page tells by a beacon: no cookie is set, nothing of the visitor is kept."""
    agent = request.headers.get("User-Agent", "")
    if not seeing.is_robot(agent) and not _works_for_shop_of(request, pk):
        seeing.count(product_id=pk, network=network_of(request), now=timezone.now())
    return HttpResponse(status=204)


def _works_for_shop_of(request: HttpRequest, pk: int) -> bool:
    """Tell whether somebody logged in looks at a piece of their own shop: a session that is there is read, no more."""
    bodies = [membership.body_id for membership in memberships_of(request)]
    return bool(bodies) and Product.objects.filter(pk=pk, shop__body__in=bodies).exists()


@public_page
def shops(request: HttpRequest) -> HttpResponse:
    """Show every shop and its makers, by place."""
    return render(request, "catalog/shops.html", {"shops": queries.shops(_today())})


@public_page
def shop(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a shop: who makes, where, and its newest pieces."""
    today = _today()
    found = queries.shop(slug, today)
    if found is None:
        raise Http404
    context = {
        "shop": found,
        "pieces": queries.pieces_of_shop(slug),
        "closed": found.is_closed_on(today),
        "rates": seams.rates_on(today),
    }
    return render(request, "catalog/shop.html", context)


@public_page
def centres(request: HttpRequest) -> HttpResponse:
    """Show the centres as a list and as a route on the map."""
    bodies = list(queries.centres())
    return render(request, "catalog/centres.html", {"centres": bodies, "dots": _dots(bodies)})


@public_page
def centre(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a centre: where and when, who holds which unit, what its shops sell, and where it lies."""
    body = queries.centre(slug)
    if body is None:
        raise Http404
    today = _today()
    context = {
        "centre": body,
        "units": queries.units_of(body, today),
        "pieces": queries.pieces_at_centre(slug),
        "dots": _dots(list(queries.centres())),
        "rates": seams.rates_on(today),
    }
    return render(request, "catalog/centre.html", context)


@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name the files that list our pages, under the house's public origin (Django's own asks the Site table)."""
    files = [
        jinja.absolute(reverse("sitemap", args=[section]) + (f"?p={page}" if page > 1 else ""))
        for section, kind in SITEMAPS.items()
        for page in range(1, kind().paginator.num_pages + 1)
    ]
    return render(request, "catalog/sitemap_index.xml", {"files": files}, content_type="application/xml")


@public_page
def legal(request: HttpRequest, page: str) -> HttpResponse:
    """Show one of the legal texts in its present version."""
    context = {"page": PAGES[page], "pages": PAGES.values(), "contact": CONTACT}
    return render(request, f"catalog/legal/{page}.{jinja.lang()}.html", context)

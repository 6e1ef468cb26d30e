"""Write the demonstration into an empty house: places, people, shops, pieces. Every step may be run again.

A step asks first whether its rows stand (one or two counts), so that a second start costs nothing; it is one
transaction, so that a start which was cut off finds either all of a step or nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import localdate
from oscar.core.loading import get_model

from catalog import kinds as file_of_kinds
from catalog.actions import install_kinds
from catalog.models import Card, Craft, Kind, Product
from catalog.queries import build_cards
from catalog.search import actions as search
from catalog.search.models import SearchDocument
from marketplace.accounts import actions as accounts
from marketplace.accounts.models import User
from marketplace.demo import makers, people, region
from marketplace.demo.kinds import KINDS
from marketplace.demo.pieces import PieceSeed, pieces
from marketplace.demo.region import LANGUAGES, Text
from marketplace.settlement.models import ExchangeRate
from marketplace.shipping import actions as shipping
from marketplace.shipping.models import DeliveryRate
from shops.models import Artisan, ArtisanCard, Body, Membership, Place, Unit, UnitTenancy
from shops.partner.models import Partner, StockRecord
from shops.states import BodyKind, NameConsent, PortraitConsent

ProductClass = get_model("catalogue", "ProductClass")

BATCH = 200
JOINED_ON = date(2024, 1, 7)
LISTED_OVER = timedelta(days=150)
# Believable, marked as made up: the real rate is typed in by staff from the Bank of Algeria's page.
RATES = {"EUR": Decimal("151.250000"), "USD": Decimal("130.400000")}
RATE_SOURCE = "Damgha demo"  # a name that stands in sentences of all three languages
SHOWN = {
    "full": NameConsent.FULL,
    "first_and_village": NameConsent.FIRST_AND_VILLAGE,
    "cooperative_only": NameConsent.COOPERATIVE,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the seed: what it is called, whether it stands already, and how it is made.

    After a step that `changes_listings` was made, the step that `makes_listings` is made again.
    """

    name: str
    stands: Callable[[datetime], bool]
    make: Callable[[datetime], int]
    changes_listings: bool = False
    makes_listings: bool = False


@contextmanager
def without_bells() -> Iterator[None]:
    """Keep the outbox from ringing for a worker that is not there yet: the beat finds the rows by itself."""
    rang = settings.OUTBOX_RINGS
    settings.OUTBOX_RINGS = False
    try:
        yield
    finally:
        settings.OUTBOX_RINGS = rang


def in_three(column: str, text: Text) -> dict[str, str | None]:
    """Return the columns of a translated field; an empty text is no text, so that the page falls back visibly."""
    return {f"{column}_{language}": text[language] or None for language in LANGUAGES}


# --- The region ---------------------------------------------------------------------------------------------------


def region_stands(_now: datetime) -> bool:
    """Tell whether places, bodies and units are all there."""
    units = sum(body.units for body in region.BODIES)
    return (
        Place.objects.filter(slug__in=region.PLACES_BY_SLUG).count() == len(region.PLACES)
        and Body.objects.filter(slug__in=region.BODIES_BY_SLUG).count() == len(region.BODIES)
        and Unit.objects.filter(centre__slug__in=region.BODIES_BY_SLUG).count() == units
    )


@transaction.atomic
def make_region(_now: datetime) -> int:
    """Write places, public bodies and the numbered units of the trade centre."""
    Place.objects.bulk_create(
        [
            Place(
                slug=place.slug,
                wilaya=place.wilaya,
                latitude=place.lat,
                longitude=place.lon,
                **in_three("name", place.name),
            )
            for place in region.PLACES
        ],
        ignore_conflicts=True,
    )
    places = {place.slug: place for place in Place.objects.all()}
    for body in region.BODIES:
        place = places[body.place]
        row, _made = Body.objects.get_or_create(
            slug=body.slug,
            defaults={
                "kind": body.kind,
                "place": place,
                "number": int(body.number) if body.number else None,
                "joined_on": JOINED_ON,
                **in_three("name", body.name),
                **in_three("address", region.PLACES_BY_SLUG[body.place].name),
                **in_three("opening_hours", body.hours_text),
                **in_three("about", body.about),
            },
        )
        standing = set(row.units.values_list("number", flat=True))
        Unit.objects.bulk_create(
            [Unit(centre=row, number=number) for number in range(1, body.units + 1) if number not in standing]
        )
    return len(region.PLACES) + len(region.BODIES)


# --- Crafts and kinds ---------------------------------------------------------------------------------------------


def kinds_stand(_now: datetime) -> bool:
    """Tell whether every craft and kind is there as the catalog's file has it."""
    standing = dict(Kind.objects.values_list("code", "needs"))
    return all(standing.get(code) == kind.needs for code, kind in file_of_kinds.kinds().items())


def make_kinds(_now: datetime) -> int:
    """Write the crafts and the kinds of piece, each with what a listing of it needs, as production has them."""
    return install_kinds()


# --- Shops, makers and their cards --------------------------------------------------------------------------------


def shops_stand(_now: datetime) -> bool:
    """Tell whether every shop, maker and card is there."""
    numbers = [makers.artisan_number(maker) for maker in makers.MAKERS]
    return Partner.objects.filter(slug__in=makers.SHOPS_BY_SLUG).count() == len(
        makers.SHOPS
    ) and ArtisanCard.objects.filter(artisan__number__in=numbers).count() == len(numbers)


@transaction.atomic
def make_shops(now: datetime) -> int:
    """Write shops with their bodies and units, makers as far as they consented, and the chamber's cards."""
    places = {place.slug: place for place in Place.objects.all()}
    bodies = {body.slug: body for body in Body.objects.all()}
    centre = bodies[region.COMMERCIAL_CENTRE_SLUG]
    for shop in makers.SHOPS:
        if Partner.objects.filter(slug=shop.slug).exists():
            continue
        body = bodies.get(shop.slug) or Body.objects.create(
            kind=BodyKind.SHOP,
            slug=shop.slug,
            place=places[shop.place],
            joined_on=JOINED_ON,
            **in_three("name", shop.name),
        )
        Partner.objects.create(
            code=shop.slug,
            slug=shop.slug,
            body=body,
            place=places[shop.place],
            centre=centre if shop.unit else None,
            is_cooperative=shop.kind == "cooperative",
            first_listing_approved_at=now,
            language="ar",
            notify_email=f"{shop.slug}@shops.demo.test",
            **in_three("name", shop.name),
            **in_three("story", shop_story(shop)),
        )
    shops = {shop.slug: shop for shop in Partner.objects.filter(slug__in=makers.SHOPS_BY_SLUG)}
    _make_tenancies(shops, centre)
    _make_makers(shops, places, bodies, localdate(now))
    return len(makers.SHOPS)


def shop_story(shop: makers.ShopSeed) -> Text:
    """Say in one sentence what kind of shop this is; the makers tell the rest themselves."""
    place = region.PLACES_BY_SLUG[shop.place]
    unit = str(shop.unit or "")
    match shop.kind:
        case "unit":
            return Text(
                f"المحل رقم {unit} في المركز التجاري للصناعة التقليدية بأدرار.",
                f"Local n° {unit} du centre commercial de l’artisanat d’Adrar.",
                f"Unit {unit} of the craft trade centre of Adrar.",
            )
        case "cooperative":
            counter = Text(
                f" وللتعاونية المحل رقم {unit} في المركز التجاري بأدرار." if unit else "",
                f" Elle tient aussi le local n° {unit} du centre commercial d’Adrar." if unit else "",
                f" It also holds unit {unit} of the trade centre of Adrar." if unit else "",
            )
            return Text(
                f"تعاونية {place.of.ar}، يبيع أعضاؤها معا ويقتسمون.{counter.ar}",
                f"Une coopérative {place.of.fr}, dont les membres vendent ensemble et partagent.{counter.fr}",
                f"A cooperative {place.of.en} whose members sell together and share.{counter.en}",
            )
        case _:
            return Text(
                f"ورشة منزلية {place.of.ar}.",
                f"Un atelier à domicile {place.of.fr}.",
                f"A home workshop {place.of.en}.",
            )


def _make_tenancies(shops: dict[str, Partner], centre: Body) -> None:
    """Let the units to their holders, former ones included."""
    units = {unit.number: unit for unit in Unit.objects.filter(centre=centre)}
    if UnitTenancy.objects.filter(unit__centre=centre).exists():
        return
    former = [
        UnitTenancy(
            unit=units[number],
            shop=shops[slug],
            from_on=date.fromisoformat(start),
            until_on=date.fromisoformat(end),
        )
        for number, slug, start, end in makers.PAST_TENANCIES
    ]
    since = date.fromisoformat(makers.TENANCIES_SINCE)
    today = [
        UnitTenancy(unit=units[shop.unit], shop=shops[shop.slug], from_on=since)
        for shop in makers.SHOPS
        if shop.unit
    ]
    UnitTenancy.objects.bulk_create([*former, *today])


def _make_makers(
    shops: dict[str, Partner], places: dict[str, Place], bodies: dict[str, Body], today: date
) -> None:
    """Write the makers and the cards that let them sell."""
    crafts = {craft.code: craft for craft in Craft.objects.all()}
    craft_of = {kind.code: kind.craft for kind in KINDS}
    Artisan.objects.bulk_create(
        [
            Artisan(
                number=makers.artisan_number(maker),
                shop=shops[maker.shop],
                place=places[maker.place],
                name_consent=SHOWN[maker.shown],
                portrait_consent=PortraitConsent(maker.portrait),
                **in_three("first_name", Text(maker.first[0], maker.first[1], maker.first[1])),
                **in_three("last_name", Text(maker.family[0], maker.family[1], maker.family[1])),
                **in_three("story", maker.story),
            )
            for maker in makers.MAKERS
        ],
        ignore_conflicts=True,
    )
    numbers = {makers.artisan_number(maker): maker for maker in makers.MAKERS}
    photo = card_photo()
    ArtisanCard.objects.bulk_create(
        [
            ArtisanCard(
                artisan=artisan,
                chamber=bodies[
                    "chamber-tamanrasset" if artisan.place.wilaya == "tamanrasset" else "chamber-adrar"
                ],
                number=makers.card_number(maker),
                craft=crafts[craft_of[maker.work[0][0]]],
                issued_on=today + timedelta(days=maker.card_days_left - 5 * 365),
                expires_on=today + timedelta(days=maker.card_days_left),
                photo="" if maker.slug == people.WITHOUT_CARD_PHOTO else photo,
            )
            for artisan in Artisan.objects.filter(number__in=numbers).select_related("place")
            for maker in (numbers[artisan.number],)
        ],
        ignore_conflicts=True,
    )


def card_photo() -> str:
    """Return the one picture that stands for every card: plainly a drawing, so that nobody takes it for a document."""
    from marketplace.demo.drawing import card_picture  # noqa: PLC0415  (Pillow is only needed on a first start)

    name = "cards/demonstration.png"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(card_picture()))
    return name


# --- People -------------------------------------------------------------------------------------------------------


def people_stand(_now: datetime) -> bool:
    """Tell whether everybody can log in, with the second factor where one is asked for."""
    emails = [person.email for person in people.PEOPLE]
    guarded = [person.email for person in people.PEOPLE if person.second_factor]
    return (
        EmailAddress.objects.filter(user__email__in=emails, verified=True).count() == len(emails)
        and Membership.objects.filter(user__email__in=emails).count()
        == sum(1 for person in people.PEOPLE if person.role)
        and Authenticator.objects.filter(user__email__in=guarded, type=Authenticator.Type.TOTP).count()
        == len(guarded)
    )


@transaction.atomic
def make_people(now: datetime) -> int:
    """Write the people who log in: their roles in bodies, one password, and a known second factor for staff."""
    password = make_password(
        people.PASSWORD
    )  # once: eleven slow hashes would be three seconds of a first start
    bodies = {body.slug: body for body in Body.objects.all()}
    for person in people.PEOPLE:
        user, _made = User.objects.get_or_create(
            email=person.email,
            defaults={
                "password": password,
                "full_name": person.name,
                "language": person.language,
                "date_joined": now,
            },
        )
        EmailAddress.objects.get_or_create(
            user=user, email=person.email, defaults={"verified": True, "primary": True}
        )
        if person.role:
            Membership.objects.get_or_create(
                body=bodies[person.body], user=user, role=person.role, defaults={"from_on": JOINED_ON}
            )
        if person.maker:
            maker = makers.MAKERS_BY_SLUG[person.maker]
            Artisan.objects.filter(number=makers.artisan_number(maker)).update(user=user)
            Partner.objects.filter(slug=maker.shop).update(notify_email=person.email)
        if person.second_factor:
            accounts.enrol_totp(user=user, secret=people.TOTP_SECRET)
    return len(people.PEOPLE)


# --- Pieces -------------------------------------------------------------------------------------------------------


def pieces_stand(_now: datetime) -> bool:
    """Tell whether every piece is listed with its one price and stock."""
    codes = [piece.code for piece in pieces()]
    return StockRecord.objects.filter(partner_sku__in=codes).count() == len(codes)


@transaction.atomic
def make_pieces(now: datetime) -> int:
    """List every piece that is not listed yet, over the last months, with its price and stock."""
    known = set(Product.objects.filter(upc__isnull=False).values_list("upc", flat=True))
    wanted = [piece for piece in pieces() if piece.code not in known]
    shops = {shop.slug: shop for shop in Partner.objects.filter(slug__isnull=False)}
    artisans = {artisan.number: artisan for artisan in Artisan.objects.all()}
    kinds = {kind.code: kind for kind in Kind.objects.all()}
    places = {place.slug: place for place in Place.objects.all()}
    product_class = ProductClass.objects.get(slug="piece")
    rows = []
    for piece in wanted:
        maker = makers.MAKERS_BY_SLUG[piece.maker]
        row = Product(
            upc=piece.code,
            product_class=product_class,
            shop=shops[piece.shop],
            maker=artisans[makers.artisan_number(maker)],
            kind=kinds[piece.kind],
            place=places[piece.place],
            is_public=True,
            is_illustrated=True,
            **_facts(piece),
            **in_three("title", piece.title),
            **in_three("description", piece.description),
        )
        row.slug = row.get_slug()
        rows.append(row)
    Product.objects.bulk_create(rows, batch_size=BATCH)
    by_code = {row.upc: row for row in Product.objects.filter(upc__in=[piece.code for piece in wanted])}
    StockRecord.objects.bulk_create(
        [
            StockRecord(
                product=by_code[piece.code],
                partner=shops[piece.shop],
                partner_sku=piece.code,
                price=Decimal(piece.price_da),
                price_currency="DZD",
                num_in_stock=piece.stock,
                num_allocated=0,
            )
            for piece in wanted
        ],
        batch_size=BATCH,
    )
    _spread_dates(by_code, now)
    return len(wanted)


def _facts(piece: PieceSeed) -> dict[str, object]:
    """Return the columns of a piece's facts as the catalogue stores them."""
    return {
        "materials": list(piece.materials),
        "colours": list(piece.colours),
        "care": list(piece.care),
        "technique": piece.technique,
        "length_mm": piece.length_mm,
        "width_mm": piece.width_mm,
        "height_mm": piece.height_mm,
        "mass_g": piece.mass_g,
        "made_year": piece.made_year,
        "lead_days": piece.lead_days,
    }


def _spread_dates(by_code: dict[str, Product], now: datetime) -> None:
    """Date the listings over the last months, crafts mixed: the newest page shows all of the region."""
    codes = sorted(by_code, key=lambda code: int(code[1:]) * 7919 % 1009)
    for position, code in enumerate(codes):
        by_code[code].date_created = now - LISTED_OVER * position / max(1, len(codes))
    Product.objects.bulk_update(by_code.values(), ["date_created"], batch_size=BATCH)


# --- Money and delivery -------------------------------------------------------------------------------------------


def rates_stand(now: datetime) -> bool:
    """Tell whether delivery prices stand, and a rate no older than a day: the demonstration keeps it fresh."""
    today = localdate(now)
    rates = ExchangeRate.objects.filter(rate_on=today, currency__in=RATES).count()
    return rates == len(RATES) and DeliveryRate.objects.exists()


@transaction.atomic
def make_rates(now: datetime) -> int:
    """Write today's made-up exchange rates, each saying so, and the delivery prices an installation starts with."""
    today = localdate(now)
    for currency, dinars in RATES.items():
        ExchangeRate.objects.get_or_create(
            currency=currency,
            rate_on=today,
            defaults={"dinars_per_unit": dinars, "source": RATE_SOURCE, "entered_at": now},
        )
    return len(RATES) + shipping.install_default_rates()


# --- What listings and search read --------------------------------------------------------------------------------


def index_stands(_now: datetime) -> bool:
    """Tell whether every public piece has its card and can be found."""
    listed = Product.objects.filter(upc__in=[piece.code for piece in pieces()], is_public=True).count()
    return Card.objects.count() >= listed and SearchDocument.objects.count() >= listed


def make_index(now: datetime) -> int:
    """Make every card and search row anew, in bulk, as the rebuild command does."""
    with transaction.atomic():
        wanted = list(Product.objects.values_list("pk", flat=True))
        Card.objects.filter(product_id__in=wanted).delete()
        Card.objects.bulk_create(build_cards(wanted, now=now), batch_size=BATCH)
        return search.rebuild(now=now)

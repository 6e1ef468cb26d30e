"""Rows that tests arrange: plain functions, each makes one thing with all it needs and takes what the test cares about.

    piece = make_product(price=4500, stock=1)
    shop = make_shop(name="Dar Zarbia", centre=make_centre())

Names are unique by a running number; dates are constants. Nothing here calls a use case: rows are arranged, not acted.
Orders and labels are made by their own actions, so that no test stands on an order that could not exist.
"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from oscar.core.loading import get_model

from catalog.actions import project_stamp
from catalog.grades import Grade
from catalog.models import Craft, Kind, Product, ProductImage
from catalog.queries import build_cards
from catalog.states import Material, PhotoState
from marketplace.accounts.models import User
from marketplace.settlement.models import ExchangeRate
from marketplace.workspace.models import DraftPhoto, PieceDraft
from quality_labels import cose, payload, schemes, serial
from quality_labels.models import Application, Decision, Label, Scheme, SchemeVersion, SigningKey
from shops.models import Artisan, ArtisanCard, Body, Membership, Place, Unit, UnitTenancy
from shops.partner.models import Partner, StockRecord
from shops.states import BodyKind, NameConsent, Role

ProductClass = get_model("catalogue", "ProductClass")

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # a Sunday, the first working day
TODAY = NOW.date()
LONG_AGO = date(2025, 1, 1)
PASSWORD = "demo-damgha"

_counter = itertools.count(1)


def _next() -> int:
    return next(_counter)


def _in_three(name: str, **columns: Any) -> dict[str, Any]:
    """Return `name_ar`, `name_fr`, `name_en` columns, all the same unless given."""
    return {f"name_{code}": name for code in ("ar", "fr", "en")} | columns


def make_user(email: str = "", *, phone: str = "", password: str = PASSWORD, **columns: Any) -> User:
    """Make a person who can log in."""
    return User.objects.create_user(
        email=email or f"person{_next()}@example.test", phone=phone or None, password=password, **columns
    )


def make_place(slug: str = "adrar", *, wilaya: str = "adrar", name: str = "", **columns: Any) -> Place:
    """Find or make a town; `wilaya` is a slug."""
    defaults = {"wilaya": wilaya, "latitude": 27.87, "longitude": -0.29}
    defaults |= _in_three(name or slug.replace("-", " ").title()) | columns
    return Place.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_body(kind: str = BodyKind.SHOP, *, name: str = "", slug: str = "", **columns: Any) -> Body:
    """Make a body: a centre, a chamber, the one behind a shop; a stamping centre gets its number."""
    n = _next()
    if kind == BodyKind.STAMPING_CENTRE:
        columns.setdefault("number", Body.objects.filter(kind=kind).count() + 1)
    columns.setdefault("joined_on", LONG_AGO)
    place = columns.pop("place", None) or make_place()
    return Body.objects.create(
        kind=kind,
        slug=slug or f"{kind.replace('_', '-')}-{n}",
        place=place,
        **_in_three(name or f"{kind} {n}"),
        **columns,
    )


def make_centre(*, name: str = "Craft trade centre of Adrar", **columns: Any) -> Body:
    """Make a commercial centre."""
    return make_body(BodyKind.COMMERCIAL_CENTRE, name=name, **columns)


def make_membership(
    user: User, body: Body, role: str = Role.OWNER, *, from_on: date = LONG_AGO, until_on: date | None = None
) -> Membership:
    """Give a person a role in a body."""
    return Membership.objects.create(user=user, body=body, role=role, from_on=from_on, until_on=until_on)


def make_unit(centre: Body, number: int, *, shop: Partner | None = None) -> Unit:
    """Make a unit of a centre, held by `shop` when given."""
    unit = Unit.objects.create(centre=centre, number=number)
    if shop is not None:
        UnitTenancy.objects.create(unit=unit, shop=shop, from_on=LONG_AGO)
    return unit


def make_shop(
    *, name: str = "", slug: str = "", centre: Body | None = None, owner: User | None = None, **columns: Any
) -> Partner:
    """Make a shop with its body; with `owner`, a person who is its owner."""
    n = _next()
    name, slug = name or f"Shop {n}", slug or f"shop-{n}"
    place = columns.pop("place", None) or make_place()
    body = columns.pop("body", None) or make_body(BodyKind.SHOP, name=name, slug=slug, place=place)
    columns.setdefault("notify_email", f"{slug}@example.test")
    columns.setdefault("first_listing_approved_at", NOW)
    shop = Partner.objects.create(
        slug=slug, body=body, place=place, centre=centre, **_in_three(name), **columns
    )
    if owner is not None:
        make_membership(owner, body, Role.OWNER)
    return shop


def make_artisan(
    shop: Partner, *, card: bool = True, craft: str = "textiles", user: User | None = None, **columns: Any
) -> Artisan:
    """Make a maker of `shop`, with a valid card for `craft` unless `card` is false."""
    n = _next()
    first, last = columns.pop("first_name", "Fatma"), columns.pop("last_name", f"Touati {n}")
    names = {f"first_name_{code}": first for code in ("ar", "fr", "en")}
    names |= {f"last_name_{code}": last for code in ("ar", "fr", "en")}
    place = columns.pop("place", None) or shop.place or make_place()
    artisan = Artisan.objects.create(
        number=columns.pop("number", 1000 + n),
        shop=shop,
        user=user,
        place=place,
        name_consent=columns.pop("name_consent", NameConsent.FIRST_AND_VILLAGE),
        **names,
        **columns,
    )
    if card:
        make_artisan_card(artisan, craft=make_craft(craft))
    return artisan


def make_artisan_card(
    artisan: Artisan, *, expires_on: date = date(2029, 1, 1), craft: Craft | None = None
) -> ArtisanCard:
    """Make the chamber's card of a maker."""
    chamber = Body.objects.filter(kind=BodyKind.CHAMBER).first() or make_body(BodyKind.CHAMBER)
    return ArtisanCard.objects.create(
        artisan=artisan,
        chamber=chamber,
        number=f"CAM-{artisan.number}",
        craft=craft or make_craft(),
        issued_on=LONG_AGO,
        expires_on=expires_on,
    )


def make_craft(code: str = "textiles", **columns: Any) -> Craft:
    """Find or make a craft."""
    return Craft.objects.get_or_create(code=code, defaults=_in_three(code.title()) | columns)[0]


def make_kind(code: str = "carpet.knotted", *, craft: str = "textiles", **columns: Any) -> Kind:
    """Find or make a kind of piece."""
    defaults = (
        _in_three(code.replace(".", " ").title())
        | {"craft": make_craft(craft), "hs_code": "570110"}
        | columns
    )
    return Kind.objects.get_or_create(code=code, defaults=defaults)[0]


def make_product(
    *,
    shop: Partner | None = None,
    title: str = "",
    price: int | None = 4500,
    stock: int = 1,
    card: bool = True,
    photo: bool = False,
    **columns: Any,
) -> Product:
    """Make a public piece with its one stock record (whole dinars) and, unless `card` is false, its listing card.

    `photo` puts one ready photo on it, with derivatives that no file stands behind. Titles: `title` in all three
    languages, or `title_ar` … by themselves.
    """
    n = _next()
    shop = shop or make_shop()
    titles = {f"title_{code}": title or f"Piece {n}" for code in ("ar", "fr", "en")}
    titles |= {key: columns.pop(key) for key in list(columns) if key.startswith("title_")}
    kind = columns.pop("kind", None) or make_kind()
    columns.setdefault("materials", [Material.WOOL])
    product_class = ProductClass.objects.get_or_create(slug="piece", defaults={"name": "Piece"})[0]
    product = Product.objects.create(
        product_class=product_class,
        shop=shop,
        kind=kind,
        place=columns.pop("place", None) or shop.place,
        slug=columns.pop("slug", f"piece-{n}"),
        is_public=columns.pop("is_public", True),
        **titles,
        **columns,
    )
    make_stockrecord(product, price=price, stock=stock)
    if photo:
        make_photo(product)
    if card:
        make_card(product)
    return product


def stamp(product: Product, *, grade: int = 60, public_id: str = "") -> Product:
    """Give a piece a label in force, and its stamp, by bare rows: no centre read it, and no log tells of it.

    The database lets no piece show a stamp that no label says; tests of the stamp itself make labels by the centre.
    """
    n = _next()
    centre = make_body(BodyKind.STAMPING_CENTRE)
    maker = product.maker or make_artisan(product.shop)
    document = schemes.shipped()["carpet.knotted"]
    scheme, _made = Scheme.objects.get_or_create(code=document["code"], defaults={"owner": centre})
    version, _made = SchemeVersion.objects.get_or_create(
        sha256=schemes.fingerprint(document),
        defaults={
            "scheme": scheme,
            "number": document["number"],
            "document": document,
            "valid_from_on": TODAY,
            "adopted_at": NOW,
        },
    )
    application = Application.objects.create(
        centre=centre,
        product=product,
        shop=product.shop,
        maker=maker,
        scheme_version=version,
        state="granted",
        requested_at=NOW,
    )
    decision = Decision.objects.create(
        application=application, decider=make_user(), grade=grade, decided_at=NOW
    )
    private = Ed25519PrivateKey.generate()
    key = SigningKey.objects.create(
        kid=f"{n:08x}",
        centre=centre,
        public_key=private.public_key().public_bytes_raw().hex(),
        use_from_at=NOW,
        use_until_at=NOW + timedelta(days=1),
        created_at=NOW,
    )
    claims = payload.Claims(
        serial=serial.draw(centre_no=centre.number or 0, year=NOW.year),
        issued_at=NOW,
        scheme_version=version.number,
        kind=document["kind"],
        grade=grade,
        artisan_no=maker.number,
        status_idx=n,
    )
    label = Label.objects.create(
        decision=decision,
        product=product,
        centre=centre,
        scheme_version=version,
        key=key,
        serial=claims.serial,
        public_id=public_id or f"bare{n}",
        status_idx=n,
        grade=grade,
        cose=cose.sign(payload.encode(claims), kid=bytes.fromhex(key.kid), key=private),
        state="active",
        signed_at=NOW,
    )
    project_stamp(product_id=product.pk, grade=Grade(grade), public_id=label.public_id, stamped_at=NOW)
    product.refresh_from_db()
    return product


def make_stockrecord(product: Product, *, price: int | None = 4500, stock: int = 1) -> StockRecord:
    """Make the one price and stock of a piece."""
    return StockRecord.objects.create(
        product=product,
        partner=product.shop,
        partner_sku=f"SKU-{product.pk}",
        price_currency="DZD",
        price=None if price is None else Decimal(price),
        num_in_stock=stock,
        num_allocated=0,
    )


def make_photo(product: Product, *, state: str = PhotoState.READY, **columns: Any) -> ProductImage:
    """Make a photo row of a piece as a worker leaves it; no file stands behind its derivatives."""
    n = _next()
    derivatives = [{"w": width, "h": width * 4 // 3, "f": "webp"} for width in (360, 720)]
    return ProductImage.objects.create(
        product=product,
        original=f"originals/{n}.jpg",
        key=f"photo-{n}",
        state=state,
        width=720,
        height=960,
        derivatives=derivatives if state == PhotoState.READY else [],
        display_order=columns.pop("display_order", product.images.count()),
        **columns,
    )


def make_card(product: Product, *, now: datetime = NOW) -> None:
    """Make the listing card of a piece as the outbox would."""
    for card in build_cards([product.pk], now=now):
        card.save(force_insert=not type(card).objects.filter(pk=card.pk).exists())


def make_rate(
    currency: str = "EUR",
    dinars: str = "152.034500",
    *,
    rate_on: date = TODAY,
    source: str = "Bank of Algeria",
) -> ExchangeRate:
    """Make the official rate of a day."""
    return ExchangeRate.objects.create(
        currency=currency, dinars_per_unit=Decimal(dinars), rate_on=rate_on, source=source, entered_at=NOW
    )


def stock_of(product: Product) -> tuple[int, int]:
    """Return (in stock, allocated) as the database has it now."""
    return StockRecord.objects.values_list("num_in_stock", "num_allocated").get(product=product)


def make_draft(shop: Partner, *, by: User | None = None, photos: int = 1, **columns: Any) -> PieceDraft:
    """Make an unfinished piece of a shop, with rows of photos that no file stands behind."""
    columns = {"created_at": NOW, "updated_at": NOW} | columns
    draft = PieceDraft.objects.create(shop=shop, by=by or make_user(), **columns)
    for position in range(photos):
        n = _next()
        DraftPhoto.objects.create(
            draft=draft,
            uuid=uuid4(),
            key=f"draft-{n}",
            file=f"originals/draft-{n}.jpg",
            width=720,
            height=960,
            sha256=f"{n:064}",
            position=position,
        )
    return draft

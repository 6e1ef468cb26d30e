"""Requests for stamps, and what their grading asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from catalog.models import Product, ProductImage
from marketplace import formats
from marketplace.accounts.models import User
from marketplace.prepared import Prepared
from quality_labels import rules
from quality_labels.models import Application, Evaluation, Label, PhotoHash, SchemeVersion
from quality_labels.progress import progress_of
from quality_labels.queries.labels import owed_a_label
from quality_labels.queries.people import interested_in
from quality_labels.queries.sessions import village_of, with_session
from quality_labels.states import OPEN_APPLICATION, STANDING_LABEL, ApplicationState, LabelState
from shops.models import Artisan, ArtisanCard, Body, Membership, Place
from shops.partner.models import Partner
from shops.states import BodyKind


def lock(application: Application) -> Application:
    """Return the application as it is now, with what a decision asks of it, locked until the transaction ends."""
    rows = Application.objects.select_related("centre", "shop", "maker", "product__kind", "scheme_version")
    return rows.select_for_update(of=("self",)).get(pk=application.pk)


def stamping_centre() -> Body | None:
    """Return the stamping centre that requests go to: the first by number."""
    return Body.objects.filter(kind=BodyKind.STAMPING_CENTRE).order_by("number").first()


def scheme_version_for(kind_code: str, *, on: date, for_food: bool = False) -> SchemeVersion | None:
    """Return the newest version, valid on a day, of the scheme nearest to a kind; None where none was adopted.

    A scheme covers its own code and every kind below it: `carpet.flat` grades `carpet.flat.hanbal`. What is to touch
    food is graded by a scheme that says so and names the kind.
    """
    if for_food:
        food = SchemeVersion.objects.filter(document__use="food", valid_from_on__lte=on)
        of_kind = [
            row
            for row in food.select_related("scheme").order_by("number")
            if any(f"{kind_code}.".startswith(f"{kind}.") for kind in row.document["for_kinds"])
        ]
        return of_kind[-1] if of_kind else None
    parts = kind_code.split(".")
    families = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    versions = SchemeVersion.objects.filter(scheme__code__in=families, valid_from_on__lte=on)
    nearest = sorted(versions.select_related("scheme"), key=lambda row: (len(row.scheme.code), row.number))
    return nearest[-1] if nearest else None


def latest_card(artisan: Artisan) -> ArtisanCard | None:
    """Return the card of a maker that lasts longest, with its trade; None for who has none."""
    return artisan.cards.select_related("craft").order_by("-expires_on").first()


def holds_valid_card(artisan: Artisan, *, on: date) -> bool:
    """Say whether the chamber's card of a maker holds on a day."""
    return ArtisanCard.objects.filter(artisan=artisan, issued_on__lte=on, expires_on__gte=on).exists()


def stakeholder_ids(application: Application, *, on: date) -> set[int]:
    """Return who has a part in the piece: the people of its shop on that day, its maker, and who declared one."""
    people = set(
        Membership.objects.on(on).filter(body_id=application.shop.body_id).values_list("user_id", flat=True)
    )
    if application.maker.user_id:
        people.add(application.maker.user_id)
    return people | interested_in(application.shop, on=on)


def evaluations_of(application: Application) -> list[Evaluation]:
    """Return the sheets of an application that count, first one first, with their readings.

    A corrected sheet counts no more; its correction stands where it stood.
    """
    sheets = application.evaluations.filter(corrected_by=None).select_related("inspector", "corrects")
    return sorted(sheets.prefetch_related("readings"), key=lambda sheet: sheet.first_pk)


def own_sheet(application: Application, person: User) -> Evaluation | None:
    """Return the sheet of a person on a piece that waits for its decision, which they alone may correct."""
    if application.state != ApplicationState.EVALUATED:
        return None
    return next((sheet for sheet in evaluations_of(application) if sheet.inspector_id == person.pk), None)


def sheet_as_read(evaluation: Evaluation) -> rules.Sheet:
    """Return an inspector's sheet from its rows, as it was entered."""
    readings: dict[str, list[Decimal]] = {}
    for reading in evaluation.readings.all():
        readings.setdefault(reading.measure, []).append(reading.value)
    return rules.Sheet(
        readings=readings,
        confirmed=frozenset(evaluation.confirmed),
        defects={gate: frozenset(seen) for gate, seen in evaluation.defects.items()},
    )


def last_refused(product: Product) -> Application | None:
    """Return the latest refused request for a piece, which the next one links to."""
    refused = Application.objects.filter(product=product, state=ApplicationState.REFUSED)
    return refused.order_by("-requested_at", "-pk").first()


_FRONT = Prepared(
    ProductImage,
    lambda pk: (
        ProductImage.objects.filter(product_id=pk, is_shown=True)
        .defer("code", "caption", "date_created", "failure", "attempts")
        .order_by("display_order", "pk")[:1]
    ),
    pk=int,
)


def front_photo(product: Product) -> ProductImage | None:
    """Return the first photo of a piece."""
    return _FRONT.first(pk=product.pk)


def photo_hashes(product: Product) -> list[str]:
    """Return the hashes of a piece's photos, in an order that everybody locks them in."""
    hashes = ProductImage.objects.filter(product=product).exclude(sha256="").values_list("sha256", flat=True)
    return sorted(set(hashes))


def piece_with_a_photo_of(product: Product) -> Product | None:
    """Return another piece at the centre, or with its stamp, that shows one of these very photos."""
    alike = ProductImage.objects.filter(sha256__in=photo_hashes(product)).exclude(product=product)
    asked = Q(stamp_applications__state__in=(*OPEN_APPLICATION, ApplicationState.GRANTED))
    return Product.objects.filter(asked, pk__in=alike.values("product")).order_by("pk").first()


def photo_hashes_of_others(product: Product) -> Iterator[tuple[int, str]]:
    """Yield the likeness hashes of the photos of other pieces at a centre, or with its stamp: piece and hash."""
    asked = Application.objects.filter(
        product=OuterRef("product"), state__in=(*OPEN_APPLICATION, ApplicationState.GRANTED)
    )
    photos = ProductImage.objects.filter(Exists(asked)).exclude(product=product).exclude(sha256="")
    of_photo = dict(photos.values_list("sha256", "product_id"))
    known = PhotoHash.objects.filter(sha256__in=photos.values("sha256"))
    for sha256, dhash in known.values_list("sha256", "dhash").iterator():
        yield of_photo[sha256], dhash


def waiting(centre: Body) -> QuerySet[Application]:
    """Return what the desk of a centre has to do, oldest first: open requests, and labels not yet on a piece."""
    open_ones = Application.objects.filter(
        centre=centre, state__in=[state for state in OPEN_APPLICATION if state != ApplicationState.RETURNED]
    )
    unfixed = Application.objects.filter(
        centre=centre,
        state=ApplicationState.GRANTED,
        pk__in=Label.objects.filter(centre=centre, state__in=(LabelState.SIGNED, LabelState.PRINTED)).values(
            "decision__application"
        ),
    )
    unsigned = Application.objects.filter(centre=centre, decision__in=owed_a_label())
    return (
        (open_ones | unfixed | unsigned)
        .select_related(
            "product__kind",
            "product__place",
            "shop__place",
            "maker",
            "decision",
            "scheme_version__scheme",
        )
        .prefetch_related(
            "alike",
            Prefetch("evaluations", queryset=Evaluation.objects.filter(corrected_by=None)),
            "decision__labels",
        )
        .order_by("requested_at", "pk")
    )


def day_list(centre: Body) -> QuerySet[Application]:
    """Return what waits at a centre, oldest first, with the session each piece is called to in `announced_to`."""
    return waiting(centre).prefetch_related(with_session())


def by_village(rows: Iterable[Application]) -> list[tuple[Place | None, list[Application]]]:
    """Return requests village by village, in the order they come: that of the oldest request first."""
    villages: dict[int | None, tuple[Place | None, list[Application]]] = {}
    for row in rows:
        place = village_of(row)
        villages.setdefault(place.pk if place else None, (place, []))[1].append(row)
    return list(villages.values())


def latest_application(product: Product) -> Application | None:
    """Return the last request for a stamp on a piece, with how it went in `progress`, for its shop to see."""
    found = _requests().filter(product=product).order_by("-requested_at", "-pk").first()
    return with_progress([found])[0] if found else None


def request(pk: int) -> Application:
    """Return one request for a stamp with its progress."""
    return with_progress([_requests().get(pk=pk)])[0]


def requests_of(shop: Partner) -> QuerySet[Application]:
    """Return a shop's requests for stamps, the newest first, with all that their progress is told from."""
    return _requests().filter(shop=shop).order_by("-requested_at", "-pk")


def _requests() -> QuerySet[Application]:
    return Application.objects.select_related(
        "decision", "scheme_version", "centre", "product", "appeal"
    ).prefetch_related("changes", "decision__labels__changes", with_session())


def with_progress(applications: Iterable[Application]) -> list[Application]:
    """Return requests with how each went in `progress`, in the active language; rows must be at hand."""
    language = formats.known(get_language() or "en")
    told = []
    for application in applications:
        decision = getattr(application, "decision", None)
        label = getattr(decision, "label", None)
        application.progress = progress_of(application, label=label, language=language)
        told.append(application)
    return told


def pieces_with_the_centre(shop: Partner) -> set[int]:
    """Return the pieces of a shop whose facts the centre relies on: taken on, measured, granted or labelled."""
    relied = [ApplicationState.ACCEPTED, ApplicationState.EVALUATED]
    asked = Application.objects.filter(shop=shop, state__in=relied).values_list("product", flat=True)
    unsigned = Application.objects.filter(shop=shop, decision__in=owed_a_label()).values_list(
        "product", flat=True
    )
    labelled = Label.objects.filter(product__shop=shop, state__in=STANDING_LABEL)
    return {*asked, *unsigned, *labelled.values_list("product", flat=True)}

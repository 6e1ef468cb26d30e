"""Reads of the stamping centre that more than one caller needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language

from catalog import seams
from catalog.models import Product, ProductImage
from marketplace import formats
from marketplace.prepared import Prepared
from quality_labels import carrier, cbor, cose, payload, rules, schemes, serial
from quality_labels.models import Application, Evaluation, Label, SchemeVersion, SigningKey
from quality_labels.progress import progress_of
from quality_labels.states import OPEN_APPLICATION, STANDING_LABEL, ApplicationState, LabelState, Outcome
from shops.models import Artisan, ArtisanCard, Body, Membership
from shops.partner.models import Partner
from shops.states import BodyKind

REGISTERED = (
    LabelState.ACTIVE,
    LabelState.SUSPENDED,
    LabelState.WITHDRAWN,
    LabelState.EXPIRED,
    LabelState.SUPERSEDED,
)


def lock(application: Application) -> Application:
    """Return the application as it is now, locked until the transaction ends."""
    return Application.objects.select_for_update().get(pk=application.pk)


def stamping_centre() -> Body | None:
    """Return the stamping centre that requests go to: the first by number."""
    return Body.objects.filter(kind=BodyKind.STAMPING_CENTRE).order_by("number").first()


def scheme_version_for(kind_code: str, *, on: date) -> SchemeVersion | None:
    """Return the newest version, valid on a day, of the scheme nearest to a kind; None where none was adopted.

    A scheme covers its own code and every kind below it: `carpet.flat` grades `carpet.flat.dokkali`.
    """
    parts = kind_code.split(".")
    families = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    versions = SchemeVersion.objects.filter(scheme__code__in=families, valid_from_on__lte=on)
    nearest = sorted(versions.select_related("scheme"), key=lambda row: (len(row.scheme.code), row.number))
    return nearest[-1] if nearest else None


def holds_valid_card(artisan: Artisan, *, on: date) -> bool:
    """Say whether the chamber's card of a maker holds on a day."""
    return ArtisanCard.objects.filter(artisan=artisan, issued_on__lte=on, expires_on__gte=on).exists()


def stakeholder_ids(application: Application, *, on: date) -> set[int]:
    """Return who has a part in the piece: the people of its shop on that day, and its maker."""
    people = set(
        Membership.objects.on(on).filter(body_id=application.shop.body_id).values_list("user_id", flat=True)
    )
    if application.maker.user_id:
        people.add(application.maker.user_id)
    return people


def evaluations_of(application: Application) -> list[Evaluation]:
    """Return the sheets of an application, first one first, with their readings."""
    return list(application.evaluations.select_related("inspector").prefetch_related("readings"))


def last_refused(product: Product) -> Application | None:
    """Return the latest refused request for a piece, which the next one links to."""
    refused = Application.objects.filter(product=product, state=ApplicationState.REFUSED)
    return refused.order_by("-requested_at", "-pk").first()


def signing_key(centre: Body, *, at: datetime) -> SigningKey | None:
    """Return the key with which a centre signs at a moment: the newest that may."""
    keys = SigningKey.objects.filter(centre=centre, use_from_at__lte=at, use_until_at__gt=at)
    return keys.order_by("-use_from_at", "-pk").first()


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


def waiting(centre: Body) -> QuerySet[Application]:
    """Return what the desk of a centre has to do, oldest first: open requests, and labels not yet on a piece."""
    open_ones = Application.objects.filter(
        centre=centre, state__in=[state for state in OPEN_APPLICATION if state != ApplicationState.RETURNED]
    )
    unfixed = Application.objects.filter(
        centre=centre, state=ApplicationState.GRANTED, decision__label__state=LabelState.SIGNED
    )
    unsigned = Application.objects.filter(
        centre=centre, state=ApplicationState.GRANTED, decision__label__isnull=True
    )
    return (
        (open_ones | unfixed | unsigned)
        .select_related(
            "product__kind",
            "product__place",
            "shop__place",
            "maker",
            "decision__label",
            "scheme_version__scheme",
        )
        .prefetch_related("evaluations")
        .order_by("requested_at", "pk")
    )


# What others ask of the stamp.


def label_of(product: Product) -> Label | None:
    """Return the label that stands for a piece (signed, valid or suspended), if it has one."""
    return labels_for_products([product.pk]).get(product.pk)


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
        "decision__label", "scheme_version", "centre", "product"
    ).prefetch_related("changes", "decision__label__changes")


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
    unsigned = Application.objects.filter(
        shop=shop, state=ApplicationState.GRANTED, decision__label__isnull=True
    ).values_list("product", flat=True)
    labelled = Label.objects.filter(product__shop=shop, state__in=STANDING_LABEL)
    return {*asked, *unsigned, *labelled.values_list("product", flat=True)}


def labels_for_products(product_ids: Iterable[int]) -> dict[int, Label]:
    """Return the standing labels of pieces by product id, in one query."""
    labels = Label.objects.filter(product_id__in=list(product_ids), state__in=STANDING_LABEL)
    return {label.product_id: label for label in labels}


def carrier_url(label: Label) -> str:
    """Return the whole text of a label's QR: for the label, the buyer's order and the certificate only."""
    return carrier.url(bytes(label.cose), host=settings.STAMP_HOST)


def qr_svg(label: Label, *, title: str = "") -> SafeString:
    """Return a label's QR as inline SVG: for the label, the buyer's order and the certificate only."""
    drawn = carrier.svg(bytes(label.cose), host=settings.STAMP_HOST, title=title or label.grouped_serial)
    return mark_safe(drawn)  # noqa: S308  (segno's own markup; it escapes the title)


def read_label(label: Label) -> tuple[schemes.Scheme, payload.Claims]:
    """Return the rules and the claims of a label of ours, from its own signed bytes."""
    return label.contents


def measured(scheme: schemes.Scheme, claims: payload.Claims, language: str) -> list[tuple[str, str]]:
    """Return what a label says was measured, as names and written values with their unit, in a language."""
    values = rules.values_on_label(scheme, claims)
    return [
        (measure.names[language], write_value(measure, values[measure.code], language))
        for measure in scheme.measures
        if measure.code in values
    ]


def write_value(measure: schemes.Measure, value: Decimal, language: str) -> str:
    """Write a value of a measure with its unit, in a language."""
    unit = schemes.word("units", measure.unit, language)
    return f"{formats.decimal(value, language)}{formats.NBSP}{unit}"


_SHEET = Prepared(
    Label,
    lambda public_id: (
        Label.objects.filter(public_id=public_id)
        .select_related("scheme_version", "centre")
        .only(
            *("serial", "cose", "signed_at", "scheme_version__document"),
            *(f"centre__name_{code}" for code in schemes.LANGUAGES),
        )
        .order_by()
    ),
    public_id=str,
)


def sheet_of(public_id: str) -> seams.Sheet | None:
    """Return what a product page may show of a stamp, in the active language and by one query."""
    label = _SHEET.first(public_id=public_id)
    if label is None:
        return None
    language = formats.known(get_language() or "en")
    scheme, claims = read_label(label)
    return seams.Sheet(
        digest=label.digest,
        last_digits=label.last_four,
        decided_on=localdate(label.signed_at),
        centre=label.centre.name,
        centre_ar=getattr(label.centre, "name_ar", "") or "",
        centre_fr=getattr(label.centre, "name_fr", "") or "",
        measured=measured(scheme, claims, language),
        not_tested=[names[language] for names in scheme.not_tested],
    )


def register() -> QuerySet[Label]:
    """Return the labels of the public register, newest first: everything that was ever on a piece."""
    return Label.objects.filter(state__in=REGISTERED).select_related(
        "product__kind", "product__place", "product__shop__place", "centre"
    )


def state_counts() -> dict[str, int]:
    """Return how many requests the centres granted and refused: a register that hides refusals says nothing."""
    decided = Application.objects.filter(state__in=(ApplicationState.GRANTED, ApplicationState.REFUSED))
    return dict(decided.values_list("state").annotate(count=Count("pk")))


# The verifier.


@dataclass(frozen=True)
class Verdict:
    """What a number says when checked here. `claims` are only there when the signature is good."""

    outcome: Outcome
    label: Label | None = None
    claims: payload.Claims | None = None


def verify(digits: str) -> Verdict:
    """Judge the digits of a QR, or a typed serial.

    A QR is genuine when a key of the directory signed these bytes within its time and they are the ones on record.
    A typed serial is never genuine: anybody can copy twenty digits, so it only says that a record exists.
    """
    if len(digits) >= carrier.SHORTEST_LABEL:
        return _verify_qr(digits)
    label = _recorded(digits) if serial.is_valid(digits) else None
    return Verdict(Outcome.RECORD_EXISTS, label) if label else Verdict(Outcome.UNKNOWN)


def _verify_qr(digits: str) -> Verdict:
    try:
        blob = carrier.bytes_of(digits)
        envelope = cose.parse(blob)
        claims = payload.decode(envelope.payload)
        key = SigningKey.objects.filter(kid=envelope.kid.hex()).first()
        if key is None:
            return Verdict(Outcome.UNKNOWN)
        cose.verify(envelope, key=Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public_key)))
    except (
        carrier.BadCarrier,
        cbor.NotCanonical,
        cose.BadEnvelope,
        cose.BadSignature,
        payload.BadPayload,
    ):
        return Verdict(Outcome.ALTERED)
    label = _recorded(claims.serial)
    if label is None or bytes(label.cose) != blob or not key.may_sign_at(claims.issued_at):
        return Verdict(Outcome.NOT_RECORDED, claims=claims)
    return Verdict(Outcome.GENUINE, label, claims)


_RECORDED = Prepared(
    Label,
    lambda serial: (
        Label.objects.filter(serial=serial)
        .select_related("product", "centre", "scheme_version")
        .only(
            *(
                "serial",
                "public_id",
                "grade",
                "cose",
                "state",
                "signed_at",
                "scheme_version__document",
                "product__slug",
            ),
            *(f"centre__name_{code}" for code in schemes.LANGUAGES),
        )
        .order_by()
    ),
    serial=str,
)


def _recorded(digits: str) -> Label | None:
    return _RECORDED.first(serial=digits)

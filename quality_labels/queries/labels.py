"""Labels, and what pages may show of them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language

from catalog import seams
from catalog.models import Product
from marketplace import formats
from marketplace.prepared import Prepared
from quality_labels import carrier, payload, rules, schemes, serial
from quality_labels.models import Application, Decision, ForeignStamp, Label, LabelProposal
from quality_labels.states import LABEL_MOVES, STANDING_LABEL, ApplicationState, LabelState
from shops.models import Body

REGISTERED = (
    LabelState.ACTIVE,
    LabelState.SUSPENDED,
    LabelState.WITHDRAWN,
    LabelState.EXPIRED,
    LabelState.SUPERSEDED,
)


def label_of(product: Product) -> Label | None:
    """Return the label that stands for a piece (signed, valid or suspended), if it has one."""
    return labels_for_products([product.pk]).get(product.pk)


def labels_for_products(product_ids: Iterable[int]) -> dict[int, Label]:
    """Return the standing labels of pieces by product id, in one query."""
    labels = Label.objects.filter(product_id__in=list(product_ids), state__in=STANDING_LABEL)
    return {label.product_id: label for label in labels}


def foreign_stamp_of(product: Product) -> ForeignStamp | None:
    """Return the record of another centre's stamp on a piece, if it has one that has not ended."""
    return ForeignStamp.objects.filter(product=product, ended_at=None).select_related("recorded_by").first()


def owed_a_label() -> QuerySet[Decision]:
    """Return the decisions that still wait for a label: never signed for, or all they got was replaced."""
    kept = Label.objects.filter(decision=OuterRef("pk"), replacement__isnull=True)
    return Decision.objects.filter(~Exists(kept), grade__isnull=False)


def successor_of(label: Label) -> Label | None:
    """Return the label on the piece that took the place of a replaced one, once it is there."""
    later = Label.objects.filter(decision=label.decision_id, pk__gt=label.pk, state__in=REGISTERED)
    return later.order_by("pk").first()


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


def find_at(centre: Body, text: str) -> QuerySet[Label]:
    """Return the labels of a centre whose number is, or ends in, these digits; the newest first."""
    digits = serial.clean(text)
    labels = Label.objects.filter(centre=centre).select_related("product__kind")
    if digits:
        labels = labels.filter(serial__endswith=digits[-serial.LENGTH :])
    return labels.order_by("-signed_at", "-pk")


def open_proposals(label: Label) -> list[LabelProposal]:
    """Return what was proposed for a label and still fits where it is."""
    wishes = label.proposals.filter(confirmed_by=None).select_related("proposed_by")
    return [wish for wish in wishes if wish.to_state in LABEL_MOVES.get(label.state, set())]


def register() -> QuerySet[Label]:
    """Return the labels of the public register, newest first: everything that was ever on a piece."""
    return Label.objects.filter(state__in=REGISTERED).select_related(
        "product__kind", "product__place", "product__shop__place", "centre"
    )


def state_counts() -> dict[str, int]:
    """Return how many requests the centres granted and refused: a register that hides refusals says nothing."""
    decided = Application.objects.filter(state__in=(ApplicationState.GRANTED, ApplicationState.REFUSED))
    return dict(decided.values_list("state").annotate(count=Count("pk")))

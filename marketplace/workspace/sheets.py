"""A shop's pieces as a table: which columns there are, what a row means, and what it would change (docs/sheets.md).

django-import-export walks the rows; what a row does is done by the catalog's own use cases, so that approval, cards,
stamps and what buyers hold bind a table as they bind a form. A dry run judges every row and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult
from import_export.widgets import Widget

from catalog import actions as catalog
from catalog import editing, forbidden
from catalog.actions import PieceFacts
from catalog.models import Kind, Product
from catalog.rules import piece_of_code, short_code
from catalog.search.analysis import fold
from catalog.states import ListingState, Material, Technique
from marketplace.accounts.models import User
from marketplace.money import parse_dinars
from marketplace.refusal import Refusal
from marketplace.workspace.tables import Row
from quality_labels.queries import pieces_with_the_centre
from shops.models import Artisan
from shops.partner.models import Partner
from shops.people import queries as people
from shops.people.rules import require_trade

LANGUAGES = ("ar", "fr", "en")
WORDS = tuple(f"{name}_{code}" for name in ("title", "description") for code in LANGUAGES)
FACTS = ("materials", "technique", "length_mm", "width_mm", "height_mm", "mass_g", "made_year")
MM_PER_CM = 10
LONGEST_TITLE, LONGEST_DESCRIPTION, MOST_STOCK = 120, 3000, 999


@dataclass
class Piece:
    """A row as the piece it speaks of: what the house knows of it, then what the row says over it."""

    pk: int | None = None
    code: str = ""
    title_ar: str = ""
    title_fr: str = ""
    title_en: str = ""
    description_ar: str = ""
    description_fr: str = ""
    description_en: str = ""
    kind: str = ""
    price: int | None = None
    stock: int | None = None
    materials: list[str] = field(default_factory=list)
    technique: str = ""
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    mass_g: int | None = None
    made_year: int | None = None

    def __str__(self) -> str:
        return self.title_ar or self.title_fr or self.title_en or self.code


def piece_from(product: Product) -> Piece:
    """Return what the house knows of a piece, its kind and stock at hand."""
    stock = next(iter(product.stockrecords.all()), None)
    words: dict[str, Any] = {name: getattr(product, name) or "" for name in WORDS}
    facts: dict[str, Any] = {name: getattr(product, name) for name in FACTS if name != "materials"}
    return Piece(
        pk=product.pk,
        code=short_code(product.pk),
        kind=product.kind.code if product.kind else "",
        price=int(stock.price) if stock and stock.price is not None else None,
        stock=stock.num_in_stock if stock else None,
        materials=list(product.materials),
        **words,
        **facts,
    )


# Columns: a key for ever, a heading in three languages; both are understood when a table comes in.

COLUMNS: Mapping[str, Any] = {
    "code": gettext_lazy("Short code"),
    "title_ar": gettext_lazy("Name in Arabic"),
    "title_fr": gettext_lazy("Name in French"),
    "title_en": gettext_lazy("Name in English"),
    "kind": gettext_lazy("Kind of piece"),
    "price": gettext_lazy("Price in dinars"),
    "stock": gettext_lazy("How many"),
    "materials": gettext_lazy("Materials"),
    "technique": gettext_lazy("Technique"),
    "length_mm": gettext_lazy("Length in cm"),
    "width_mm": gettext_lazy("Width in cm"),
    "height_mm": gettext_lazy("Height in cm"),
    "mass_g": gettext_lazy("Weight in grams"),
    "made_year": gettext_lazy("Year it was made"),
    "description_ar": gettext_lazy("Words in Arabic"),
    "description_fr": gettext_lazy("Words in French"),
    "description_en": gettext_lazy("Words in English"),
}
ENGLISH_KEYS = {"length_mm": "length_cm", "width_mm": "width_cm", "height_mm": "height_cm"}


def key_of(name: str) -> str:
    """Return the key that stands for a column in a table: sides are in centimetres there."""
    return ENGLISH_KEYS.get(name, name)


def known_headings() -> dict[str, str]:
    """Return every heading that names a column, folded, and that column."""
    known = {fold(key_of(name)): name for name in COLUMNS}
    for language in LANGUAGES:
        with translation.override(language):
            known |= {_folded(str(heading)): name for name, heading in COLUMNS.items()}
    return known


def _folded(text: str) -> str:
    return " ".join(fold(text).replace("?", " ").replace("؟", " ").split())


def columns_of(heading: Row) -> list[str]:
    """Return the column behind each heading, empty for one that we do not know.

    :raises Refusal: none is known, or two say the same.
    """
    known = known_headings()
    found = [known.get(_folded(cell), "") for cell in heading]
    named = [name for name in found if name]
    if not named:
        raise Refusal(
            _("The first line must name the columns, as in the table you can save here."), field="table"
        )
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise Refusal(
            _("Two columns are called “%(name)s”. Please leave one.") % {"name": COLUMNS[twice[0]]},
            field="table",
        )
    return found


# Cells: each widget reads what a person typed, says no in a sentence (ValueError), and writes it as she would.


class Text(Widget):
    """Words of at most so many signs."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.longest = longest

    def clean(self, value: Any, row: Any = None, **_more: Any) -> Any:
        """Return the words, or None for an empty cell: what is there stays."""
        text = str(value or "").strip()
        if len(text) > self.longest:
            raise ValueError(_("At most %(number)s letters, please.") % {"number": self.longest})
        return text or None

    def render(self, value: Any, obj: Any = None, **_more: Any) -> str:
        return str(value or "")


class Number(Widget):
    """A whole number within bounds; `scale` is how much of it one typed unit is."""

    def __init__(self, lowest: int, highest: int, *, scale: int = 1) -> None:
        super().__init__()
        self.lowest, self.highest, self.scale = lowest, highest, scale

    def clean(self, value: Any, row: Any = None, **_more: Any) -> Any:
        """Return the number, or None for an empty cell."""
        text = fold(str(value or "")).strip()
        if not text:
            return None
        try:
            number = Decimal(text.replace("٫", ".").replace(",", ".").replace(" ", "")) * self.scale
        except ArithmeticError as error:  # no number, or one beyond all bounds
            raise ValueError(_("Please write a number in digits.")) from error
        if not number.is_finite() or number != number.to_integral_value():
            raise ValueError(_("This number is too fine: please write it without so many decimals."))
        if not self.lowest <= number <= self.highest:
            bounds = {"lowest": self._typed(self.lowest), "highest": self._typed(self.highest)}
            raise ValueError(_("Please write a number from %(lowest)s to %(highest)s.") % bounds)
        return int(number)

    def _typed(self, number: int) -> str:
        return f"{(Decimal(number) / self.scale).normalize():f}"

    def render(self, value: Any, obj: Any = None, **_more: Any) -> str:
        return "" if value is None else self._typed(value)


class Dinars(Widget):
    """A price in whole dinars."""

    def clean(self, value: Any, row: Any = None, **_more: Any) -> Any:
        """Return the dinars, or None for an empty cell."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_dinars(text)
        except ValueError as error:
            raise ValueError(_("Write the price in whole dinars, for example 4500.")) from error

    def render(self, value: Any, obj: Any = None, **_more: Any) -> str:
        return "" if value is None else str(value)


class Choice(Widget):
    """One, or with `many` several, of a closed set: by code, or by name in any of the three languages."""

    def __init__(self, names: Mapping[str, Sequence[str]], *, many: bool = False) -> None:
        super().__init__()
        self.names, self.many = names, many
        self.by_name = {_folded(name): code for code, own in names.items() for name in (*own, code)}

    def clean(self, value: Any, row: Any = None, **_more: Any) -> Any:
        """Return the code (or codes), or None for an empty cell."""
        text = str(value or "").strip()
        if not text:
            return None
        if not self.many:
            return self._code(text)
        parts = text.replace("،", ",").replace(";", ",").replace("؛", ",").split(",")
        return list(dict.fromkeys(self._code(part) for part in parts if part.strip()))

    def _code(self, text: str) -> str:
        code = self.by_name.get(_folded(text))
        if code is None:
            raise ValueError(_("We do not know “%(word)s”.") % {"word": text.strip()[:60]})
        return code

    def render(self, value: Any, obj: Any = None, **_more: Any) -> str:
        codes = value if self.many else [value]
        here = LANGUAGES.index((translation.get_language() or "ar")[:2])
        names = [self.names[code][here] if code in self.names else code for code in codes or () if code]
        return ("، " if here == 0 else ", ").join(names)


class Code(Widget):
    """A short code; empty for a new piece."""

    def clean(self, value: Any, row: Any = None, **_more: Any) -> Any:
        return str(value or "").strip() or None

    def render(self, value: Any, obj: Any = None, **_more: Any) -> str:
        return str(value or "")


def _in_three(labels: Callable[[], Iterable[tuple[str, Any]]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for code, label in labels():
                names.setdefault(code, []).append(str(label))
    return names


class PieceResource(resources.Resource):
    """The pieces of one shop, read from and written to rows of text."""

    class Meta:
        import_id_fields = ()
        instance_loader_class = BaseInstanceLoader  # never asked: `get_instance` finds the piece
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True
        using_db = "default"

    def __init__(self, *, shop: Partner, by: User, now: datetime) -> None:
        super().__init__()
        self.shop, self.by, self.now = shop, by, now
        self.kinds = {kind.code: kind for kind in Kind.objects.select_related("craft")}
        self.products: dict[int, Product] = {
            product.pk: product
            for product in Product.objects.filter(shop=shop)
            .select_related("kind")
            .prefetch_related("stockrecords")
        }
        self.with_the_centre = pieces_with_the_centre(shop)
        self.mentioned: set[int] = set()
        kind_names = {
            code: [getattr(kind, f"name_{language}") or kind.name for language in LANGUAGES]
            for code, kind in self.kinds.items()
        }
        side = Number(1, 20_000, scale=MM_PER_CM)
        widgets: dict[str, Widget] = {
            "code": Code(),
            "kind": Choice(kind_names),
            "price": Dinars(),
            "stock": Number(0, MOST_STOCK),
            "materials": Choice(_in_three(lambda: Material.choices), many=True),
            "technique": Choice(_in_three(lambda: Technique.choices)),
            "length_mm": side,
            "width_mm": side,
            "height_mm": side,
            "mass_g": Number(1, 500_000),
            "made_year": Number(1950, now.year),
        }
        for name in COLUMNS:
            longest = LONGEST_DESCRIPTION if name.startswith("description") else LONGEST_TITLE
            widget = widgets.get(name) or Text(longest)
            self.fields[name] = Field(
                attribute=name, column_name=name, widget=widget, saves_null_values=False
            )

    # Reading

    def get_instance(self, instance_loader: Any, row: Mapping[str, str]) -> Piece | None:
        """Return the shop's own piece that a row names by its code; none for a row without one.

        :raises ValidationError: the code is nobody's, or another shop's: to this shop that is the same.
        """
        code = (row.get("code") or "").strip()
        if not code:
            return None
        try:
            product = self.products.get(piece_of_code(code))
        except ValueError:
            product = None
        if product is None:
            raise ValidationError(
                {"code": _("No piece of yours has this code. Leave it empty for a new piece.")}
            )
        if product.pk in self.mentioned:
            raise ValidationError({"code": _("This piece stands in the table twice.")})
        self.mentioned.add(product.pk)
        return piece_from(product)

    def init_instance(self, row: Any = None) -> Piece:
        return Piece()

    def import_field(self, field: Field, instance: Piece, row: Any, *rest: Any, **more: Any) -> None:
        """Put a cell over what is known; a code is read by `get_instance` and never typed anew."""
        if field.column_name != "code":
            super().import_field(field, instance, row, *rest, **more)

    def skip_row(
        self, instance: Piece, original: Piece, row: Any, import_validation_errors: Any = None
    ) -> bool:
        """Leave a row alone that changes nothing; a new piece is never left alone."""
        return instance.pk is not None and super().skip_row(instance, original, row, import_validation_errors)

    def validate_instance(self, instance: Piece, import_validation_errors: Any = None, **_more: Any) -> None:
        """Judge a row as a whole, together with what its cells said.

        :raises ValidationError: names every column that is wrong.
        """
        wrong: dict[str, Any] = dict(import_validation_errors or {})
        judged = self._missing(instance) if instance.pk is None else self._fixed(instance)
        for name, sentence in (judged | self._unsaleable(instance)).items():
            wrong.setdefault(name, [ValidationError(sentence)])
        if wrong:
            raise ValidationError(wrong)

    def _missing(self, piece: Piece) -> dict[str, str]:
        asked = {
            f"title_{self.shop.language}": (str(piece), _("Please write the name of the piece.")),
            "kind": (piece.kind, _("Please say what it is.")),
            "price": (piece.price, _("Write the price in whole dinars, for example 4500.")),
        }
        return {name: sentence for name, (value, sentence) in asked.items() if not value}

    @cached_property
    def _maker(self) -> Artisan:
        return people.maker_of_new_piece(self.shop, by=self.by)

    @cached_property
    def _crafts_of_maker(self) -> set[int]:
        return people.crafts_of(self._maker, on=localdate(self.now))

    def _unsaleable(self, piece: Piece) -> dict[str, str]:
        """Return what the house would say no to: words of what may not be sold, no card for the craft."""
        wrong = {}
        for code in LANGUAGES:
            verdict = forbidden.judge(getattr(piece, f"title_{code}"), getattr(piece, f"description_{code}"))
            if verdict.refused:
                wrong[f"title_{code}"] = str(verdict.refused[0].label)
        if piece.pk is None and piece.kind in self.kinds:
            kind = self.kinds[piece.kind]
            try:
                require_trade(craft_id=kind.craft_id, craft_name=kind.craft.name, held=self._crafts_of_maker)
            except Refusal as refusal:
                wrong["kind"] = str(refusal)
        return wrong

    def _fixed(self, piece: Piece) -> dict[str, str]:
        product = self.products[piece.pk or 0]
        before = piece_from(product)
        wrong = {}
        if piece.kind != before.kind:
            wrong["kind"] = _("What kind of piece it is does not change. Make a new piece instead.")
        if product.stamp_public_id or product.pk in self.with_the_centre:
            for name in _differing(before, piece, FACTS):
                wrong[name] = _(
                    "The piece is stamped or with the stamping centre: what is measured does not change."
                )
        held = next((stock.num_allocated or 0 for stock in product.stockrecords.all()), 0)
        if piece.stock is not None and piece.stock < held:
            wrong["stock"] = _("Buyers already hold more pieces than that. Please send their orders first.")
        return wrong

    # Writing

    def save_instance(self, instance: Piece, is_create: Any, row: Any, **kwargs: Any) -> None:
        """Do what a row says, all of it or nothing; a dry run has judged it by now and does nothing.

        :raises ValidationError: the house said no, as it may when something changed since the dry run.
        """
        if kwargs.get("dry_run"):
            return
        try:
            with transaction.atomic():
                if is_create:
                    self._create(instance)
                else:
                    self._change(self.products[instance.pk or 0], instance)
        except Refusal as refusal:
            raise ValidationError({refusal.field or "code": str(refusal)}) from refusal

    def _create(self, piece: Piece) -> None:
        """Make a piece that stays out of sight until its shop has added a photo and puts it in the window."""
        language = next(code for code in (self.shop.language, *LANGUAGES) if getattr(piece, f"title_{code}"))
        verdict = forbidden.judge(*(getattr(piece, name) for name in WORDS))
        if verdict.refused:
            raise Refusal(verdict.refused[0].label, field=f"title_{language}")
        product = catalog.create_piece(
            shop=self.shop,
            maker=self._maker,
            facts=PieceFacts(
                language=language,
                kind=self.kinds[piece.kind],
                title=getattr(piece, f"title_{language}"),
                description=getattr(piece, f"description_{language}"),
                price_dinars=piece.price or 0,
                stock=1 if piece.stock is None else piece.stock,
                materials=piece.materials,
                colours=[],
                care=[],
                technique=piece.technique,
                length_mm=piece.length_mm,
                width_mm=piece.width_mm,
                height_mm=piece.height_mm,
                mass_g=piece.mass_g,
                made_year=piece.made_year or self.now.year,
            ),
            now=self.now,
            by=self.by,
            doubts=[ground.value for ground in verdict.doubted],
        )
        for code in LANGUAGES:
            if code != language and (
                getattr(piece, f"title_{code}") or getattr(piece, f"description_{code}")
            ):
                self._write_words(product, piece, code)
        catalog.move_listing(
            product=product,
            to=ListingState.WITHDRAWN,
            by=self.by,
            now=self.now,
            why=_("It came in by a table and has no photo yet."),
        )

    def _write_words(self, product: Product, piece: Piece, language: str) -> None:
        editing.write_words(
            product=product,
            language=language,
            title=getattr(piece, f"title_{language}"),
            description=getattr(piece, f"description_{language}"),
            by=self.by,
            now=self.now,
        )

    def _change(self, product: Product, piece: Piece) -> None:
        before = piece_from(product)
        words = _differing(before, piece, WORDS)
        facts = _differing(before, piece, FACTS)
        for code in LANGUAGES:
            if f"title_{code}" in words or f"description_{code}" in words:
                self._write_words(product, piece, code)
        if facts and product.stamp_public_id:
            raise Refusal(_("The piece is stamped: what the centre measured and wrote down does not change."))
        if facts:
            editing.change_facts(product=product, facts=facts, by=self.by, now=self.now)
        if _differing(before, piece, ("price", "stock")):
            catalog.reprice_and_count(product=product, dinars=piece.price or 0, count=piece.stock or 0)


def _differing(before: Piece, after: Piece, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


# What a table would do, row by row.


@dataclass(frozen=True)
class Said:
    """A column of a row and what is said of it: a sentence, or what it was and becomes."""

    column: str
    sentence: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row: new, changed, same or wrong."""

    line: int
    verdict: str
    name: str
    said: Sequence[Said] = ()


@dataclass(frozen=True)
class Outcomes:
    """What becomes of a table, and which of its columns nobody knows."""

    rows: Sequence[Outcome]
    unknown: Sequence[str] = ()

    def count(self, verdict: str) -> int:
        """Return how many rows have this verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def good(self) -> int:
        """How many rows would do something."""
        return self.count("new") + self.count("changed")

    def kept(self) -> dict[str, Any]:
        """Return what is kept of a table that was done: the numbers, and the wrong rows with their reasons."""
        wrong = [
            [row.line, row.name, [[said.column, said.sentence] for said in row.said]]
            for row in self.rows
            if row.verdict == "wrong"
        ]
        return {"counts": {verdict: self.count(verdict) for verdict in VERDICTS.values()}, "wrong": wrong}


@dataclass(frozen=True)
class Done(Outcomes):
    """What became of a table, as it was kept: the numbers of all rows, the wrong ones in words."""

    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Done:
        """Read what `Outcomes.kept` wrote."""
        wrong = [
            Outcome(line, "wrong", name, [Said(column, sentence) for column, sentence in said])
            for line, name, said in kept["wrong"]
        ]
        return cls(wrong, counts=kept["counts"])

    def count(self, verdict: str) -> int:
        return self.counts[verdict]


VERDICTS = {
    RowResult.IMPORT_TYPE_NEW: "new",
    RowResult.IMPORT_TYPE_UPDATE: "changed",
    RowResult.IMPORT_TYPE_SKIP: "same",
    RowResult.IMPORT_TYPE_INVALID: "wrong",
}


def run(resource: PieceResource, rows: Sequence[tuple[int, Row]], *, dry: bool) -> Outcomes:
    """Judge the rows of a table (its heading first) or, unless `dry`, do what the good ones say.

    What goes wrong by a mistake of ours rises; a row that is the shop's mistake is an outcome.

    :raises Refusal: the heading names no columns of ours.
    """
    columns = columns_of(rows[0][1])
    unknown = [cell for cell, name in zip(rows[0][1], columns, strict=True) if cell and not name]
    places = [(place, name) for place, name in enumerate(columns) if name]
    table = tablib.Dataset(headers=[name for _place, name in places])
    for _line, row in rows[1:]:
        table.append([row[place] if place < len(row) else "" for place, _name in places])
    result = resource.import_data(table, dry_run=dry, use_transactions=True)
    for error in result.base_errors:
        raise error.error
    outcomes = []
    for (line, _row), cells, found in zip(rows[1:], table.dict, result.rows, strict=True):
        for mistake in found.errors:
            raise mistake.error
        outcomes.append(_outcome(resource, line, cells, found))
    return Outcomes(outcomes, unknown)


def _outcome(resource: PieceResource, line: int, cells: Mapping[str, str], found: RowResult) -> Outcome:
    verdict = VERDICTS[found.import_type]
    if found.validation_error is not None:
        called = ("title_ar", "title_fr", "title_en", "code")
        name = next((cells[column] for column in called if cells.get(column)), "")
        messages = found.validation_error.message_dict
        return Outcome(
            line, verdict, name, [Said(_asked(column), " ".join(said)) for column, said in messages.items()]
        )
    said = []
    if verdict == "changed":
        for column in resource.get_import_fields():
            before, after = column.export(found.original), column.export(found.instance)
            if before != after:
                said.append(Said(_asked(column.column_name), before=before, after=after))
    return Outcome(line, verdict, str(found.instance), said)


def _asked(column: str) -> str:
    """Return a column's heading as it stands before a colon."""
    return str(COLUMNS.get(column, "")).rstrip("?؟ \u00a0")


def rows_out(resource: PieceResource) -> list[Row]:
    """Return the shop's pieces as rows in the active language, the heading first, the oldest piece first."""
    heading = [str(label) for label in COLUMNS.values()]
    rows = [heading]
    for pk in sorted(resource.products):
        piece = piece_from(resource.products[pk])
        rows.append([resource.fields[name].export(piece) for name in COLUMNS])
    return rows

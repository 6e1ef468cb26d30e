"""Pieces as a table: a dry run that writes nothing, good rows done once, and every bad one named with its line."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from catalog.models import Product
from catalog.rules import short_code
from catalog.states import ListingState
from marketplace.outbox.models import Message
from marketplace.workspace import sheet_actions, tables
from marketplace.workspace.models import Sheet
from quality_labels import actions as labels
from shops.partner.models import Partner
from tests.factories import NOW, make_artisan, make_kind, make_product, make_shop, make_user, stock_of
from tests.quality_labels.centre import Centre, make_carpet, signed
from tests.quality_labels.conftest import centre

__all__ = ["centre"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db: None, client: Client, settings: Any) -> Partner:
    settings.OUTBOX_RINGS = False
    owner = make_user()
    client.force_login(owner)
    make_kind("pottery.jar", craft="pottery", name_ar="جرة", name_fr="Jarre", name_en="Jar")
    shop = make_shop(owner=owner)
    make_artisan(shop, user=owner, craft="pottery")
    return shop


def send(client: Client, table: str | bytes, name: str = "pieces.csv", language: str = "en") -> Any:
    content = table.encode() if isinstance(table, str) else table
    with translation.override(language):
        return client.post(reverse("workspace_sheets"), {"table": SimpleUploadedFile(name, content)})


def looked_through(client: Client, table: str | bytes, language: str = "en") -> tuple[str, str]:
    """Send a table; return the address of its page and the page."""
    answer = send(client, table, language=language)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"], client.get(answer["Location"]).content.decode()


def everything() -> Any:
    return (
        list(
            Product.objects.order_by("pk").values_list(
                "pk", "title_ar", "title_fr", "materials", "length_mm", "state"
            )
        ),
        [stock_of(product) for product in Product.objects.order_by("pk")],
        Message.objects.count(),
    )


def test_dry_run_shows_every_row_and_writes_nothing(client: Client, shop: Partner) -> None:
    product = make_product(shop=shop, price=4500, stock=3)
    same = make_product(shop=shop, price=900, stock=1)
    before = everything()

    _address, page = looked_through(
        client,
        "code,title_ar,kind,price,stock\n"
        f"{short_code(product.pk)},,,4800,\n"
        f"{short_code(same.pk)},,,900,1\n"
        ",جرة جديدة,pottery.jar,٣ ٢٠٠ دج,2\n"
        ",,pottery.jar,4.5,x\n",
    )

    assert everything() == before
    assert "<del><bdi>4500</bdi></del>" in page
    assert "<ins><bdi>4800</bdi></ins>" in page
    for words in ("Line 2", "Line 4", "Line 5", "جرة جديدة", "Please write the name of the piece."):
        assert words in page
    assert "Line 3" not in page
    assert "Write the price in whole dinars" in page
    assert "Please write a number in digits." in page


def test_good_rows_are_done_and_the_bad_one_harms_no_other(client: Client, shop: Partner) -> None:
    product = make_product(shop=shop, price=4500, stock=3, title_ar="قديم")
    address, _page = looked_through(
        client,
        "Short code,Name in Arabic,Kind of piece,Price in dinars,How many,Length in cm\n"
        f"{short_code(product.pk).lower()},جديد,,4 800,2,24.5\n"
        ",بدون سعر,pottery.jar,,1,\n"
        ",جرة,Jarre,3200,,\n",
    )

    answer = client.post(address)
    page = client.get(answer["Location"]).content.decode()

    product.refresh_from_db()
    made = Product.objects.exclude(pk=product.pk).get(shop=shop)
    stock = product.stockrecords.get()
    assert (product.title_ar, product.length_mm, int(stock.price), stock.num_in_stock) == (
        "جديد",
        245,
        4800,
        2,
    )
    assert (made.title_ar, made.kind.code, int(made.stockrecords.get().price)) == ("جرة", "pottery.jar", 3200)
    assert "2 pieces were written." in page
    assert "Line 3" in page


def test_new_piece_stays_out_of_sight_until_it_has_a_photo(client: Client, shop: Partner) -> None:
    address, _page = looked_through(client, "title_fr,kind,price\nJarre noire,Jar,3200\n")

    client.post(address)

    made = Product.objects.get(shop=shop)
    assert (made.state, made.is_public, made.title_fr, made.title_ar) == (
        ListingState.WITHDRAWN,
        False,
        "Jarre noire",
        None,
    )
    assert [change.to_state for change in made.changes.all()] == [ListingState.LISTED, ListingState.WITHDRAWN]
    assert not hasattr(made, "card")


def test_another_shops_code_is_as_unknown_as_a_made_up_one(client: Client, shop: Partner) -> None:
    foreign = make_product(price=4500)
    own = make_product(shop=shop, price=4500)
    table = "code,price\n{}\n{}\n{}\n".format(
        f"{short_code(foreign.pk)},1", f"{short_code(987654)},1", f"{short_code(own.pk)[:-1]}2,1"
    )
    before = everything()

    address, page = looked_through(client, table)
    client.post(address)

    assert page.count("No piece of yours has this code.") == 3
    assert foreign.title not in page
    assert everything() == before


def test_row_of_a_piece_twice_is_wrong(client: Client, shop: Partner) -> None:
    code = short_code(make_product(shop=shop, price=4500).pk)

    _address, page = looked_through(client, f"code,price\n{code},4600\n{code},4700\n")

    assert "This piece stands in the table twice." in page


def test_stamped_piece_keeps_its_facts_and_may_change_its_price(
    client: Client, shop: Partner, centre: Centre
) -> None:
    carpet = make_carpet(shop=shop, price=45000, materials=["wool"])
    signed(centre, carpet)
    code = short_code(carpet.pk)
    address, page = looked_through(client, f"code,price,materials\n{code},46000,cotton\n")
    client.post(address)
    priced, _page = looked_through(client, f"code,price,materials\n{code},47000,Wool\n")
    client.post(priced)

    carpet.refresh_from_db()
    assert "what is measured does not change" in page
    assert carpet.materials == ["wool"]
    assert int(carpet.stockrecords.get().price) == 47000


def test_pieces_that_buyers_hold_are_not_counted_away(client: Client, shop: Partner) -> None:
    product = make_product(shop=shop, stock=3)
    product.stockrecords.update(num_allocated=2)

    _address, page = looked_through(client, f"code,stock\n{short_code(product.pk)},1\n")

    assert "Buyers already hold more pieces than that." in page


def test_what_changed_after_the_dry_run_is_named_and_harms_no_other(client: Client, shop: Partner) -> None:
    held, other = make_product(shop=shop, stock=3), make_product(shop=shop, price=4500)
    address, _page = looked_through(
        client, f"code,price,stock\n{short_code(held.pk)},,1\n{short_code(other.pk)},4800,\n"
    )
    held.stockrecords.update(num_allocated=2)

    page = client.get(client.post(address)["Location"]).content.decode()

    assert "Buyers already hold more pieces than that." in page
    assert int(other.stockrecords.get().price) == 4800
    assert stock_of(held) == (3, 2)


def test_empty_cell_and_unknown_column_change_nothing(client: Client, shop: Partner) -> None:
    product = make_product(shop=shop, price=4500, title_fr="Jarre")

    _address, page = looked_through(client, f"code,title_fr,price,remark\n{short_code(product.pk)},,,yes\n")

    assert "No line would change anything." in page
    assert "<bdi>remark</bdi>" in page


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back_and_changes_nothing(
    client: Client, shop: Partner, language: str, kind: str
) -> None:
    product = make_product(
        shop=shop,
        title_ar="=1+1",
        title_fr="'=x",
        materials=["wool", "goat_hair"],
        technique="knotted",
        length_mm=2405,
    )
    with translation.override(language):
        content = client.get(reverse(f"workspace_sheets_{kind}")).content

    _address, page = looked_through(client, content, language="en")

    heading, row = (cells for _line, cells in tables.read(content))
    assert row[heading.index(heading[1])] == "=1+1"
    assert short_code(product.pk) in row
    assert "No line would change anything." in page
    assert {"ar": "الاسم بالعربية", "fr": "Nom en arabe", "en": "Name in Arabic"}[language] in heading


def test_no_cell_of_a_saved_table_is_a_formula(client: Client, shop: Partner) -> None:
    make_product(shop=shop, title_ar="=HYPERLINK(1)", title_fr="@SUM(1)", title_en="+1")

    rows = client.get(reverse("workspace_sheets_csv")).content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("workspace_sheets_xlsx")).content))

    assert "'=HYPERLINK(1)" in rows
    assert {cell.data_type for line in book.active.iter_rows() for cell in line} <= {"s", "n", "inlineStr"}
    assert not any(
        str(cell.value or "").startswith(("=", "+", "@")) for line in book.active.iter_rows() for cell in line
    )


def test_table_of_another_shop_does_not_exist(client: Client, shop: Partner) -> None:
    make_product(title_fr="Secret")
    foreign = sheet_actions.keep(
        shop=make_shop(owner=make_user()), by=make_user(), name="x", content=b"code\n", now=timezone.now()
    )

    assert "Secret" not in client.get(reverse("workspace_sheets_csv")).content.decode()
    assert client.get(reverse("workspace_sheet", args=[foreign.pk])).status_code == 404


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (b"", "empty"),
        (b"remark,other\n1,2\n", "The first line must name the columns"),
        (b"price,Price in dinars\n1,2\n", "Two columns are called"),
        (b"%PDF\x00", "We cannot read this file."),
        (b"code\n" + b"x\n" * 501, "more than 500 pieces"),
    ],
)
def test_table_that_cannot_be_read_is_said_in_the_form(
    client: Client, shop: Partner, table: bytes, sentence: str
) -> None:
    answer = send(client, table)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Sheet.objects.exists()


def test_yes_counts_for_an_hour_and_once(client: Client, shop: Partner) -> None:
    product = make_product(shop=shop, price=4500)
    late, _page = looked_through(client, f"code,price\n{short_code(product.pk)},4800\n")
    Sheet.objects.update(created_at=timezone.now() - timedelta(hours=1, seconds=1))
    client.post(late)
    assert int(product.stockrecords.get().price) == 4500
    good, _page = looked_through(client, f"code,price\n{short_code(product.pk)},4800\n")
    client.post(good)
    product.stockrecords.update(price=5000)

    again = client.post(good, follow=True)

    assert int(product.stockrecords.get().price) == 5000
    assert "done already" in again.content.decode()
    assert not Sheet.objects.filter(pk=late.rstrip("/").rpartition("/")[2]).exists()


def test_bytes_that_were_not_looked_through_are_not_done(client: Client, shop: Partner) -> None:
    product = make_product(shop=shop, price=4500)
    address, _page = looked_through(client, f"code,price\n{short_code(product.pk)},4800\n")
    Sheet.objects.update(content=f"code,price\n{short_code(product.pk)},1\n".encode())

    client.post(address, {"content": "code,price", "sha256": "x"})

    assert int(product.stockrecords.get().price) == 4500


def test_mistake_of_ours_rises_and_leaves_nothing_half_done(shop: Partner, monkeypatch: Any) -> None:
    first, second = make_product(shop=shop, price=4500), make_product(shop=shop, price=4500)
    table = f"code,price\n{short_code(first.pk)},4800\n{short_code(second.pk)},4800\n"
    by = make_user()
    sheet = sheet_actions.keep(shop=shop, by=by, name="x", content=table.encode(), now=timezone.now())
    real, calls = sheet_actions.sheets.catalog.reprice_and_count, []

    def broken(**arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == 2:
            raise RuntimeError("a bug")
        real(**arguments)

    monkeypatch.setattr(sheet_actions.sheets.catalog, "reprice_and_count", broken)

    with pytest.raises(RuntimeError, match="a bug"):
        sheet_actions.apply(sheet=sheet, by=by, now=timezone.now())

    sheet.refresh_from_db()
    assert int(first.stockrecords.get().price) == 4500
    assert sheet.applied_at is None


def test_makers_card_binds_a_table_as_it_binds_a_form(client: Client, shop: Partner) -> None:
    shop.artisans.get().cards.all().delete()
    address, page = looked_through(client, "title_ar,kind,price\nجرة,pottery.jar,3200\n")

    client.post(address)

    assert "There is no valid artisan card for this maker." in page
    assert not Product.objects.filter(shop=shop).exists()


def test_request_that_waits_at_the_centre_keeps_the_facts(
    client: Client, shop: Partner, centre: Centre
) -> None:
    carpet = make_carpet(shop=shop)
    application = labels.submit(product=carpet, by=None, now=NOW)
    code = short_code(carpet.pk)
    _address, before = looked_through(client, f"code,length_cm\n{code},300\n")
    labels.accept(application=application, by=centre.decider, now=NOW)

    _address, after = looked_through(client, f"code,length_cm\n{code},300\n")

    assert "what is measured does not change" not in before
    assert "what is measured does not change" in after


def test_five_hundred_rows_are_looked_through_in_bounded_time_and_queries(
    client: Client, shop: Partner, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(f",جرة {number},pottery.jar,3200\n" for number in range(500))
    answer = send(client, f"code,title_ar,kind,price\n{rows}")

    with django_assert_max_num_queries(1100):  # a savepoint for each row, and no reading in it
        page = client.get(answer["Location"])

    assert page.status_code == 200


@pytest.mark.parametrize("number", ["1e1000000", "-1e1000000", "1e-1000000", "NaN", "sNaN", "Infinity"])
def test_number_beyond_all_bounds_is_a_wrong_row(client: Client, shop: Partner, number: str) -> None:
    _address, page = looked_through(client, f"title_fr,kind,price,stock,length_cm\nJ,Jar,3200,1,{number}\n")

    assert "Line 2" in page

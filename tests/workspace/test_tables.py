"""Tables as people keep them: any Excel's letters, nothing that a spreadsheet would run, and bounds on all of it."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.refusal import Refusal
from marketplace.workspace import tables

cells = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).map(
    lambda text: text.strip(" \u00a0\n")
)
formulas = st.builds(
    lambda quotes, sign, rest: f"{quotes}{sign}{rest}",
    st.text("'", max_size=3),
    st.sampled_from("=+-@"),
    cells,
)
rows = st.lists(st.lists(st.one_of(cells, formulas), min_size=1, max_size=4), min_size=1, max_size=8)


def plain(content: bytes) -> list[list[str]]:
    """Return what was read, without the empty cells at the ends."""
    found = []
    for _line, row in tables.read(content):
        while row and not row[-1]:
            row.pop()
        found.append(row)
    return found


def shorn(table: list[list[str]]) -> list[list[str]]:
    kept = []
    for given_row in table:
        row = list(given_row)
        while row and not row[-1]:
            row.pop()
        if row:
            kept.append(row)
    return kept


@given(rows)
def test_csv_comes_back_as_it_went_out(table: list[list[str]]) -> None:
    table = [["heading", "second"], *table]

    assert plain(tables.write_csv(table)) == shorn(table)


@pytest.mark.parametrize("rtl", [True, False])
def test_xlsx_comes_back_as_it_went_out(rtl: bool) -> None:
    table = [["الرمز", "b"], ["=1+1", "'=x"], ["", "-5"], ["048", "جرة\nسوداء"], ["'quoted'", "4 500"]]

    content = tables.write_xlsx(table, rtl=rtl)

    assert plain(content) == table
    assert openpyxl.load_workbook(io.BytesIO(content)).active.sheet_view.rightToLeft is rtl


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "'=", "''@"])
def test_no_cell_goes_out_as_a_formula(sign: str) -> None:
    text = f"{sign}HYPERLINK(1)"

    book = openpyxl.load_workbook(io.BytesIO(tables.write_xlsx([[text.strip()]], rtl=False)))
    (cell,) = next(book.active.iter_rows())

    assert tables.guard(text).startswith("'")
    assert tables.unguard(tables.guard(text)) == text
    assert cell.data_type == "s"


def test_plain_words_are_not_touched() -> None:
    for text in ("", "جرة", "l'oued", "'quoted", "4500", "a=b"):
        assert tables.guard(text) == text
        assert tables.unguard(text) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "الاسم,السعر\nجرة,4500"),
        ("utf-8-sig", "الاسم;السعر\r\nجرة;4500"),
        ("utf-16", "الاسم\tالسعر\r\nجرة\t4500"),
        ("cp1256", "الاسم;السعر\r\nجرة;4500\r\n"),
        ("cp1256", "sep=;\r\nالاسم;السعر\r\nجرة;4500"),
    ],
)
def test_letters_of_every_excel_are_read(encoding: str, text: str) -> None:
    assert plain(text.encode(encoding)) == [["الاسم", "السعر"], ["جرة", "4500"]]


def test_french_of_an_old_excel_is_read() -> None:
    assert plain("Nom;Prix\r\nThéière façonnée;4500".encode("cp1252"))[1] == ["Théière façonnée", "4500"]


def test_empty_lines_are_left_out_and_lines_keep_their_number() -> None:
    assert [line for line, _row in tables.read(b"a,b\n,\n\n1,2\n")] == [1, 4]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (tables.MAX_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \r\n ",
        b"PK\x03\x04 no zip",
        bomb(),
        b"\xd0\xcf\x11\xe0 an old workbook",
        b"%PDF-1.7\x00\x01",
        "a,b".encode("utf-16-le"),
        b"\xff\xfea",
        b"a," + b"x" * (tables.MAX_CELL + 1),
        b"x" * (tables.MAX_BYTES + 1),
        b"code\n" + b"1\n" * (tables.MAX_ROWS + 1),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        tables.read(content)

    assert refused.value.field == "table"
    assert str(refused.value).endswith(".")


def test_as_many_rows_as_are_promised_are_read() -> None:
    assert len(tables.read(b"code\n" + b"1\n" * tables.MAX_ROWS)) == tables.MAX_ROWS + 1


def test_workbook_of_endless_styles_is_refused_before_they_are_made() -> None:
    table = io.BytesIO(tables.write_xlsx([["code"]], rtl=False))
    packed = io.BytesIO()
    with zipfile.ZipFile(table) as plain_book, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as full:
        for name in plain_book.namelist():
            part = plain_book.read(name)
            if name == "xl/styles.xml":
                part = part.replace(b"</cellXfs>", b"<xf/>" * tables.MAX_MARKS[1] + b"</cellXfs>")
            full.writestr(name, part)

    with pytest.raises(Refusal):
        tables.read(packed.getvalue())


def test_widest_table_that_is_promised_is_read_from_a_workbook() -> None:
    table = [["جرة"] * tables.MAX_COLUMNS] * (tables.MAX_ROWS + 1)

    assert len(tables.read(tables.write_xlsx(table, rtl=True))) == tables.MAX_ROWS + 1

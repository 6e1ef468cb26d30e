"""Tables as people keep them: CSV as Excel of any age writes it, and XLSX; read into plain rows, written formula-safe.

Nothing of a file is believed: its name, its kind, how many rows it says it has. Bounds: MAX_BYTES, MAX_UNPACKED,
MAX_MARKS, MAX_ROWS, MAX_COLUMNS, MAX_CELL.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.exceptions import InvalidFileException

from marketplace.refusal import Refusal

MAX_BYTES = 1024 * 1024
MAX_UNPACKED = 24 * 1024 * 1024
# Signs "<" in a workbook's cells, and in all else of it: each of its styles, names and sheets becomes an object, a
# tenth of a millisecond long, so that a few kilobytes packed well would keep a process busy for minutes.
MAX_MARKS = (300_000, 20_000)
CELLS = ("xl/worksheets/", "xl/sharedStrings.xml")
MAX_ROWS = 500
MAX_COLUMNS = 40
MAX_CELL = 5000
BOM = "\ufeff"
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = list[str]


def guard(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before what could be one."""
    return f"'{text}" if text.lstrip("'").startswith(STARTS_A_FORMULA) else text


def unguard(text: str) -> str:
    """Take the apostrophe of `guard` off again; any other stays."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(STARTS_A_FORMULA) else text


def write_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as CSV that Excel opens in the right letters: UTF-8 with its mark."""
    out = io.StringIO()
    out.write(BOM)
    csv.writer(out, lineterminator="\r\n").writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8")


def write_xlsx(rows: Sequence[Sequence[str]], *, rtl: bool) -> bytes:
    """Return rows as XLSX, every cell a text; a sheet of an Arabic reader runs from right to left."""
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.sheet_view.rightToLeft = rtl
    sheet.freeze_panes = "A2"
    for line, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(line, column)
            cell.value, cell.data_type = guard(text), "s"
            cell.number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> list[tuple[int, Row]]:
    """Return the rows of a table with the line each stands in, its heading first; empty lines are left out.

    :raises Refusal: it is empty, too large, too long, no table we read, or in letters we cannot make out.
    """
    if not content.strip():
        raise Refusal(_("The file is empty."), field="table")
    if len(content) > MAX_BYTES:
        raise Refusal(_("The file is larger than 1 MB. Please send fewer pieces at a time."), field="table")
    lines = _xlsx_lines(content) if content.startswith(ZIP) else _csv_lines(content)
    rows: list[tuple[int, Row]] = []
    for number, row in enumerate(lines, 1):
        cells = [unguard(cell.strip(" \u00a0\n")) for cell in row[:MAX_COLUMNS]]
        if not any(cells):
            continue
        if len(rows) > MAX_ROWS:
            raise Refusal(_("The table has more than 500 pieces. Please send it in parts."), field="table")
        if any(len(cell) > MAX_CELL for cell in cells):
            raise Refusal(_("A cell in line %(line)s is too long.") % {"line": number}, field="table")
        rows.append((number, cells))
    if not rows:
        raise Refusal(_("The file is empty."), field="table")
    return rows


def _not_a_table() -> Refusal:
    return Refusal(
        _("We cannot read this file. Please save it as CSV (UTF-8) or as an Excel workbook (.xlsx)."),
        field="table",
    )


def _csv_lines(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):  # Excel's own note on what parts its cells
        delimiter, text = first.strip()[4:5] or ",", rest
    else:
        delimiter = max("\t;,", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise _not_a_table() from error


def _decoded(content: bytes) -> str:
    """Return the text of a file: by its mark, else UTF-8, else what Arabic and French Windows wrote (1256)."""
    if content.startswith(OLD_EXCEL):
        raise _not_a_table()
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1256"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in text):
            break
        return text
    raise _not_a_table()


def _xlsx_lines(content: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED or _is_overfull(packed):
                raise _not_a_table()
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # A sheet may claim a million empty lines; nobody keeps pieces below so many of them.
        for row in islice(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 20_000):
            yield [_written(value) for value in row]
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
    ) as error:
        raise _not_a_table() from error


def _is_overfull(packed: zipfile.ZipFile) -> bool:
    """Tell whether a workbook has more parts than a table of pieces can, by how many marks its files hold."""
    cells = others = 0
    for entry in packed.infolist():
        marks = packed.read(entry).count(b"<")
        if entry.filename.startswith(CELLS):
            cells += marks
        else:
            others += marks
    return cells > MAX_MARKS[0] or others > MAX_MARKS[1]


def _written(value: object) -> str:
    """Return a cell as one would have typed it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)

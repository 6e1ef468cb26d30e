"""Every QR of a finished PDF, read as a scanner reads it from paper."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable

import pypdfium2
import zxingcpp

from quality_labels import queries
from quality_labels.models import Label

DOTS_PER_INCH = 203  # a cheap thermal printer: eight dots a millimetre
POINTS_PER_INCH = 72


def texts_in(pdf: bytes) -> list[str]:
    """Return what every QR of every page says."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found: list[str] = []
    for page in document:
        picture = page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH, grayscale=True).to_pil()
        codes = zxingcpp.read_barcodes(
            picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
        found += [str(code.text) for code in codes]
    return found


def unread(pdf: bytes, labels: Iterable[Label]) -> list[Label]:
    """Return the labels whose QR is not read exactly once and as it was signed; empty when all is well."""
    seen = Counter(texts_in(pdf))
    return [label for label in labels if seen[queries.carrier_url(label)] != 1]

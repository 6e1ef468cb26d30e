"""What machines read on a product page: JSON-LD of schema.org. Pure: values in, plain data out."""

from __future__ import annotations

from typing import Any

from catalog.seams import Sheet


def piece(
    *,
    name: str,
    description: str,
    url: str,
    images: list[str],
    code: str,
    material: str,
    shop: str,
    craft: str,
    price_dinars: int,
    available: bool,
) -> dict[str, Any]:
    """Return a Product with its one Offer in dinars; `certify` adds the stamp."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": name,
        "description": description,
        "url": url,
        "sku": code,
        "category": craft,
        "material": material,
        "image": images,
        "countryOfOrigin": {"@type": "Country", "name": "DZ"},
        "offers": {
            "@type": "Offer",
            "url": url,
            "price": str(price_dinars),
            "priceCurrency": "DZD",
            "itemCondition": "https://schema.org/NewCondition",
            "availability": f"https://schema.org/{'InStock' if available else 'OutOfStock'}",
            "seller": {"@type": "Organization", "name": shop},
        },
    }
    return {key: value for key, value in data.items() if value not in ("", [])}


def certify(
    data: dict[str, Any], *, sheet: Sheet, name: str, grade: int, word: str, url: str
) -> dict[str, Any]:
    """Return the same with the stamp as a Certification; its serial is never in it, only the last digits."""
    return data | {
        "hasCertification": {
            "@type": "Certification",
            "name": name,
            "certificationIdentification": sheet.last_digits,
            "certificationStatus": "https://schema.org/CertificationActive",
            "issuedBy": {"@type": "Organization", "name": sheet.centre},
            "datePublished": sheet.decided_on.isoformat(),
            "url": url,
            "certificationRating": {
                "@type": "Rating",
                "ratingValue": grade,
                "bestRating": 60,
                "worstRating": 10,
                "alternateName": word,
            },
        }
    }

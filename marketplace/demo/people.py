"""The people who can log in to the demonstration, in which bodies and as what. Development only."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.demo.region import COMMERCIAL_CENTRE_SLUG, OPERATOR_SLUG, STAMPING_CENTRE_SLUG

PASSWORD = "demo-damgha"
TOTP_SECRET = "DAMGHADEMODAMGHADEMODAMGHADEMO22"  # base32; the same for all, because it guards nothing


@dataclass(frozen=True, slots=True)
class PersonSeed:
    """One person: `role` in the body of slug `body`, and for a maker the slug of `maker`."""

    email: str
    name: str
    language: str
    body: str = ""
    role: str = ""
    maker: str = ""
    second_factor: bool = False


def _staff(email: str, name: str, body: str, role: str) -> PersonSeed:
    """Write one member of staff on one line: Arabic screens, and a second factor."""
    return PersonSeed(email=email, name=name, language="ar", body=body, role=role, second_factor=True)


PEOPLE: tuple[PersonSeed, ...] = (
    PersonSeed("tourist@demo.test", "Emma Keller", "en"),
    PersonSeed("buyer@demo.test", "Karim Haddad", "fr"),
    PersonSeed(
        "artisan@demo.test", "الزهرة حمداوي", "ar", body="dar-touat", role="owner", maker="zohra-hamdaoui"
    ),
    PersonSeed(
        "weaver@demo.test", "فاطنة بكراوي", "ar", body="nol-fatna", role="owner", maker="fatna-bekraoui"
    ),
    _staff("inspector@demo.test", "عبد الحميد دحو", STAMPING_CENTRE_SLUG, "inspector"),
    _staff("inspector2@demo.test", "نعيمة بن عبو", STAMPING_CENTRE_SLUG, "inspector"),
    _staff("decider@demo.test", "مصطفى لعمش", STAMPING_CENTRE_SLUG, "decider"),
    _staff("clerk@demo.test", "سميرة بوعزة", COMMERCIAL_CENTRE_SLUG, "clerk"),
    _staff("chamber@demo.test", "رشيد قادري", "chamber-adrar", "chamber_officer"),
    _staff("operator@demo.test", "ليلى مهدي", OPERATOR_SLUG, "operator"),
    _staff("approver@demo.test", "يزيد شريف", OPERATOR_SLUG, "approver"),
)
WITHOUT_CARD_PHOTO = "fatna-bekraoui"

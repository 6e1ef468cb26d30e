"""What a label says, as the claims of a CWT (RFC 8392): numbers only, no names.

    { ? 4: exp, 6: iat, 7: cti = serial as big-endian integer,
      -65537: { 1 scheme version, 2 kind, 3 grade, 4 artisan number, 5 status index,
                ? 6 [L, W, ? H in mm], ? 7 mass in g, ? 8 [measures in scheme order], ? 9 [materials],
                ? 10 [at most 3 colours], ? 11 first 16 bytes of SHA-256 of the front photo,
                ? 12 local name, ? 13: 1 when a lot was certified, not the piece } }

The words for kinds, grades, materials and colours come from the code tables of the page that reads it
(schemes/codes.json). The names of people stay in the database, where they can be erased.
Source: docs/quality-labels.md, R15 and R16.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from quality_labels import cbor, serial

EXPIRES, ISSUED, IDENTIFIER, CLAIMS = 4, 6, 7, -65537
SCHEME, KIND, GRADE, ARTISAN, STATUS, SIZE, MASS, MEASURES, MATERIALS, COLOURS, PHOTO, NAME, LOT = range(
    1, 14
)
GRADES = (10, 20, 30, 40, 50, 60)
MAX_COLOURS = 3
MAX_LIST = 16
MAX_UINT = 2**53 - 1  # what every reader, JavaScript included, holds exactly
MAX_NAME = 40


class BadPayload(ValueError):
    """The payload is well-formed CBOR but not what a label may say."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The facts under the signature of one label; `issued_at` and `expires_at` are whole seconds, UTC."""

    serial: str
    issued_at: datetime
    scheme_version: int
    kind: int
    grade: int
    artisan_no: int
    status_idx: int
    expires_at: datetime | None = None
    size_mm: tuple[int, ...] | None = None
    mass_g: int | None = None
    measures: tuple[int, ...] | None = None
    materials: tuple[int, ...] | None = None
    colours: tuple[int, ...] | None = None
    photo: bytes | None = None
    local_name: str | None = None
    lot: bool = False


def encode(claims: Claims) -> bytes:
    """Write the claims in their one spelling.

    :raises BadPayload: a value a reader would refuse, so that such a label is never signed.
    """
    facts: dict[int, object] = {
        SCHEME: claims.scheme_version,
        KIND: claims.kind,
        GRADE: claims.grade,
        ARTISAN: claims.artisan_no,
        STATUS: claims.status_idx,
    }
    optional = {
        SIZE: claims.size_mm,
        MASS: claims.mass_g,
        MEASURES: claims.measures,
        MATERIALS: claims.materials,
        COLOURS: claims.colours,
        PHOTO: claims.photo,
        NAME: claims.local_name,
        LOT: 1 if claims.lot else None,
    }
    for key, value in optional.items():
        if value is not None:
            facts[key] = list(value) if isinstance(value, tuple) else value
    outer: dict[int, object] = {
        ISSUED: _seconds(claims.issued_at),
        IDENTIFIER: serial.as_bytes(claims.serial),
        CLAIMS: facts,
    }
    if claims.expires_at is not None:
        outer[EXPIRES] = _seconds(claims.expires_at)
    blob = cbor.encode(outer)
    if decode(blob) != claims:
        raise BadPayload("the label would not read back as it was written")
    return blob


def decode(blob: bytes) -> Claims:
    """Read the claims of a label, refusing whatever is not exactly a label.

    :raises cbor.NotCanonical: not the one spelling of CBOR.
    :raises BadPayload: an unknown key, a missing fact, or a value out of its bounds.
    """
    outer = _map(
        cbor.decode(blob), known={EXPIRES, ISSUED, IDENTIFIER, CLAIMS}, needed={ISSUED, IDENTIFIER, CLAIMS}
    )
    facts = _map(outer[CLAIMS], known=set(range(SCHEME, LOT + 1)), needed=set(range(SCHEME, STATUS + 1)))
    grade = _uint(facts[GRADE])
    if grade not in GRADES:
        raise BadPayload("a grade that does not exist")
    if LOT in facts and (facts[LOT] != 1):
        raise BadPayload("the lot mark is 1 or absent")
    return Claims(
        serial=_serial(outer[IDENTIFIER]),
        issued_at=_moment(outer[ISSUED]),
        expires_at=_moment(outer[EXPIRES]) if EXPIRES in outer else None,
        scheme_version=_uint(facts[SCHEME]),
        kind=_uint(facts[KIND]),
        grade=grade,
        artisan_no=_uint(facts[ARTISAN]),
        status_idx=_uint(facts[STATUS]),
        size_mm=_uints(facts[SIZE], least=2, most=3) if SIZE in facts else None,
        mass_g=_uint(facts[MASS]) if MASS in facts else None,
        measures=_uints(facts[MEASURES], least=1, most=MAX_LIST) if MEASURES in facts else None,
        materials=_uints(facts[MATERIALS], least=1, most=MAX_LIST) if MATERIALS in facts else None,
        colours=_uints(facts[COLOURS], least=1, most=MAX_COLOURS) if COLOURS in facts else None,
        photo=_photo(facts[PHOTO]) if PHOTO in facts else None,
        local_name=_name(facts[NAME]) if NAME in facts else None,
        lot=LOT in facts,
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _map(value: object, *, known: set[int], needed: set[int]) -> dict[int, object]:
    if not isinstance(value, dict):
        raise BadPayload("a map was expected")
    if set(value) - known:
        raise BadPayload("a key that labels do not have")
    if needed - set(value):
        raise BadPayload("a fact is missing")
    return value


def _uint(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= MAX_UINT:
        raise BadPayload("a whole number was expected")
    return value


def _uints(value: object, *, least: int, most: int) -> tuple[int, ...]:
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise BadPayload("a list of the wrong length")
    return tuple(_uint(item) for item in value)


def _moment(value: object) -> datetime:
    try:
        return datetime.fromtimestamp(_uint(value), tz=UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise BadPayload("a moment outside the calendar") from error


def _serial(value: object) -> str:
    if not isinstance(value, bytes):
        raise BadPayload("the serial is a byte string")
    try:
        return serial.from_bytes(value)
    except ValueError as error:
        raise BadPayload(str(error)) from error


def _photo(value: object) -> bytes:
    if not isinstance(value, bytes) or len(value) != 16:
        raise BadPayload("the photo is 16 bytes of its hash")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_NAME:
        raise BadPayload("the local name is a short text")
    return value

"""The verifier that needs no network: its script, what it knows, and the file to save.

The modules of `js/` are ECMAScript modules for whoever reads and tests them; the page gets them as one script, in this
order, with the two libraries of `vendor/` before them. No build tool is needed.
Source: docs/quality-labels.md, R300 to R306.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from quality_labels import queries, schemes
from quality_labels.models import LogEntry, SchemeVersion

HERE = Path(__file__).resolve().parent
MODULES = (
    "bytes", "cbor", "signature", "envelope", "label", "notes", "trust", "verdict", "scanner", "page", "keep",
)  # fmt: skip
LIBRARIES = {
    "damgha-crypto.js": "27e5cbc2ec9105efeada6b00f533123c476f6834a0adc29856d1e5fae1a1f215",
    "damgha-qr.js": "4822afe474517f4b166ef7284c9370c515b8c687fc578e0429c2e68a13ed68d3",
}
# What tests ask of the page's script, and anybody in the console of a browser.
SHOWN = "bytesOf, byLibrary, canBrowser, digitsIn, isSerial, judge, openData, openNote, readClaims, treeRoot, verify"
_IMPORT = re.compile(r"^import [^;]+;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_CODES = ("kinds", "grades", "materials", "colours")


@cache
def script() -> str:
    """Return the whole script of the verifier."""
    libraries = [(HERE / "vendor" / name).read_text("utf-8").strip() for name in LIBRARIES]
    modules = [
        _EXPORT.sub("", _IMPORT.sub("", (HERE / "js" / f"{name}.js").read_text("utf-8"))) for name in MODULES
    ]
    inside = "\n".join([*modules, f"globalThis.damghaVerifier = {{ {SHOWN} }};"])
    return "\n".join([*libraries, f'(() => {{\n"use strict";\n{inside}}})();\n'])


@cache
def script_version() -> str:
    """Return what names this script in addresses: it changes when the script does."""
    return hashlib.sha256(script().encode()).hexdigest()[:12]


def data() -> dict[str, Any] | None:
    """Return all that a phone needs to know to check labels by itself, None before the house has it.

    Everything but the words is signed: the directory by the root key, checkpoint and status list by keys it names.
    """
    checkpoint, directory, states = (
        queries.current_checkpoint(),
        queries.key_directory(),
        queries.status_list(),
    )
    root = queries.root_key()
    if checkpoint is None or directory is None or states is None or root is None:
        return None
    return {
        "issued": int(max(checkpoint.signed_at, states.issued_at, directory.published_at).timestamp()),
        "host": settings.STAMP_HOST.lower(),
        "root_vkey": root.vkey,
        "directory": directory.note,
        "checkpoint": queries.served_note(checkpoint),
        "status_list": base64.b64encode(bytes(states.token)).decode(),
        "leaf_hashes": _leaf_hashes(checkpoint.size),
        "codes": _codes(),
    }


def _leaf_hashes(size: int) -> str:
    rows = LogEntry.objects.filter(position__lt=size).order_by("position")
    whole = bytes.fromhex("".join(rows.values_list("leaf_hash", flat=True)))
    return base64.b64encode(whole).decode()


def _codes() -> dict[str, Any]:
    """Return the words for the numbers of a label: code tables, and each scheme's measures in the order of its list."""
    tables = {
        table: {number: _names(names) for number, names in schemes.codes()[table].items()} for table in _CODES
    }
    versions = {row.number: _scheme(row.read()) for row in SchemeVersion.objects.all()}
    return tables | {"schemes": versions}


def _scheme(scheme: schemes.Scheme) -> dict[str, Any]:
    by_code = {measure.code: measure for measure in scheme.measures}
    mass = by_code.get("mass_g")
    return {
        # size and mass are whole millimetres and grams in a label, the others have their measure's decimals
        "size": [_measure(by_code[code], 0) for code in scheme.size],
        "mass": _measure(mass, 0) if mass else None,
        "measures": [_measure(measure, measure.decimals) for measure in scheme.label_measures],
        "not_tested": [_names(names) for names in scheme.not_tested],
    }


def _measure(measure: schemes.Measure, decimals: int) -> dict[str, Any]:
    units = {language: schemes.word("units", measure.unit, language) for language in schemes.LANGUAGES}
    return {"names": _names(measure.names), "units": units, "decimals": decimals}


def _names(names: Any) -> dict[str, str]:
    return {language: names[language] for language in schemes.LANGUAGES}

"""The people of the demonstration at the login page, as it was printed to them: a password, an authenticator app."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

from playwright.sync_api import Page, expect

from marketplace.demo.people import PASSWORD, TOTP_SECRET

ARTISAN = "artisan@demo.test"  # the shop dar-touat, in the commercial centre of Adrar
WEAVER = "weaver@demo.test"  # the home workshop nol-fatna, in Timimoun
INSPECTOR = "inspector@demo.test"
DECIDER = "decider@demo.test"
BUYER = "buyer@demo.test"
MAIL_OF_SHOP = {"dar-touat": ARTISAN, "nol-fatna": WEAVER}  # any other: its own name at shops.demo.test


def totp_code(secret: str = TOTP_SECRET) -> str:
    """Return what an authenticator app with `secret` shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0xF)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def log_in(page: Page, email: str, *, language: str = "en") -> None:
    """Log in with the password and, where the page asks for it, the code."""
    page.goto(f"/{language}/account/login/")
    page.fill('[name="login"]', email)
    page.fill('[name="password"]', PASSWORD)
    page.press('[name="password"]', "Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    if "/second-factor/" in page.url:
        page.fill('[name="code"]', totp_code())
        page.press('[name="code"]', "Enter")
        page.wait_for_url(lambda address: "/second-factor/" not in address)
    expect(page.locator("h1")).to_be_visible()

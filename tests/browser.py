"""A real browser for the journeys: phone and desktop, with and without JavaScript, and no error overlooked."""

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response, ViewportSize

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SECONDS = 45  # a wait, not a measurement: the same two cores run the other tests meanwhile
# Chromium itself drops the cross-fade between two pages when it is not ready in time, and calls that a script error.
FADE_DROPPED = "Transition was "


def find() -> str:
    """Return the Chromium to drive: $CHROMIUM, else the first known name on PATH, else nothing (Playwright's own)."""
    wanted = os.environ.get("CHROMIUM")
    return next((path for name in ((wanted,) if wanted else NAMES) if (path := shutil.which(name))), "")


@dataclass
class Watch:
    """Everything a page complained about. A refused form (422) or a missing page is an answer, not a complaint."""

    complaints: list[str] = field(default_factory=list)
    _documents: set[str] = field(default_factory=set)

    def on(self, page: Page) -> None:
        """Listen to `page` from now on."""
        page.on("console", self._console)
        page.on("pageerror", self._script)
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def _script(self, error: Error) -> None:
        if not str(error).startswith(FADE_DROPPED):
            self.complaints.append(f"script error: {error}")

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.status < 500:
            self._documents.add(response.url)
        elif response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        refused_page = (
            message.text.startswith("Failed to load resource") and message.location["url"] in self._documents
        )
        if not refused_page:
            self.complaints.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def _failed(self, request: Request) -> None:
        if (
            request.failure != "net::ERR_ABORTED"
        ):  # the person went on before it had come: no fault of the page
            self.complaints.append(f"not loaded: {request.url} ({request.failure})")


class Visit(Protocol):
    """Opens a browser window for one visitor."""

    def __call__(
        self, *, language: str = "ar", phone: bool = True, javascript: bool = True, cookies: Any = None
    ) -> Page:
        """Return a fresh window whose addresses may start with "/", with `cookies` (a storage state) or none."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system's Chromium when there is one; a container has neither a sandbox nor a large /dev/shm."""
    # From here on Playwright's loop runs in this thread, and Django would take every query for one of async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    arguments = ["--disable-dev-shm-usage", *quiet, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return browser_type_launch_args | {"args": arguments} | ({"executable_path": find()} if find() else {})


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Generator[Visit]:
    """Open windows on the running site: `visit(language="en", phone=False)`. A page that complains fails the test."""
    with windows(browser, live_server.url) as open_window:
        yield open_window


@contextlib.contextmanager
def windows(browser: Browser, address: str) -> Iterator[Visit]:
    """Open windows on the site at `address`, close them all afterwards, and fail for what a page complained about."""
    watch = Watch()
    contexts = []

    def open_window(
        *, language: str = "ar", phone: bool = True, javascript: bool = True, cookies: Any = None
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            storage_state=cookies,
            locale={"ar": "ar-DZ", "fr": "fr-FR", "en": "en-GB"}[language],
            viewport=PHONE if phone else DESKTOP,
            device_scale_factor=2 if phone else 1,
            has_touch=phone,
            is_mobile=phone,
            java_script_enabled=javascript,
        )
        context.set_default_timeout(SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        watch.on(page)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert watch.complaints == [], "\n".join(watch.complaints)


@pytest.fixture
def phone(visit: Visit) -> Page:
    """A 360 px phone, in Arabic."""
    return visit(language="ar", phone=True)


@pytest.fixture
def phone_without_scripts(visit: Visit) -> Page:
    """The same phone with JavaScript off."""
    return visit(language="ar", phone=True, javascript=False)


@pytest.fixture
def desktop(visit: Visit) -> Page:
    """A desktop, in English."""
    return visit(language="en", phone=False)


def require_accessible(page: Page) -> None:
    """Run axe on the page as it stands: WCAG 2.0 to 2.2 A and AA and its best practices, not one violation.

    :raises AssertionError: names each violation and where it is.
    """
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {
        "runOnly": {"type": "tag", "values": tags},
        "resultTypes": ["violations"],
    }  # of the rest, one node each
    results = Axe().run(page, options=options)
    violations = [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    assert violations == [], f"{page.url}\n" + "\n".join(violations)
    assert results.response["passes"], "axe found nothing to check: is the page empty?"


def require_no_sideways_scroll(page: Page) -> None:
    """Check that the page is no wider than the window, and that its stylesheet is really there.

    :raises AssertionError: names the elements that stick out.
    """
    wide = page.evaluate(
        """() => {
            const limit = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= limit) return [];
            return [...document.querySelectorAll("body *")]
                .filter((e) => { const r = e.getBoundingClientRect(); return r.right > limit + 1 || r.left < -1; })
                .slice(0, 8).map((e) => e.outerHTML.slice(0, 120));
        }"""
    )
    assert wide == [], f"{page.url} scrolls sideways"
    assert page.evaluate("document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 0"), (
        "no stylesheet"
    )


@dataclass
class Weight:
    """What one page sent over the wire, in bytes by kind (document, stylesheet, script, font, image, …)."""

    by_kind: dict[str, int]
    requests: dict[str, int]

    @property
    def before_images(self) -> int:
        """Bytes of everything but pictures."""
        return sum(size for kind, size in self.by_kind.items() if kind not in {"image", "media"})


def weigh(page: Page, address: str) -> Weight:
    """Open `address` with an empty cache and return what came over the wire, compressed as it came.

    :raises AssertionError: a stylesheet did not come, in which case every other number would flatter.
    """
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    kinds: dict[str, str] = {}
    weight = Weight(by_kind={}, requests={})

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"].lower()

    def finished(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "other")
        weight.by_kind[kind] = weight.by_kind.get(kind, 0) + int(event["encodedDataLength"])
        weight.requests[kind] = weight.requests.get(kind, 0) + 1

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="networkidle")
    session.detach()
    assert weight.by_kind.get("stylesheet", 0) > 0, f"{address} came without its stylesheet"
    return weight


def crawl(page: Page, *addresses: str, check: Callable[[Page], None]) -> None:
    """Open each address and run `check` on it."""
    for address in addresses:
        page.goto(address)
        check(page)


def number_in(text: str) -> int:
    """Return the digits of a price or count as a number, whatever spaces group them."""
    return int(re.sub(r"\D", "", text))

"""The real server with its demo data, a real Chromium that can reach nothing else, and a page that remembers all."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from ensure_chromium import find_chromium
from playwright.async_api import Browser, Page, Request, ViewportSize, async_playwright

from tests.conftest import fresh_database
from tests.support.server import serving

# The demo data are written by 1500 deeds, one after another.
START_SECONDS = 120
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
DESKTOP = ViewportSize(width=1360, height=820)

STORED = """JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"""


@dataclass
class Record:
    """What a page did: every address it asked for, every token it sent, every error and policy violation."""

    addresses: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        """Remember where a request went and as whom."""
        self.addresses.append(request.url)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        assert scheme in {"", "Bearer"}
        if token:
            self.tokens.add(token)


@pytest.fixture(scope="session")
def origin(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the server on a database of its own and give its address."""
    database_url = fresh_database(server_url, "thidua_test_browser")
    with serving(database_url, tmp_path_factory.mktemp("server"), "--demo", start_seconds=START_SECONDS) as base:
        yield base


@pytest.fixture(scope="session")
def config(origin: str) -> dict[str, Any]:
    """What the server tells the page: roles with their people and tokens, and examples."""
    answer: dict[str, Any] = httpx.get(f"{origin}/explorer/config.json", trust_env=False).json()
    return answer


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("no Chromium: run make browser")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield started
        await started.close()


@pytest.fixture
def viewport() -> ViewportSize:
    return DESKTOP


@pytest.fixture
def record() -> Record:
    return Record()


@pytest.fixture
async def page(browser: Browser, origin: str, viewport: ViewportSize, record: Record) -> AsyncIterator[Page]:
    """Open the explorer, and hold it to its promises in the end: our origin only, no errors, no token left behind."""
    context = await browser.new_context(viewport=viewport, base_url=origin)
    context.set_default_timeout(10_000)
    await context.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));"
    )
    context.on("request", record.note_request)
    context.on("requestfailed", lambda request: record.errors.append(f"failed: {request.url} {request.failure}"))
    context.on("weberror", lambda error: record.errors.append(f"uncaught: {error.error}"))
    context.on(
        "console",
        lambda message: record.errors.append(message.text) if message.type in {"error", "warning"} else None,
    )
    page = await context.new_page()
    page.on("websocket", lambda socket: record.addresses.append(socket.url))
    await page.goto("/explorer")
    yield page
    await page.wait_for_load_state("networkidle")
    left_behind = json.dumps([*record.addresses, await page.evaluate(STORED)])
    await context.close()
    assert [url for url in record.addresses if not url.startswith((f"{origin}/", "data:"))] == []
    assert [token for token in record.tokens if token in left_behind] == []
    assert record.errors == []

"""A real server process, a real Chromium that can reach nothing but loopback, and a page that remembers everything."""

import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from ensure_chromium import find_chromium
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

HERE = Path(__file__).parent
START_SECONDS = 60
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
PHONE = ViewportSize(width=390, height=844)


@dataclass(frozen=True)
class Site:
    """The server to start, and what a visitor finds there."""

    command: tuple[str, ...]  # {port} is filled in
    role: str  # a choice of the role selector, as it reads in Vietnamese
    role_en: str
    other_role: str
    token: str | None  # of `role`, where it is known beforehand
    example: str  # an example of `role`, as it reads in Vietnamese
    example_en: str
    operation: str  # a piece of its query
    result: str  # a piece of the JSON it answers with
    stream: str  # an example that subscribes
    stream_result: str  # a piece of its last event


# The one place to name another server.
SITE = Site(
    command=(
        *(sys.executable, "-m", "uvicorn", "--app-dir", str(HERE), "tiny_app:app"),
        *("--host", "127.0.0.1", "--port", "{port}", "--log-level", "warning"),
    ),
    role="Tổ chức cán bộ – Nguyễn Thị Lan",
    role_en="Personnel – Nguyễn Thị Lan",
    other_role="Công chức, viên chức – Trần Văn Minh",
    token="token-of-lan",
    example="Gửi lời chào",
    example_en="Send a greeting",
    operation="query Greeting",
    result='"greeting": "Xin chào, Đặng Hữu Phước!"',
    stream="Đếm đến ba",
    stream_result='"count": 3',
)


@dataclass
class Record:
    """What a page did: every request, console error, failure and policy violation."""

    requests: list[str] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def site() -> Site:
    return SITE


@pytest.fixture(scope="session")
def origin(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the server and give its origin."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "server.log"
    command = [part.format(port=port) for part in site.command]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=HERE.parents[1], stdout=output, stderr=output) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/explorer", server, log)
            yield url
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(f"the server did not answer at {url}:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("no Chromium: run tests/browser/ensure_chromium.py first")
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
    """Open the explorer, and hold it to its promises at the end: our origin only, no errors, no violations."""
    context = await browser.new_context(viewport=viewport, base_url=origin)
    await context.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));"
    )
    context.on("request", lambda request: record.requests.append(request.url))
    context.on("requestfailed", lambda request: record.errors.append(f"failed: {request.url} {request.failure}"))
    context.on("weberror", lambda error: record.errors.append(f"uncaught: {error.error}"))
    context.on(
        "console",
        lambda message: record.errors.append(message.text) if message.type in {"error", "warning"} else None,
    )
    page = await context.new_page()
    page.on("websocket", lambda socket: record.requests.append(socket.url))
    await page.goto("/explorer")
    yield page
    await page.wait_for_load_state("networkidle")
    urls = [*record.requests, page.url]
    await context.close()
    elsewhere = [url for url in urls if not url.startswith((f"{origin}/", "data:"))]
    assert elsewhere == []
    assert record.errors == []

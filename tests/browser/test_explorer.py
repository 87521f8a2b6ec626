import asyncio
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from conftest import DESKTOP, STORED
from playwright.async_api import Browser, Page, Route, ViewportSize, expect
from playwright.async_api import Error as BrowserError

from domain.actor import Role

if TYPE_CHECKING:
    from conftest import Record

PHONE = ViewportSize(width=390, height=844)
BOTH_WIDTHS = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])

CENTER = "Trung tâm Thông tin – Lê Anh Dũng"
AUDITOR = "Kiểm toán viên – Nguyễn Bá Thước"
VIEWER = "Tôi là ai, được làm gì"
#: The only example that changes something; its ids stand for those of the reader.
PLACEHOLDERS = "Lưu nháp phiếu chấm (thay mã bằng mã của bạn)"


async def choose_role(page: Page, label: str) -> None:
    await page.get_by_role("combobox", name="Vai trò").select_option(label=label)


async def choose_example(page: Page, title: str) -> None:
    if not await page.locator(".examples").evaluate("(details) => details.open"):
        await page.locator(".examples summary").click()
    await page.locator(".examples").get_by_role("button", name=title, exact=True).click()


async def reload(page: Page) -> None:
    """Load the page again, once it is done with what it asked for: a request broken off counts as an error."""
    await page.wait_for_load_state("networkidle")
    await page.reload()


async def press_run(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("^Execute query")).click()


async def run(page: Page, title: str) -> dict[str, Any]:
    """Open an example, run it, and return the answer that the page shows."""
    await choose_example(page, title)
    await press_run(page)
    await page.locator(".graphiql-response").filter(has_text=re.compile('"(data|errors)"')).wait_for()
    shown = await page.locator(".graphiql-response .CodeMirror").evaluate("(one) => one.CodeMirror.getValue()")
    answer: dict[str, Any] = json.loads(shown)
    return answer


def choice(person: dict[str, Any], language: str = "vi") -> str:
    """A choice of the role selector as it reads on the page."""
    return f"{person['label'][language]} – {person['person']}"


async def test_everybody_is_offered_and_nobody_twice(page: Page, config: dict[str, Any]) -> None:
    people = [choice(person) for person in config["roles"]]

    assert [person["role"] for person in config["roles"]] == [role.lower() for role in Role]
    await expect(page.locator(".role option")).to_have_text([*people, "Chưa đăng nhập", "Dán mã truy cập …"])


async def test_every_example_answers_everybody_it_is_offered_to(page: Page, config: dict[str, Any]) -> None:
    refused = []
    for person in config["roles"]:
        titles = [one["title"]["vi"] for one in config["examples"] if one["role"] in {person["role"], "everyone"}]
        await choose_role(page, choice(person))
        await expect(page.locator(".examples li")).to_have_text(titles)
        for title in titles:
            answer = await run(page, title)
            if "errors" in answer or not answer["data"]:
                refused.append((person["role"], title, answer))
            if title == VIEWER:
                viewer = answer["data"]["viewer"]
                assert viewer["person"]["fullName"] == person["person"]
                assert person["role"].upper() in [grant["role"] for grant in viewer["roles"]]

    assert refused == []


async def test_a_refused_deed_shows_its_typed_error(page: Page, config: dict[str, Any]) -> None:
    (evaluator,) = (one for one in config["roles"] if one["role"] == "evaluator")
    await choose_role(page, choice(evaluator))

    answer = await run(page, PLACEHOLDERS)

    assert answer["data"]["saveScoreSheet"] == {
        "scoreSheet": None,
        "userErrors": [
            {
                "code": "NOT_FOUND",
                "rule": "NOT_FOUND",
                "message": "Không tìm thấy đối tượng.",
                "path": ["assignmentId"],
            }
        ],
    }


@BOTH_WIDTHS
async def test_the_ranking_shows_places_scores_and_what_settled_a_tie(
    page: Page, viewport: ViewportSize, tmp_path: Path
) -> None:
    await expect(page.locator(".brand")).to_contain_text("Thidua")
    await choose_role(page, CENTER)

    answer = await run(page, "Bảng xếp hạng của vòng đã chấm")

    (result,) = answer["data"]["results"]["nodes"]
    entries = result["entries"]["nodes"]
    scores = [float(entry["score"]) for entry in entries]
    parted = [(entry["place"], entry["score"], entry["tier"]) for entry in entries if entry["decidedBy"]]
    assert entries[0]["place"] == 1
    assert scores == sorted(scores, reverse=True)
    # Two were tied at the last seat; a tie-break settled it.
    assert parted == [(19, "67.9", {"name": "Giấy khen"}), (20, "67.9", None)]
    await expect(page.locator(".graphiql-query-editor")).to_contain_text("query Ranking")
    await expect(page.locator(".graphiql-response")).to_contain_text('"state": "PUBLISHED"')
    picture = tmp_path / "explorer.png"
    await page.screenshot(path=picture, full_page=True)
    assert picture.stat().st_size > 10_000
    assert await page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


async def test_a_search_without_diacritics_finds_the_unit(page: Page) -> None:
    answer = await run(page, "Tìm đơn vị, không cần gõ dấu")

    await expect(page.locator(".graphiql-editor-tool")).to_contain_text('"text": "tan so"')
    assert [unit["name"] for unit in answer["data"]["units"]["nodes"]] == ["Cục Tần số vô tuyến điện"]


@BOTH_WIDTHS
async def test_the_schema_is_documented_on_the_page(page: Page, viewport: ViewportSize) -> None:
    await page.get_by_role("button", name="Show Documentation Explorer").click()
    docs = page.locator(".graphiql-doc-explorer")
    await docs.get_by_role("link", name="Query", exact=True).click()
    await docs.get_by_role("link", name="Initiative", exact=True).click()

    await expect(docs).to_contain_text("hoursSaved: Decimal")
    assert await page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


async def test_a_token_goes_into_a_header_and_nowhere_else(page: Page, record: "Record") -> None:
    await choose_role(page, AUDITOR)
    async with page.expect_request(lambda request: "query Viewer" in (request.post_data or "")) as request:
        answer = await run(page, VIEWER)

    sent = await (await request.value).all_headers()
    scheme, _, token = sent["authorization"].partition(" ")
    kept = await page.evaluate(STORED)
    assert answer["data"]["viewer"]["person"]["fullName"] == "Nguyễn Bá Thước"
    assert (scheme, token.count(".")) == ("Bearer", 2)
    assert sent["accept"] == "application/graphql-response+json, application/json;q=0.9"
    assert "thidua:language" in kept
    assert token not in kept
    assert [url for url in record.addresses if token in url] == []


async def test_a_pasted_token_is_used_until_it_is_forgotten(page: Page, config: dict[str, Any]) -> None:
    await choose_role(page, "Dán mã truy cập …")
    await page.get_by_label("Mã truy cập (token)").fill(f"Bearer {config['roles'][-1]['token']}")
    await page.get_by_role("button", name="Dùng mã này").click()
    with_token = await run(page, VIEWER)
    await page.get_by_role("button", name="Bỏ mã").click()
    without_token = await run(page, VIEWER)

    assert with_token["data"]["viewer"]["person"]["fullName"] == "Nguyễn Bá Thước"
    assert without_token["data"]["viewer"] is None


async def test_a_worthless_token_is_refused_in_words(page: Page, record: "Record") -> None:
    await choose_role(page, "Dán mã truy cập …")
    await page.get_by_label("Mã truy cập (token)").fill("worthless")
    await page.get_by_role("button", name="Dùng mã này").click()

    answer = await run(page, VIEWER)

    assert [error["message"] for error in answer["errors"]] == ["Mã truy cập không hợp lệ hoặc đã hết hạn."]
    forget_refusals(record)


async def test_an_expired_token_is_renewed_and_the_request_sent_again(page: Page, record: "Record") -> None:
    async def spoil(route: Route) -> None:
        fetched = await route.fetch()
        config = await fetched.json()
        for person in config["roles"]:
            person["token"] += "spoilt"
        await route.fulfill(response=fetched, json=config)

    await page.route("**/config.json", spoil, times=1)
    await reload(page)
    await choose_role(page, AUDITOR)

    answer = await run(page, VIEWER)

    assert answer["data"]["viewer"]["person"]["fullName"] == "Nguyễn Bá Thước"
    assert any(token.endswith("spoilt") for token in record.tokens)
    forget_refusals(record)


def forget_refusals(record: "Record") -> None:
    """Chromium reports each refused request as an error; nothing else may have gone wrong."""
    assert record.errors
    assert [error for error in record.errors if "401 (Unauthorized)" not in error] == []
    record.errors.clear()


async def test_an_answer_that_comes_after_a_change_of_role_is_not_shown(page: Page) -> None:
    changed = asyncio.Event()

    async def hold(route: Route) -> None:
        if "query Viewer" in (route.request.post_data or ""):
            await changed.wait()
        await route.continue_()

    await page.route("**/graphql", hold)
    await choose_role(page, CENTER)
    await choose_example(page, VIEWER)
    await press_run(page)
    await choose_role(page, AUDITOR)
    async with page.expect_response(lambda answer: "query Viewer" in (answer.request.post_data or "")) as late:
        changed.set()
    await (await late.value).finished()
    await page.wait_for_load_state("networkidle")

    shown = await page.locator(".graphiql-response .CodeMirror").evaluate("(one) => one.CodeMirror.getValue()")
    assert shown == ""
    assert (await run(page, VIEWER))["data"]["viewer"]["person"]["fullName"] == "Nguyễn Bá Thước"


async def test_a_server_that_is_away_is_named_in_words(page: Page, record: "Record") -> None:
    await page.wait_for_load_state("networkidle")
    await page.route("**/graphql", lambda route: route.abort())

    answer = await run(page, VIEWER)

    assert answer == {"errors": [{"message": "Không kết nối được với máy chủ."}]}
    assert len(record.errors) == 2  # the failed request, as an event and on the console
    record.errors.clear()


async def test_the_page_and_the_server_speak_english_too_and_remember(page: Page, config: dict[str, Any]) -> None:
    (evaluator,) = (one for one in config["roles"] if one["role"] == "evaluator")
    await page.get_by_role("button", name="English").click()
    await reload(page)
    await page.get_by_role("combobox", name="Role").select_option(label=choice(evaluator, "en"))

    answer = await run(page, "Save a draft score sheet (put in ids of your own)")

    await expect(page.locator(".brand")).to_contain_text("API explorer")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    assert answer["data"]["saveScoreSheet"]["userErrors"][0]["message"] == "There is no such object."


async def test_the_browser_reaches_nothing_but_the_server(browser: Browser) -> None:
    page = await browser.new_page()

    for elsewhere in ("http://thidua.example/", "http://192.0.2.1/", "https://unpkg.com/"):
        with pytest.raises(BrowserError, match="ERR_NAME_NOT_RESOLVED"):
            await page.goto(elsewhere)

    await page.close()


def test_every_answer_keeps_the_browser_to_our_origin(origin: str) -> None:
    paths = ["", "/config.json", "/explorer.js", "/explorer.css", "/static/graphiql-3.8.3.min.js"]
    for path in paths:
        headers = httpx.get(f"{origin}/explorer{path}", trust_env=False).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-store" if path == "/config.json" else "no-cache")

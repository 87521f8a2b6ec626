import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.async_api import Page, Route, ViewportSize, expect

if TYPE_CHECKING:
    from conftest import Record, Site

DESKTOP = ViewportSize(width=1360, height=820)
PHONE = ViewportSize(width=390, height=844)
BOTH_WIDTHS = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


async def choose_example(page: Page, title: str) -> None:
    summary = page.locator(".examples summary")
    if not await page.locator(".examples").evaluate("(details) => details.open"):
        await summary.click()
    await page.locator(".examples").get_by_role("button", name=title, exact=True).click()


async def run(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("^Execute query")).click()


@BOTH_WIDTHS
async def test_an_example_is_chosen_run_and_answered(
    page: Page, site: "Site", viewport: ViewportSize, tmp_path: Path
) -> None:
    await expect(page.locator(".brand")).to_contain_text("Thidua")
    await page.get_by_role("combobox", name="Vai trò").select_option(label=site.role)
    await choose_example(page, site.example)
    await expect(page.locator(".graphiql-query-editor")).to_contain_text(site.operation)

    await run(page)

    await expect(page.locator(".graphiql-response")).to_contain_text(site.result)
    picture = tmp_path / "explorer.png"
    await page.screenshot(path=picture, full_page=True)
    assert picture.stat().st_size > 10_000
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]


async def test_choosing_a_role_sends_its_token_and_keeps_it_out_of_every_storage(page: Page, site: "Site") -> None:
    await page.get_by_role("combobox", name="Vai trò").select_option(label=site.role)
    await choose_example(page, site.example)
    async with page.expect_request(lambda request: request.method == "POST") as request:
        await run(page)

    sent = await (await request.value).all_headers()
    scheme, _, token = sent["authorization"].partition(" ")
    stored = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert scheme == "Bearer"
    assert site.token in {None, token}
    assert sent["accept"] == "application/graphql-response+json, application/json;q=0.9"
    assert token not in stored
    assert token not in page.url


async def test_each_role_lists_its_own_examples(page: Page, site: "Site") -> None:
    example = page.locator(".examples").get_by_role("button", name=site.example, exact=True)
    await page.get_by_role("combobox", name="Vai trò").select_option(label=site.role)
    await expect(example).to_be_visible()

    await page.get_by_role("combobox", name="Vai trò").select_option(label=site.other_role)

    await expect(example).to_have_count(0)


async def test_a_pasted_token_is_sent_until_it_is_forgotten(page: Page, site: "Site") -> None:
    await page.get_by_role("combobox", name="Vai trò").select_option(label="Dán mã truy cập …")
    await page.get_by_label("Mã truy cập (token)").fill("Bearer pasted-by-hand")
    # GraphiQL reads the schema again as the new person.
    async with page.expect_request(lambda request: request.method == "POST") as with_token:
        await page.get_by_role("button", name="Dùng mã này").click()
    async with page.expect_request(lambda request: request.method == "POST") as without_token:
        await page.get_by_role("button", name="Bỏ mã").click()

    assert (await (await with_token.value).all_headers())["authorization"] == "Bearer pasted-by-hand"
    assert "authorization" not in await (await without_token.value).all_headers()


async def test_the_page_speaks_english_too_and_remembers(page: Page, site: "Site") -> None:
    await page.get_by_role("button", name="English").click()
    await page.reload()

    await page.get_by_role("combobox", name="Role").select_option(label=site.role_en)
    await choose_example(page, site.example_en)
    await expect(page.locator(".brand")).to_contain_text("API explorer")
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_a_subscription_streams_its_events(page: Page, site: "Site") -> None:
    await choose_example(page, site.stream)
    await run(page)

    await expect(page.locator(".graphiql-response")).to_contain_text(site.stream_result)


async def test_an_expired_token_is_renewed_and_the_request_sent_again(
    page: Page, site: "Site", record: "Record"
) -> None:
    refusals: list[str] = []

    async def refuse_once(route: Route) -> None:
        if refusals or route.request.method != "POST":
            await route.continue_()
        else:
            refusals.append(route.request.url)
            await route.fulfill(status=401, json={"errors": [{"message": "expired"}]})

    await page.get_by_role("combobox", name="Vai trò").select_option(label=site.role)
    await choose_example(page, site.example)
    await page.wait_for_load_state("networkidle")
    await page.route("**/*", refuse_once)
    async with page.expect_request("**/config.json"):
        await run(page)

    await expect(page.locator(".graphiql-response")).to_contain_text(site.result)
    assert [error for error in record.errors if "401" not in error] == []
    record.errors.clear()


def test_every_answer_keeps_the_browser_to_our_origin(origin: str) -> None:
    paths = ["", "/config.json", "/explorer.js", "/explorer.css", "/static/graphiql-3.8.3.min.js"]
    for path in paths:
        headers = httpx.get(f"{origin}/explorer{path}", trust_env=False).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-store" if path == "/config.json" else "no-cache")


def test_the_config_names_the_graphql_path_the_people_and_the_examples(origin: str, site: "Site") -> None:
    config = json.loads(httpx.get(f"{origin}/explorer/config.json", trust_env=False).content)

    people = {f"{one['label']['vi']} – {one['person']}" for one in config["roles"]}
    titles = {example["title"]["vi"] for example in config["examples"]}
    assert config["graphqlPath"].startswith("/")
    assert {site.role, site.other_role} <= people
    assert {site.example, site.stream} <= titles

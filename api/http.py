"""Decides what of an HTTP request reaches GraphQL, and in which media type and language it is answered.

GraphQL over HTTP as its audit checks it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import Request

from api.responses import GRAPHQL_RESPONSE
from api.tokens import PUBLIC_TEXT
from domain.errors import Text
from schema.limits import Limits
from schema.operations import Language

JSON = "application/json"
EVENTS = "text/event-stream"
METHODS = "GET, POST"
QUALITY = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")
SURROGATES = re.compile(r"[\0\ud800-\udfff]")
#: How many different headers of a kind are remembered with what they mean; clients send few.
HEADERS = 256


class HTTPError(Exception):
    """A request that GraphQL never sees. `fault` is a key of STATUS, `code` what the client is told."""

    def __init__(
        self, fault: str, text: Text, code: str = "BAD_REQUEST", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(text.en)
        self.fault = fault
        self.text = text
        self.code = code
        self.headers = headers or {}


class Unauthenticated(HTTPError):
    """A bad token, or none where one is needed. The client is told one text for every cause."""

    def __init__(self) -> None:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        super().__init__("UNAUTHENTICATED", PUBLIC_TEXT, "UNAUTHENTICATED", headers)


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a request asks of GraphQL."""

    query: str
    operation_name: str | None
    variables: dict[str, Any] | None
    #: Whether the answer should say how it was read (an extension for development).
    wants_reads: bool = False


class _Range(NamedTuple):
    name: str
    quality: float
    parameters: dict[str, str]


def _ranges(header: str) -> Iterator[_Range]:
    """Read a header of weighted alternatives, skipping what is malformed."""
    for part in header.split(","):
        name, *rest = (piece.strip().lower() for piece in part.split(";"))
        parameters = {key.strip(): value.strip(' "') for key, _, value in (piece.partition("=") for piece in rest)}
        quality = parameters.pop("q", "1")
        if name and QUALITY.fullmatch(quality):
            yield _Range(name, float(quality), parameters)


def _header(request: Request, name: bytes) -> str:
    """Return all there is of a header, joined as HTTP says; ASGI gives names in lower case."""
    found = [value for each, value in request.scope["headers"] if each == name]
    return ", ".join([value.decode("latin-1") for value in found])


def negotiated_type(request: Request) -> str:
    """Choose the media type of the answer: by weight, then by the client's order. No Accept means JSON."""
    best = _negotiated(_header(request, b"accept"))
    if best is None:
        raise HTTPError(
            "NOT_ACCEPTABLE", Text("Không có kiểu trả lời phù hợp.", f"Accept {GRAPHQL_RESPONSE} or {JSON}.")
        )
    return best


@lru_cache(HEADERS)
def _negotiated(header: str) -> str | None:
    ranges = [item for item in _ranges(header) if item.parameters.get("charset", "utf-8") == "utf-8"]
    best, best_quality, best_position = JSON, 0.0 if header.strip() else 1.0, 0
    for media_type in (JSON, GRAPHQL_RESPONSE):
        for pattern in (media_type, "application/*", "*/*"):
            matches = [(place, item) for place, item in enumerate(ranges) if item.name == pattern]
            if matches:
                # Only the most specific range counts: "application/json;q=0, */*" excludes JSON.
                place, item = matches[0]
                if item.quality and (item.quality, -place) > (best_quality, -best_position):
                    best, best_quality, best_position = media_type, item.quality, place
                break
    return best if best_quality else None


def check_takes_events(request: Request) -> None:
    """Raise HTTPError unless a request is a POST whose client takes a stream of events."""
    if request.method != "POST":
        text = Text("Chỉ nhận POST.", "Only POST is allowed.")
        raise HTTPError("METHOD_NOT_ALLOWED", text, headers={"Allow": "POST"})
    if not _takes_events(_header(request, b"accept")):
        raise HTTPError("NOT_ACCEPTABLE", Text("Không có kiểu trả lời phù hợp.", f"Accept {EVENTS}."))


@lru_cache(HEADERS)
def _takes_events(header: str) -> bool:
    ranges = {item.name: item.quality for item in _ranges(header)}
    # Only the most specific range counts: "text/event-stream;q=0, */*" excludes events.
    named = [ranges[pattern] for pattern in (EVENTS, "text/*", "*/*") if pattern in ranges]
    return named[0] > 0 if named else not header.strip()


def language_of(request: Request) -> Language:
    """Choose the language of what a person reads: by weight, then by order; Vietnamese by default."""
    return _language(_header(request, b"accept-language"))


@lru_cache(HEADERS)
def _language(header: str) -> Language:
    best: Language = "vi"
    best_quality = 0.0
    for item in _ranges(header):
        primary = item.name.partition("-")[0]
        if primary in {"vi", "en", "*"} and item.quality > best_quality:
            best, best_quality = "en" if primary == "en" else "vi", item.quality
    return best


async def read_request(request: Request, limits: Limits) -> GraphQLRequest:
    """Read a GET or POST, or raise HTTPError."""
    if request.method not in {"GET", "POST"}:
        text = Text("Chỉ nhận GET và POST.", "Only GET and POST are allowed.")
        raise HTTPError("METHOD_NOT_ALLOWED", text, headers={"Allow": METHODS})
    path = request.scope.get("raw_path") or request.url.path.encode()
    if len(path) + len(request.scope["query_string"]) > limits.url_bytes:
        raise HTTPError("URL_TOO_LONG", Text("Địa chỉ quá dài.", "The URL is too long."))
    if request.method == "GET":
        return _checked(_query_parameters(request))
    _check_content(request)
    return _checked(_json(await _body(request, limits.body_bytes)))


def _bad_request(vi: str, en: str) -> NoReturn:
    raise HTTPError("BAD_REQUEST", Text(vi, en)) from None


def _query_parameters(request: Request) -> dict[str, Any]:
    try:
        pairs = parse_qsl(request.scope["query_string"].decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        _bad_request("Tham số không phải UTF-8.", "The parameters are not UTF-8.")
    parameters: dict[str, Any] = dict(pairs)
    if len(parameters) < len(pairs):
        _bad_request("Có tham số lặp lại.", "A parameter is repeated.")
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _json(parameters[name].encode()) if parameters[name] else None
    return parameters


def _check_content(request: Request) -> None:
    """Take only JSON that nobody compressed: not a type that merely resembles it, no form, no multipart."""
    is_json = _is_json(_header(request, b"content-type"))
    encoding = (_header(request, b"content-encoding") or "identity").strip().lower()
    if not is_json or encoding != "identity":
        text = Text("Hãy gửi application/json, không nén.", "Send application/json, not compressed.")
        raise HTTPError("UNSUPPORTED_MEDIA_TYPE", text)


@lru_cache(HEADERS)
def _is_json(header: str) -> bool:
    types = list(_ranges(header))
    return len(types) == 1 and types[0].name == JSON and types[0].parameters.get("charset", "utf-8") == "utf-8"


async def _body(request: Request, limit: int) -> bytes:
    """Read the body up to the limit, whatever Content-Length says."""
    body, is_more = b"", True
    while is_more:
        message = await request.receive()
        if message["type"] != "http.request":
            _bad_request("Yêu cầu bị ngắt.", "The request was cut short.")
        body += message.get("body", b"")
        is_more = message.get("more_body", False)
        if len(body) > limit:
            text = Text("Thân yêu cầu quá lớn.", "The body is too large.")
            # The rest stays unread, so the connection cannot serve another request.
            raise HTTPError("BODY_TOO_LARGE", text, headers={"Connection": "close"})
    return body


def _json(data: bytes) -> Any:
    try:
        text = data.decode()
        value = DECODER.decode(text)
    except (ValueError, RecursionError):
        _bad_request("Nội dung không phải JSON hợp lệ.", "This is not valid JSON.")
    if "\\u" in text:
        _check_strings(value)
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _check_strings(value: object) -> None:
    """Refuse what JSON can escape and PostgreSQL cannot store. Raw, these are already no JSON or no UTF-8."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending.extend(item)
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
        elif isinstance(item, str) and SURROGATES.search(item):
            text = Text("Chuỗi chứa ký tự không hợp lệ.", "A string holds an invalid character.")
            raise HTTPError("BAD_STRING", text, "BAD_USER_INPUT")


#: What of a request we know, and of what type it is where it is there.
MEMBERS = (("query", str), ("operationName", str), ("variables", dict), ("extensions", dict))


def _checked(payload: object) -> GraphQLRequest:
    """Check the members that we know; others are ignored, as the specification asks."""
    if isinstance(payload, list):
        _bad_request("Không nhận nhiều thao tác một lần.", "Batches are not supported.")
    if not isinstance(payload, dict):
        _bad_request("Yêu cầu phải là một đối tượng JSON.", "The request must be a JSON object.")
    for name, kind in MEMBERS:
        given = payload.get(name)
        if given is not None and not isinstance(given, kind):
            _bad_request(f"{name} sai kiểu.", f"{name} has the wrong type.")
    extensions = payload.get("extensions") or {}
    if payload.get("documentId") is not None or "persistedQuery" in extensions:
        code = "PERSISTED_QUERY_NOT_SUPPORTED"
        raise HTTPError(code, Text("Hãy gửi toàn văn query.", "PersistedQueryNotSupported"), code)
    query = payload.get("query")
    if not query:
        _bad_request("Thiếu query.", "There is no query.")
    wants_reads = extensions.get("reads") is True
    return GraphQLRequest(query, payload.get("operationName"), payload.get("variables"), wants_reads)

"""The load: a process of its own that sends prepared requests over a few connections and reads no more than it must.

It takes its orders as JSON on standard input and answers with JSON on standard output.
"""

import asyncio
import base64
import json
import sys
import time
from dataclasses import dataclass
from itertools import cycle

import uvloop

LENGTH = b"content-length: "
END = b"\r\n\r\n"
#: What no good answer holds.
FAILED = (b'"errors"', b'"data":null', b'"data": null')


@dataclass(slots=True)
class Orders:
    """What to send: for `seconds` after a warm-up, or `count` times."""

    port: int
    requests: list[bytes]
    connections: int
    warm_up: float
    seconds: float
    count: int | None


class Tally:
    """What came back. Answers during the warm-up are checked like others, but not counted."""

    def __init__(self, orders: Orders) -> None:
        self.requests = cycle(orders.requests)
        self.began = time.perf_counter() + orders.warm_up
        self.ends = self.began + orders.seconds
        self.left = orders.count
        self.last = self.began
        self.latencies: list[float] = []
        self.bytes = 0

    def next_request(self) -> bytes | None:
        """Return what to send now; None when it is enough."""
        if self.left is None:
            return next(self.requests) if time.perf_counter() < self.ends else None
        self.left -= 1
        return next(self.requests) if self.left >= 0 else None

    def answered(self, sent: float, size: int) -> None:
        """Count one good answer."""
        now = time.perf_counter()
        if now >= self.began:
            self.latencies.append(now - sent)
            self.bytes += size
            self.last = now


class Connection(asyncio.Protocol):
    """One keep-alive connection with one request under way at a time."""

    def __init__(self, tally: Tally, done: asyncio.Future[None]) -> None:
        self._tally = tally
        self._done = done
        self._buffer = b""
        self._whole = 0
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        """Collect an answer; once it is whole, check it and send the next request."""
        self._buffer = self._buffer + data if self._buffer else data
        if not self._whole:
            head = self._buffer.find(END)
            if head < 0:
                return
            start = self._buffer.lower().find(LENGTH, 0, head) + len(LENGTH)
            self._whole = head + len(END) + int(self._buffer[start : self._buffer.index(b"\r", start)])
        if len(self._buffer) < self._whole:
            return
        if self._buffer[9:12] != b"200" or any(sign in self._buffer for sign in FAILED):
            self._fail(self._buffer.decode())
            return
        self._tally.answered(self._sent, self._whole)
        self._buffer, self._whole = b"", 0
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """Report a server that hung up on us."""
        self._fail(f"connection lost: {exc}")

    def _send(self) -> None:
        request = self._tally.next_request()
        if request is None:
            if not self._done.done():
                self._done.set_result(None)
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)  # type: ignore[attr-defined]  # a TCP transport

    def _fail(self, why: str) -> None:
        if not self._done.done():
            self._done.set_exception(RuntimeError(why[:2000]))
        self._transport.close()


async def put_under_load(orders: Orders) -> dict[str, float]:
    """Send until it is enough, let what is under way end, and say what was seen."""
    loop = asyncio.get_running_loop()
    tally = Tally(orders)
    ends = [loop.create_future() for _ in range(orders.connections)]
    for end in ends:
        await loop.create_connection(lambda end=end: Connection(tally, end), "127.0.0.1", orders.port)
    await asyncio.gather(*ends)
    latencies = sorted(tally.latencies)
    return {
        "requests": len(latencies),
        "per_second": len(latencies) / (tally.last - tally.began),
        "p50_ms": 1000 * latencies[len(latencies) // 2],
        "p95_ms": 1000 * latencies[len(latencies) * 95 // 100],
        "bytes": tally.bytes / len(latencies),
    }


def main() -> None:
    """Read the orders, obey, answer."""
    given = json.load(sys.stdin)
    given["requests"] = [base64.b64decode(each) for each in given["requests"]]
    json.dump(uvloop.run(put_under_load(Orders(**given))), sys.stdout)


if __name__ == "__main__":
    main()

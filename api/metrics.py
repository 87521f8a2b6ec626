"""What the process counts, for Prometheus: above all which way each read went, so that a slow path cannot hide."""

from functools import cache

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.operations import Outcome

REGISTRY = CollectorRegistry()
OPERATIONS = Counter(
    "thidua_operations",
    "Operations by kind, by the execution that answered (compiled or reference), and why it was not the compiled one.",
    ("kind", "way", "reason"),
    registry=REGISTRY,
)
STREAMS = Gauge("thidua_live_streams", "Live queries that are open.", registry=REGISTRY)


@cache
def _counter(kind: str, way: str, reason: str) -> Counter:
    """Return one series; there are few, since reasons are our own words."""
    return OPERATIONS.labels(kind, way, reason)


def count(kind: str, outcome: Outcome) -> None:
    """Count an operation that ran."""
    _counter(kind, outcome.way or "none", outcome.reason).inc()


def metrics_route() -> Route:
    """Make `/metrics`; it tells numbers only, and is for the inside of the network."""

    async def metrics(_request: Request) -> Response:
        return Response(
            generate_latest(REGISTRY), headers={"Cache-Control": "no-store"}, media_type=CONTENT_TYPE_LATEST
        )

    return Route("/metrics", metrics)

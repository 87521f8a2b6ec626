"""Engines: how this process connects, and which limits every connection carries."""

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

#: Milliseconds a statement may take; an operation is cut off at ten seconds, its statement with it.
STATEMENT_TIMEOUT = "10000"


def serving_engine(url: str, pool_size: int) -> AsyncEngine:
    """Make the engine that serves requests."""
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        connect_args={
            "server_settings": {
                "application_name": "thidua",
                "timezone": "UTC",
                "statement_timeout": STATEMENT_TIMEOUT,
                "idle_in_transaction_session_timeout": "30000",
            }
        },
    )


def tool_engine(url: str) -> AsyncEngine:
    """Make an engine for one command: no pool, no statement limit."""
    return create_async_engine(
        url,
        poolclass=NullPool,
        connect_args={"server_settings": {"application_name": "thidua-tool", "timezone": "UTC"}},
    )

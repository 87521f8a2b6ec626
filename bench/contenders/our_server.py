"""Our own app under other servers than the one that `thidua serve` runs it with."""

import sys

import uvicorn
from starlette.applications import Starlette

from api.app import create_app
from api.database import serving_engine
from api.issuer import DevelopmentIssuer
from bench.contenders.serving import Announced, database_url, settings


def make_app() -> Starlette:
    """Make the app as `thidua serve` does."""
    here = settings()
    issuer = DevelopmentIssuer(here.data_directory / "keys", here.issuer, here.audience)
    return create_app(here, serving_engine(database_url(), here.pool_size), issuer.keys, issuer=issuer)


def serve_with_granian(port: int) -> None:
    """Serve with granian: its HTTP in Rust, our loop (uvloop), one worker."""
    from granian import Granian  # noqa: PLC0415 -- an optional guest
    from granian.constants import Interfaces, Loops  # noqa: PLC0415 -- the same

    print(f"http://127.0.0.1:{port}/graphql", flush=True)
    Granian(
        "bench.contenders.our_server:make_app",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=1,
        factory=True,
        log_enabled=False,
    ).serve()


def serve_with_uvicorn(loop: str, http: str) -> None:
    """Serve with uvicorn on a loop and with an HTTP parser of one's choice."""
    config = uvicorn.Config(
        make_app(),
        port=0,
        loop=loop,
        http=http,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    Announced(config).run()


if __name__ == "__main__":
    server, *arguments = sys.argv[1:]
    if server == "granian":
        serve_with_granian(int(arguments[0]))
    else:
        serve_with_uvicorn(*arguments)

"""`thidua work`: do the long computations that wait, one after the other, until asked to stop."""

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import click

from api.database import tool_engine
from api.settings import read_settings
from api.starting import ensure_database, running_database
from api.working import work, work_once
from domain import clock
from domain.database import Database


@click.command(help="Tính các tác vụ dài cho đến khi bấm Ctrl-C. / Do the long computations that wait, until Ctrl-C.")
@click.option("--once", is_flag=True, help="Làm hết rồi dừng. / Stop when nothing waits any more.")
@click.option("--attached", is_flag=True, hidden=True, help="Stop at the end of the standard input, too.")
@click.option(
    "--shift", type=float, default=0.0, hidden=True, help="Seconds that the clock is apart from the machine's."
)
def command(once: bool, attached: bool, shift: float) -> None:
    """Let a running computation come to its end within a grace; else it waits for another worker."""
    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s")
    clock.run_apart(timedelta(seconds=shift))
    with running_database(read_settings()) as url:
        asyncio.run(ensure_database(url))
        asyncio.run(_work(url, once=once, attached=attached))


async def _work(url: str, *, once: bool, attached: bool) -> None:
    engine = tool_engine(url)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop(*_signal: object) -> None:
        loop.call_soon_threadsafe(stopping.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    if attached:
        threading.Thread(target=_at_the_end_of_input, args=(stop,), daemon=True).start()
    database = Database(engine)
    try:
        if once:
            while not stopping.is_set() and await work_once(database, stopping):
                pass
        else:
            await work(database, stopping)
    finally:
        await engine.dispose()


def _at_the_end_of_input(stop: Callable[[], None]) -> None:
    sys.stdin.buffer.read()
    stop()

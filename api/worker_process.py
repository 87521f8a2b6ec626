"""The worker that `thidua serve` runs beside itself: a process of its own, so that computing never blocks serving."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from domain import clock

#: How long a worker has to end when it is asked to, in seconds; then it is killed, and its job taken up again.
PATIENCE = 15.0
#: How long to wait before a worker that died is started again, in seconds.
PAUSE = 5.0


@contextmanager
def worker_beside(url: str) -> Iterator[None]:
    """Run `thidua work` on a database meanwhile, in this process's time; a worker that dies is started again.

    The worker's standard input is a pipe that only this process holds: it ends when we do, however we end.
    """
    stopping = threading.Event()
    running = [_start(url)]
    keeper = threading.Thread(target=_keep, args=(url, running, stopping), name="worker-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()
        _stop(running[0])


def _start(url: str) -> "subprocess.Popen[bytes]":
    shift = str(clock.shift().total_seconds())
    return subprocess.Popen(  # noqa: S603 -- our own command line
        [sys.executable, "-m", "api.cli", "work", "--attached", "--shift", shift],
        # In the environment rather than among the arguments, which everybody on the machine can read.
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.PIPE,
    )


def _keep(url: str, running: "list[subprocess.Popen[bytes]]", stopping: threading.Event) -> None:
    while not stopping.wait(1.0):
        if running[0].poll() is not None and not stopping.wait(PAUSE):
            running[0] = _start(url)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

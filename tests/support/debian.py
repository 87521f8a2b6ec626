"""Programs that some tests need and that Debian has: found, installed where that is possible, or asked for."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

INSTALL_SECONDS = 900


def ensure(is_there: Callable[[], bool], installing: str, packages: Sequence[str], missing: str) -> int:
    """Return the exit code 0 when a program is there or could be installed; else say what to do, in both languages.

    `installing` says what is being installed, `missing` what to do by hand.
    """
    if is_there():
        return 0
    apt = shutil.which("apt-get")
    if apt and Path("/etc/debian_version").exists() and os.geteuid() == 0:
        _say(installing)
        _install(apt, packages)
    if is_there():
        return 0
    sys.stderr.write(missing)
    return 1


def _install(apt: str, packages: Sequence[str]) -> None:
    quiet = (apt, "-qq", "-o", "Dpkg::Use-Pty=0")
    steps = (
        ("  1/2 apt-get update", (*quiet, "update")),
        (
            f"  2/2 apt-get install {' '.join(packages)}",
            (*quiet, "install", "-y", "--no-install-recommends", *packages),
        ),
    )
    for title, command in steps:
        _say(title)
        try:
            done = subprocess.run(
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=INSTALL_SECONDS,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
        except subprocess.TimeoutExpired:
            _say(f"  quá {INSTALL_SECONDS} giây / took more than {INSTALL_SECONDS} seconds")
            return
        if done.returncode:
            _say(done.stdout.strip())
            return
    _say("  xong / done")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()

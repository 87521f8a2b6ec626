"""Exit 0 when Chromium is on PATH, installing Debian's package where that is possible."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser")
INSTALL_SECONDS = 900

MISSING = """\
Không tìm thấy Chromium, nên chưa thể kiểm thử trang khám phá API.
  Trên Debian: chạy lại lệnh này bằng quyền root, hoặc tự cài gói `chromium`.
  Trên hệ khác: cài Chromium sao cho lệnh `chromium` có trong PATH.
Chromium was not found, so the API explorer cannot be tested.
  On Debian: run this again as root, or install the package `chromium` yourself.
  Elsewhere: install Chromium so that the command `chromium` is on PATH.
"""


def find_chromium() -> str | None:
    """Return the path of Chromium, or None when PATH has none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Find Chromium, else install it, else say what to do."""
    if find_chromium():
        return 0
    apt = shutil.which("apt-get")
    if apt and Path("/etc/debian_version").exists() and os.geteuid() == 0:
        _install(apt)
    if find_chromium():
        return 0
    sys.stderr.write(MISSING)
    return 1


def _install(apt: str) -> None:
    _say("Đang cài Chromium từ kho của Debian / Installing Debian's Chromium ...")
    quiet = (apt, "-qq", "-o", "Dpkg::Use-Pty=0")
    steps: Sequence[tuple[str, tuple[str, ...]]] = (
        ("  1/2 apt-get update", (*quiet, "update")),
        ("  2/2 apt-get install chromium", (*quiet, "install", "-y", "--no-install-recommends", "chromium")),
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


if __name__ == "__main__":
    sys.exit(main())

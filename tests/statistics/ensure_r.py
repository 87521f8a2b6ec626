"""Exit 0 when R and its package lme4 are there, installing Debian's packages where that is possible."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = ("r-base-core", "r-cran-lme4")
INSTALL_SECONDS = 900

MISSING = """\
Không tìm thấy R với gói lme4, nên chưa thể đối chiếu các con số thống kê.
  Trên Debian: chạy lại lệnh này bằng quyền root, hoặc tự cài các gói `r-base-core` và `r-cran-lme4`.
  Trên hệ khác: cài R sao cho lệnh `Rscript` có trong PATH, rồi cài gói lme4 trong R.
R with its package lme4 was not found, so the statistics cannot be compared.
  On Debian: run this again as root, or install the packages `r-base-core` and `r-cran-lme4` yourself.
  Elsewhere: install R so that the command `Rscript` is on PATH, then the package lme4 in R.
"""


def is_there() -> bool:
    """Say whether R is on PATH and loads lme4."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return False
    loaded = subprocess.run(
        (rscript, "-e", "library(lme4)"), check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return loaded.returncode == 0


def main() -> int:
    """Find R with lme4, else install them, else say what to do."""
    if is_there():
        return 0
    apt = shutil.which("apt-get")
    if apt and Path("/etc/debian_version").exists() and os.geteuid() == 0:
        _install(apt)
    if is_there():
        return 0
    sys.stderr.write(MISSING)
    return 1


def _install(apt: str) -> None:
    _say("Đang cài R và lme4 từ kho của Debian / Installing Debian's R and lme4 ...")
    quiet = (apt, "-qq", "-o", "Dpkg::Use-Pty=0")
    steps = (
        ("  1/2 apt-get update", (*quiet, "update")),
        (
            f"  2/2 apt-get install {' '.join(PACKAGES)}",
            (*quiet, "install", "-y", "--no-install-recommends", *PACKAGES),
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


if __name__ == "__main__":
    sys.exit(main())

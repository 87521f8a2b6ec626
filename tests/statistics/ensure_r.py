"""Exit 0 when R and its package lme4 are there, installing Debian's packages where that is possible."""

import shutil
import subprocess
import sys

from tests.support.debian import ensure

PACKAGES = ("r-base-core", "r-cran-lme4")

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
    return ensure(
        is_there, "Đang cài R và lme4 từ kho của Debian / Installing Debian's R and lme4 ...", PACKAGES, MISSING
    )


if __name__ == "__main__":
    sys.exit(main())

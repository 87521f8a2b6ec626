"""Exit 0 when Chromium is on PATH, installing Debian's package where that is possible."""

import shutil
import sys

from tests.support.debian import ensure

NAMES = ("chromium", "chromium-browser")

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
    return ensure(
        lambda: find_chromium() is not None,
        "Đang cài Chromium từ kho của Debian / Installing Debian's Chromium ...",
        ("chromium",),
        MISSING,
    )


if __name__ == "__main__":
    sys.exit(main())

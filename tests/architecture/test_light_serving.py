"""What serves requests loads no library that computes, draws or reads workbooks: workers do, and those are heavy."""

import subprocess
import sys

import pytest

HEAVY = ("docx", "fontTools", "lxml", "matplotlib", "numpy", "openpyxl", "ortools", "scipy", "typst")


@pytest.mark.slow
def test_serving_loads_nothing_heavy():
    # One process after the other module: what either of them loads stays loaded, and is told with the first that does.
    told = f"print([name for name in {HEAVY!r} if name in sys.modules])"
    asked = f"import sys, api.app; {told}; import api.commands.serving; {told}"

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.splitlines() == ["[]", "[]"]

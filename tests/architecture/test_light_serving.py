"""What serves requests loads no library that computes, draws or reads workbooks: workers do, and those are heavy."""

import subprocess
import sys

import pytest

HEAVY = ("matplotlib", "numpy", "openpyxl", "ortools", "scipy")


@pytest.mark.parametrize("module", ["api.app", "api.commands.serving"])
def test_serving_loads_nothing_heavy(module):
    asked = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout == "\n"

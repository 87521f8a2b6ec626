"""Numbers of R's lme4 for made-up contests. `python tests/statistics/reference.py` writes the file of them anew."""

import csv
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from designs import Contest, Shape, contest, halves, lopsided

HERE = Path(__file__).parent
STORED = HERE.parent / "domain" / "engine" / "data" / "lme4.json"

CONTESTS: dict[str, Contest] = {
    "three of fifteen": contest(Shape(40, 15, 3), seed=1),
    "pairs of judges": contest(Shape(40, 20, 2), seed=2),
    "few entries, many judges": contest(Shape(8, 30, 10), seed=3),
    "lopsided": contest(Shape(50, 12, 3, severity=8, noise=3, step=0.1), seed=4, deal=lopsided),
    "two halves": contest(Shape(36, 12, 3), seed=5, deal=halves),
    "no severity": contest(Shape(40, 10, 3, severity=0), seed=7),
    "complete": contest(Shape(12, 5, 5), seed=8),
}


def ask_lme4(given: Contest) -> dict[str, Any]:
    """Return the sheets of a contest and what lme4 says of them, by kind and id."""
    names = {"entry": [f"e{each:03d}" for each in given.entry], "judge": [f"j{each:03d}" for each in given.judge]}
    sheets = sorted(zip(names["entry"], names["judge"], given.total.tolist(), strict=True))
    with tempfile.TemporaryDirectory() as directory:
        asked, answered = Path(directory) / "sheets.csv", Path(directory) / "told.csv"
        with asked.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("entry", "judge", "total"), *((e, j, repr(t)) for e, j, t in sheets)])
        subprocess.run(("Rscript", str(HERE / "lme4.R"), str(asked), str(answered)), check=True)  # noqa: S607  # on PATH
        told: dict[str, Any] = {"sheets": sheets}
        with answered.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                told.setdefault(row["kind"], {})[row["id"]] = float(row["value"])
    return told


if __name__ == "__main__":
    STORED.parent.mkdir(exist_ok=True)
    written = {name: ask_lme4(given) for name, given in CONTESTS.items()}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(told)}" for name, told in written.items())
    STORED.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")

"""The result file: what was computed from which table and rules, and what was refused, as one JSON text.

The same table and rules give the same bytes on every machine: keys sorted, decimals as text, no time and no path in
it. `inputs_hash` and `outputs_hash` are those of the engine's canonical documents.
"""

import hashlib
import json
from typing import Any

from domain.engine.documents import (
    ENGINE_VERSION,
    digest,
    evaluation_document,
    problem_document,
)
from domain.engine.outcome import Evaluation
from domain.tables.cells import Table
from domain.tables.findings import Finding
from domain.tables.parsing import Parsed
from domain.tables.rules_file import RulesFile

RESULT_FORMAT = "thidua-result/1"


def result_text(
    table: Table, rules: RulesFile, rules_content: bytes, parsed: Parsed, evaluation: Evaluation | None
) -> str:
    """Write a result; the evaluation is None where nothing was computed because rows were refused."""
    outputs = None if evaluation is None else evaluation_document(evaluation)
    result = {
        "format": RESULT_FORMAT,
        "engine_version": ENGINE_VERSION,
        "title": rules.title,
        "seed": rules.seed,
        "rules_sha256": hashlib.sha256(rules_content).hexdigest(),
        "table": {
            "sha256": table.sha256,
            "sheet": table.sheet,
            "rows": parsed.rows,
            "rows_refused": parsed.rows_refused,
        },
        "inputs_hash": None if outputs is None else digest(problem_document(parsed.problem)),
        "outputs_hash": None if outputs is None else digest(outputs),
        "evaluation": None if outputs is None else json.loads(outputs)["evaluation"],
        "refused": [_refusal(finding) for finding in parsed.findings.told],
        "refused_count": parsed.findings.count,
    }
    # Indented for people; the hashes are of the canonical documents and not of this text.
    return json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _refusal(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "rule": finding.rule,
        "text": {"vi": finding.text.vi, "en": finding.text.en},
    }

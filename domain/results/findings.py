"""What a verification can find, and how each is told to a person."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from domain.errors import Text
from domain.ledger.checking import Fault

#: So many are told one by one; a table that was rewritten from end to end needs no more to be seen.
MOST_TOLD = 500
#: Characters of a figure that are told.
LONGEST = 200


class Kind(StrEnum):
    """What is wrong. The first seven are those of the chain, under their own names."""

    EDITED = Fault.EDITED
    DELETED = Fault.DELETED
    INSERTED = Fault.INSERTED
    REORDERED = Fault.REORDERED
    LINK_BROKEN = Fault.LINK_BROKEN
    REWRITTEN = Fault.REWRITTEN
    CUT_OFF = Fault.CUT_OFF
    #: An event of a whole chain says what no event of its kind says.
    EVENT_UNREADABLE = "EVENT_UNREADABLE"
    #: An event tells of a result that is not kept, or there is one that no event tells of.
    RESULT_MISSING = "RESULT_MISSING"
    RESULT_UNKNOWN = "RESULT_UNKNOWN"
    #: What is printed on a result, or its state, is not what the ledger says.
    RESULT_DIFFERS = "RESULT_DIFFERS"
    #: The program of this machine cannot compute it: another engine did, or the data are not computable.
    NOT_COMPUTABLE = "NOT_COMPUTABLE"
    #: What the ledger says at the printed head has another hash than is printed.
    INPUTS_DIFFER = "INPUTS_DIFFER"
    #: The evaluation computed anew has another hash than is printed, and not for its last digits only.
    OUTPUTS_DIFFER = "OUTPUTS_DIFFER"
    #: The hash differs, but no figure by more than the last digit: another machine's arithmetic. No fault.
    LAST_DIGIT = "LAST_DIGIT"
    #: A figure of the whole, of an entry, an evaluator or a sheet is not what was computed.
    FIGURE_DIFFERS = "FIGURE_DIFFERS"
    FIGURES_MISSING = "FIGURES_MISSING"
    FIGURES_UNKNOWN = "FIGURES_UNKNOWN"
    #: Tables that do not follow from the ledger.
    SHEET_MISSING = "SHEET_MISSING"
    SHEET_UNKNOWN = "SHEET_UNKNOWN"
    SHEET_DIFFERS = "SHEET_DIFFERS"
    MARK_DIFFERS = "MARK_DIFFERS"
    EXCLUSION_DIFFERS = "EXCLUSION_DIFFERS"
    ASSIGNMENT_DIFFERS = "ASSIGNMENT_DIFFERS"
    RULES_DIFFER = "RULES_DIFFER"
    COMPARISON_DIFFERS = "COMPARISON_DIFFERS"
    TIE_BREAK_DIFFERS = "TIE_BREAK_DIFFERS"


#: Worth telling, yet nothing that anybody did.
NO_FAULTS = frozenset({Kind.LAST_DIGIT})


class Finding(NamedTuple):
    """One finding; `subject` is a path for programs: "event:12", "result:1/entry:<id>", "sheet:<id>/criterion:<id>"."""

    kind: Kind
    subject: str
    text: Text


class Report(NamedTuple):
    """What a verification found: the first findings, how many there are in all, and what was looked at."""

    findings: list[Finding]
    total: int
    is_sound: bool
    events: int
    results: int

    @classmethod
    def of(cls, findings: Iterable[Finding], *, events: int, results: int) -> "Report":
        """Keep the first findings and judge by all of them."""
        found = list(findings)
        is_sound = all(each.kind in NO_FAULTS for each in found)
        return cls(found[:MOST_TOLD], len(found), is_sound, events, results)


def differing(kind: Kind, subject: str, what: Text, *, ledger: Any, table: Any) -> Finding:
    """Tell what the ledger says and what is kept beside it."""
    one, other = said(ledger), said(table)
    return Finding(
        kind,
        subject,
        Text(
            f"{what.vi}: theo sổ cái là {one.vi}, đang lưu là {other.vi}.",
            f"{what.en}: the ledger says {one.en}, what is kept says {other.en}.",
        ),
    )


def said(value: Any) -> Text:
    """Write a figure for both languages, as long as figures are."""
    if value is None or value == []:
        return Text("không có", "nothing")
    if isinstance(value, bool):
        return Text("có", "true") if value else Text("không", "false")
    if isinstance(value, dict):
        value = [f"{key}: {item}" for key, item in sorted(value.items())]
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return Text(text[:LONGEST], text[:LONGEST])

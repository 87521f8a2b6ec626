"""What a vote is counted by: threshold and quorum, both of the total membership, and what makes a vote passed.

Thresholds are shares of all members with a vote, not of those present; who is absent is asked in writing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from domain.councils.rules import BallotChoice
from domain.errors import Conflict, DomainError, Invalid, Text

#: A secret ballot with fewer papers would tell how somebody voted: each of two knows the other's.
MIN_SECRET_BALLOTS = 3
#: Shares are kept with this many decimals.
SHARE_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class VotingRule:
    """How an item is voted on. Threshold and quorum are shares of the total membership, above 0 and at most 1."""

    threshold: Decimal
    quorum: Decimal
    is_secret: bool
    #: What it rests on; None when the secretary gave it because no rule is in force.
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The ballots of one item, counted."""

    votes_for: int = 0
    votes_against: int = 0
    votes_blank: int = 0

    @property
    def collected(self) -> int:
        """Return how many papers were handed in."""
        return self.votes_for + self.votes_against + self.votes_blank

    def plus(self, choice: BallotChoice) -> "Tally":
        """Return the tally with one more ballot."""
        return Tally(
            self.votes_for + (choice is BallotChoice.FOR),
            self.votes_against + (choice is BallotChoice.AGAINST),
            self.votes_blank + (choice is BallotChoice.BLANK),
        )


def votes_needed(share: Decimal, total: int) -> int:
    """Return the least number of votes, or of people, that is at least `share` of `total`. Exact."""
    return math.ceil(Fraction(share) * total)


def share_of(votes: int, total: int) -> Decimal:
    """Return votes as a share of the total membership, to four decimals, for people to read."""
    return (Decimal(votes) / Decimal(total)).quantize(SHARE_PLACES)


def voting_rule(parameters: Mapping[str, Any], clause: str) -> VotingRule:
    """Read a rule in force: {"threshold": "0.80", "quorum": "0.50", "secret": true}. Raises Conflict."""
    try:
        rule = VotingRule(
            Decimal(str(parameters["threshold"])), Decimal(str(parameters["quorum"])), parameters["secret"], clause
        )
    except (KeyError, InvalidOperation):
        raise _malformed(clause) from None
    if problems_of_rule(rule) or not isinstance(rule.is_secret, bool):
        raise _malformed(clause)
    return rule


def _malformed(clause: str) -> Conflict:
    text = Text(
        f"Quy định biểu quyết đang có hiệu lực ghi sai tham số ({clause}).",
        f"The voting rule in force has wrong parameters ({clause}).",
    )
    return Conflict("COUNCIL_RULE_MALFORMED", text)


def rule_given(threshold: Decimal | None, quorum: Decimal | None, is_secret: bool | None) -> VotingRule:
    """Return the rule that the secretary gives where none is in force. Raises Invalid when part of it is missing."""
    given = {"threshold": threshold, "quorum": quorum, "isSecret": is_secret}
    missing = [name for name, value in given.items() if value is None]
    if threshold is None or quorum is None or is_secret is None:
        text = Text(
            "Không có quy định biểu quyết đang có hiệu lực: phải nêu tỷ lệ thông qua, tỷ lệ dự họp và cách bỏ phiếu.",
            "No voting rule is in force: give the threshold, the quorum, and whether the vote is secret.",
        )
        raise Invalid("COUNCIL_RULE_MISSING", text, (missing[0],))
    return VotingRule(threshold, quorum, is_secret)


def problems_of_rule(rule: VotingRule) -> list[DomainError]:
    """List the shares of a rule that are not above 0 and at most 1, with at most four decimals."""
    text = Text("Tỷ lệ phải lớn hơn 0 và không quá 1.", "A share is above 0 and at most 1.")
    return [
        Invalid("SHARE_RANGE", text, (field,), "0 < .. <= 1")
        for field, share in (("threshold", rule.threshold), ("quorum", rule.quorum))
        if not (share.is_finite() and 0 < share <= 1 and share == share.quantize(SHARE_PLACES))
    ]


def total_of(votes: Sequence[bool]) -> int:
    """Return the total membership that thresholds and quorum are of: everybody with a vote."""
    return sum(votes)


def count(choices: Sequence[BallotChoice]) -> Tally:
    """Count open ballots."""
    tally = Tally()
    for choice in choices:
        tally = tally.plus(choice)
    return tally


def is_passed(votes_for: int, needed: int) -> bool:
    """Say whether an item passed: enough votes for it, of the total membership."""
    return votes_for >= needed


def check_quorum(present: int, needed: int) -> None:
    """Raise Conflict when fewer members are present than the quorum, which is of the total membership."""
    if present < needed:
        text = Text(
            f"Chưa đủ số thành viên để biểu quyết: có mặt {present}, cần {needed}.",
            f"There is no quorum: {present} are present, {needed} are needed.",
        )
        raise Conflict("NO_QUORUM", text)


def check_papers(issued: int, *, is_secret: bool, path: Sequence[str]) -> None:
    """Raise Conflict when a ballot could not be secret: too few papers would be handed out."""
    if is_secret and issued < MIN_SECRET_BALLOTS:
        text = Text(
            f"Bỏ phiếu kín cần ít nhất {MIN_SECRET_BALLOTS} thành viên được phát phiếu.",
            f"A secret ballot needs at least {MIN_SECRET_BALLOTS} members with a paper.",
        )
        raise Conflict("TOO_FEW_PAPERS", text, path)


def check_collected(collected: int, *, is_secret: bool) -> None:
    """Raise Conflict when so few secret papers came in that their count would tell how somebody voted."""
    if is_secret and collected < MIN_SECRET_BALLOTS:
        text = Text(
            f"Một nội dung mới thu {collected} phiếu kín; ít hơn {MIN_SECRET_BALLOTS} phiếu thì lộ ý kiến từng người.",
            f"{collected} secret ballots of an item came in; fewer than {MIN_SECRET_BALLOTS} would not stay secret.",
        )
        raise Conflict("TOO_FEW_BALLOTS", text)

"""How alike two texts are: the share of trigrams that they have in common, as PostgreSQL's pg_trgm reckons it.

It is reckoned here, since each text's trigrams are then made once for all the texts that it is compared with.
"""

import re
from decimal import Decimal

_WORD = re.compile(r"[^\W_]+")
_PLACES = Decimal("0.0001")

Trigrams = frozenset[str]


def trigrams(text: str) -> Trigrams:
    """Return the three-letter pieces of a text's words, two blanks before and one after each, in lower case."""
    padded = (f"  {word} " for word in _WORD.findall(text.lower()))
    return frozenset(word[start : start + 3] for word in padded for start in range(len(word) - 2))


def similarity(one: Trigrams, other: Trigrams, least: Decimal) -> Decimal:
    """Return the share of trigrams in common, 0 to 1 with four decimals; 0 where it cannot reach `least`."""
    fewer, more = sorted((len(one), len(other)))
    if not more or Decimal(fewer) / more < least:
        return Decimal(0)
    shared = len(one & other)
    return (Decimal(shared) / (fewer + more - shared)).quantize(_PLACES)

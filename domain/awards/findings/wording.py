"""How findings say days, shares and other dossiers, in both languages."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.awards.findings.facts import Other
from domain.errors import Text

_TENTH = Decimal("0.1")
_ONE = Decimal(1)


def percent(share: Decimal) -> Text:
    """Write a share as a percentage with at most one decimal."""
    rounded = (share * 100).quantize(_TENTH, ROUND_HALF_UP)
    said = str(rounded.quantize(_ONE) if rounded == rounded.to_integral_value() else rounded)
    return Text(f"{said.replace('.', ',')} %", f"{said} %")


def day(of: date) -> Text:
    """Write a day."""
    return Text(f"{of:%d/%m/%Y}", of.isoformat())


def listed(texts: Iterable[Text], separator: str = ", ") -> Text:
    """Join texts in each language."""
    all_of_them = list(texts)
    return Text(separator.join(text.vi for text in all_of_them), separator.join(text.en for text in all_of_them))


def dossier(other: Other) -> Text:
    """Name another dossier: whose, for what, of which movement and day, by which decision."""
    on = day(other.created_on)
    vi = f"{other.form_code} cho {other.nominee}, phong trào {other.movement_code}, lập ngày {on.vi}"
    en = f"{other.form_code} for {other.nominee}, movement {other.movement_code}, drafted on {on.en}"
    if other.decision is None:
        return Text(vi, en)
    return Text(f"{vi}, Quyết định {other.decision}", f"{en}, decision {other.decision}")

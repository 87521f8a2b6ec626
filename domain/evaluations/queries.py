"""Who may see rounds, sheets and results."""

from domain.evaluations.model import Round
from domain.reading import viewer
from domain.reading.source import Source

ROUNDS = Source(Round, viewer.everyone_signed_in)

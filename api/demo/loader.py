"""Tells the whole story of 2024 through the deeds of the domain: every right, rule and audit entry is a real one."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.demo.awarding import nominate
from api.demo.documenting import sum_up, urge
from api.demo.exemplifying import exemplify
from api.demo.launching import advance, launch
from api.demo.organisation import found_organisation
from api.demo.reporting import receive_reports, report_in_time
from api.demo.rewarding import revoke, reward
from api.demo.scoring import hold_first_round, hold_second_round
from api.demo.spreading import spread
from api.demo.story import Progress, Story, moment
from api.demo.writing import write_initiatives
from domain import ids
from domain.councils.ballot_box import BallotBox
from domain.movements.model import Movement
from domain.movements.rules import MovementState

#: The number of deeds the story counts, for its progress bar.
TOTAL = 1885
SEED = 2024
REPORTING_CLOSED = moment("2024-12-25 08:00")


async def load_demo(session: AsyncSession, report: Progress, box: BallotBox) -> None:
    """Load everything in the caller's transaction: all of it is there afterwards, or nothing.

    `box` is the server's: a council is left while it votes, and goes on afterwards.
    """
    with ids.seeded(SEED):
        story = Story(session, report, TOTAL)
        await found_organisation(story)
        movement_id, rubric_id = await launch(story)
        await write_initiatives(story, movement_id)
        await hold_first_round(story, movement_id, rubric_id)
        await nominate(story, movement_id, box)
        await reward(story)
        await urge(story, movement_id)
        await report_in_time(story, movement_id)
        movement = await session.get_one(Movement, movement_id)
        with story.at(REPORTING_CLOSED):
            await advance(story, movement, MovementState.REPORTING_CLOSED)
            await advance(story, movement, MovementState.EVALUATING)
        await receive_reports(story, movement_id)
        await hold_second_round(story, movement_id, rubric_id)
        await spread(story)
        await exemplify(story, movement_id)
        await sum_up(story, movement_id)
        await revoke(story)
    report(TOTAL, TOTAL)

"""`thidua bootstrap`: the first unit and the first Personnel officer of an empty database."""

import asyncio

import click

import domain.metadata  # noqa: F401 -- tables refer to one another, so all are known where rows of some are written
from api.database import tool_engine
from api.settings import read_settings
from api.starting import ensure_database, is_empty, needs_migration, running_database, upgrade
from domain.actor import SYSTEM, Role
from domain.clock import VIETNAM, utc_now
from domain.database import Database
from domain.errors import DomainError, Refusals
from domain.people import actions as people
from domain.people import roles
from domain.people.rules import EmploymentType, LeadershipTier
from domain.units import actions as units
from domain.units.rules import UnitType


@click.command(help="Nhập đơn vị và cán bộ tổ chức đầu tiên. / Enter the first unit and Personnel officer.")
@click.option("--unit-code", required=True, help="Mã đơn vị gốc. / Code of the root unit.")
@click.option("--unit-name", required=True, help="Tên đơn vị gốc. / Name of the root unit.")
@click.option("--name", required=True, help="Họ tên cán bộ tổ chức. / Name of the Personnel officer.")
@click.option("--email", required=True, help="Thư công vụ. / E-mail address.")
@click.option("--subject", required=True, help="`sub` trong mã truy cập. / The `sub` of their tokens.")
def command(unit_code: str, unit_name: str, name: str, email: str, subject: str) -> None:
    """From here on everything is done through the API."""
    with running_database(read_settings()) as url:
        asyncio.run(ensure_database(url))
        if asyncio.run(needs_migration(url)):
            upgrade(url)
        try:
            asyncio.run(_bootstrap(url, unit_code, unit_name, name, email, subject))
        except DomainError as error:
            raise click.ClickException(f"{error.text.vi} / {error.text.en}") from error
        except Refusals as refusals:
            lines = [f"{error.text.vi} / {error.text.en}" for error in refusals.errors]
            raise click.ClickException("\n".join(lines)) from refusals
        click.echo(f"{name}: PERSONNEL")


async def _bootstrap(url: str, unit_code: str, unit_name: str, name: str, email: str, subject: str) -> None:
    engine = tool_engine(url)
    today = utc_now().astimezone(VIETNAM).date()
    try:
        if not await is_empty(engine):
            raise click.ClickException("Cơ sở dữ liệu đã có dữ liệu. / The database is not empty.")
        async with Database(engine).writing() as session:
            unit = await units.create_unit(
                session,
                SYSTEM,
                code=unit_code,
                name=unit_name,
                type=UnitType.BO,
                has_seal=True,
                has_legal_personality=True,
                valid_from=today,
            )
            person = await people.register_person(
                session,
                SYSTEM,
                full_name=name,
                email=email,
                subject=subject,
                unit_id=unit.id,
                position="Cán bộ tổ chức",
                employment_type=EmploymentType.CIVIL_SERVANT,
                leadership_tier=LeadershipTier.DIRECT_WORKER,
                starts_on=today,
            )
            await roles.grant_role(session, SYSTEM, person_id=person.id, role=Role.PERSONNEL)
    finally:
        await engine.dispose()

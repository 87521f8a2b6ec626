"""`thidua token`: a token of the development issuer."""

from datetime import timedelta

import click

from api.issuer import DevelopmentIssuer
from api.settings import read_settings

MAX_HOURS = 24


@click.command(help="Cấp mã truy cập phát triển. / Issue a token of the built-in development issuer.")
@click.argument("subject")
@click.option("--hours", type=click.IntRange(1, MAX_HOURS), default=12, help="Thời hạn (giờ). / Lifetime in hours.")
def command(subject: str, hours: int) -> None:
    """Print a token for SUBJECT; whom it stands for is read from the database at every request."""
    settings = read_settings()
    if not settings.development:
        raise click.ClickException("Chỉ dùng khi phát triển. / There is no built-in issuer in production.")
    issuer = DevelopmentIssuer(settings.data_directory / "keys", settings.issuer, settings.audience)
    click.echo(issuer.issue(subject, timedelta(hours=hours)))

"""`thidua export-schema`."""

from pathlib import Path

import click

from schema.root import schema_text

DEFAULT = Path(__file__).parent.parent.parent / "schema" / "schema.graphql"


@click.command(help="Ghi schema.graphql. / Write schema.graphql.")
@click.option("--out", type=click.Path(path_type=Path), default=DEFAULT, show_default=True)
def command(out: Path) -> None:
    """Write the schema definition; reviewers read its difference."""
    out.write_text(schema_text(), encoding="utf-8")
    click.echo(str(out))

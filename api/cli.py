"""The command line `thidua`: serve, migrate, seed, bootstrap, token, export-schema, compute, work, verify, ..."""

import sys
from importlib import import_module
from typing import Any

import click

#: Each command lives in its own module, imported only when it runs: `thidua --help` stays fast.
COMMANDS = {
    "serve": ("api.commands.serving", "Phục vụ API. / Serve the API."),
    "migrate": ("api.commands.migrating", "Nâng cấp cơ sở dữ liệu. / Bring the database to the newest revision."),
    "seed": ("api.commands.seeding", "Nạp dữ liệu trình diễn. / Load the demo data into an empty database."),
    "bootstrap": (
        "api.commands.bootstrapping",
        "Tạo đơn vị và cán bộ tổ chức đầu tiên. / Enter the first unit and Personnel officer.",
    ),
    "token": ("api.commands.issuing", "Cấp mã truy cập phát triển. / Issue a development token."),
    "export-schema": ("api.commands.exporting", "Ghi schema.graphql. / Write schema.graphql."),
    "compute": (
        "api.commands.computing",
        "Tính kết quả từ tệp bảng điểm. / Compute a result from a score table in a file.",
    ),
    "work": ("api.commands.working", "Tính các tác vụ dài. / Do the long computations that wait."),
    "verify": ("api.commands.verifying", "Kiểm chứng sổ cái và kết quả. / Verify ledgers and results."),
    "export-ledger": (
        "api.commands.exporting_ledger",
        "Xuất sổ cái và kết quả của một vòng. / Write a closed round's ledger and results to a file.",
    ),
    "explain": ("api.commands.explaining", "Cho xem một truy vấn được đọc thế nào. / Show how an operation is read."),
    "revision": ("api.commands.revising", "Soạn bản nâng cấp. / Draft a migration from the models."),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Name the commands in the order of a first day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- the same
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="thidua")
def cli() -> None:
    """Thidua: theo dõi và đánh giá phong trào thi đua. / Competition tracking and evaluation."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; expected failures end with one line instead of a traceback."""
    from api.postgres import EmbeddedUnavailable  # noqa: PLC0415 -- kept out of `thidua --help`
    from api.settings import SettingsError  # noqa: PLC0415 -- the same
    from api.starting import DatabaseUnavailable  # noqa: PLC0415 -- the same

    try:
        return cli.main(args=arguments, prog_name="thidua")
    except (EmbeddedUnavailable, SettingsError, DatabaseUnavailable) as error:
        click.echo(f"thidua: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()

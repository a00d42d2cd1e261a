"""The command ``schema``."""

import click

from .terminal import as_json


@click.command()
@click.option("--translation", is_flag=True, help="The schema of a translation file instead of an original.")
def schema(*, translation: bool) -> None:
    """Print the JSON Schema of an entry, for editors and programs.

    An editor that knows it, such as VS Code with yaml-language-server, explains and completes the fields.

    \b
    Examples:
      practice-bank schema > entry.schema.json
      practice-bank schema --translation > translation.schema.json
    """
    from ..schema import entry_schema, translation_schema

    made = translation_schema() if translation else entry_schema()
    click.echo(as_json(made))

"""`catalog-lint server`: the language server."""

from __future__ import annotations

import gc

import click

from catalog_lint.cli.help import Verb
from catalog_lint.cli.options import words_option


@click.command("server", cls=Verb)
@words_option
def command() -> int:
    """Serve an editor over standard input and output (Language Server Protocol).

    Diagnostics while typing, quick fixes, fix all, a rule's page where the pointer rests. Needs the extra
    `lsp`.
    """
    try:
        from catalog_lint.server import serve
    except ImportError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise click.UsageError(
            "the language server needs the extra: pip install 'catalog-lint[lsp]'"
        ) from None
    gc.enable()  # a server runs for days, unlike the other verbs
    serve()
    return 0

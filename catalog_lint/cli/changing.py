"""What `--diff` prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from catalog_lint.cli.terminal import is_read_as_log, print_bytes, print_lines

if TYPE_CHECKING:
    from catalog_lint.cli.run import Run


def show_changes(run: Run, changes: Sequence[str], fixed: int, unsafe: int) -> int:
    """Print what `--fix` would change, and how much; returns the exit status.

    `unsafe` counts what is then left and has an unsafe fix. What no fix would take away is not shown: a diff
    is of what changes.
    """
    from catalog_lint.report.words import words

    if run.options.output_file:
        run.write_output(changes)
    elif is_read_as_log(sys.stdout):
        from catalog_lint.report.visible import visible_line

        lines = "".join(changes).split("\n")[:-1]
        print_bytes("".join(visible_line(line) + "\n" for line in lines).encode("utf-8"))
    else:
        print_bytes("".join(changes).encode("utf-8"))
    if not run.options.quiet:
        hidden = 0 if run.settings.unsafe_fixes else unsafe
        print_lines([words(run.settings.locale).would_fix(fixed, hidden)], sys.stderr)
    return run.exit_status(bool(changes))

"""`catalog-lint`, and `python -m catalog_lint`."""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Run the command with the process's arguments; returns its exit status.

    A run whose pages and settings are what they were is told again from what was kept of it, which needs
    none of what linting needs.
    """
    try:
        from catalog_lint.replay import replayed
        from catalog_lint.streams import reserve_closed

        reserve_closed()
        status = replayed(sys.argv[1:])
        if status is None:
            from catalog_lint.patterns import kept

            signal.signal(signal.SIGTERM, _end)
            with kept():
                from catalog_lint.cli import main

                status = main()
    except KeyboardInterrupt:
        return 130
    except ModuleNotFoundError as error:
        from catalog_lint.installation import missing

        line = missing(error)
        if line is None:
            raise
        print(f"error: {line}", file=sys.stderr)
        return 2
    return status


def _end(number: int, _: object) -> None:
    """End as a shell tells of a signal, but with what is open closed and what is temporary removed."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())

"""Hand a target to atheris: `python -m tests.fuzz TARGET [libFuzzer's options] [CORPUS]`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

TARGETS = ("reader", "configuration", "rules", "cache", "fixer")


def main() -> None:
    """Fuzz until libFuzzer ends."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz {{{','.join(TARGETS)}}} [-max_total_time=SECONDS] [CORPUS]")
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["catalog_lint", "markdown_it"]):
        target = import_module(f"tests.fuzz.{sys.argv[1]}")
        for seed in target.SEEDS:  # what is imported where it is needed
            target.one(seed)
    if len(sys.argv) > 2 and not sys.argv[-1].startswith("-"):
        for number, seed in enumerate(target.SEEDS):
            Path(sys.argv[-1], f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

"""Where the shipped data stands."""

from __future__ import annotations

from pathlib import Path

PROFILES = "profiles"
"""The folder of section profiles beside the rules."""


def rules_folder() -> Path:
    """Where the shipped rules stand: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"

"""What services that run jobs want: the format that they read, and a summary of the job."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog_lint.config import Settings
    from catalog_lint.report.model import RunFormat
    from catalog_lint.report.totals import Totals


ROOTS = {
    "github": ("GITHUB_WORKSPACE",),
    "gitlab": ("CI_PROJECT_DIR",),
    "sarif": ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"),
}
"""The variables that name the repository's folder, by the format whose readers count paths from there."""


def chosen_format(settings: Settings, output_file: str | None) -> str:
    """The format that was asked for; where none was, the one that the service that runs this job reads.

    GitHub reads its annotations from the log, GitLab a file that the job keeps.
    """
    if settings.output_format is None:
        filed = bool(output_file) or _is_file(sys.stdout.fileno)
        if os.environ.get("GITHUB_ACTIONS") == "true" and not filed:
            return "github"
        if os.environ.get("GITLAB_CI") == "true" and filed:
            return "gitlab"
    return settings.output_format or "concise"


def working_folder(form: str) -> str:
    """The working folder's path from the repository's, where a service that reads the format names that."""
    root = next(filter(None, map(os.environ.get, ROOTS.get(form, ()))), None)
    if not root:
        return ""
    path = os.path.relpath(os.path.realpath("."), os.path.realpath(root)).replace(os.sep, "/")
    return "" if path == "." or path.startswith("../") or path == ".." else path


def _is_file(fileno: object) -> bool:
    try:
        return stat.S_ISREG(os.fstat(fileno()).st_mode) if callable(fileno) else False
    except (OSError, ValueError):
        return False


def summarize_job(run: RunFormat, totals: Totals) -> None:
    """Append the counts by rule to the summary of a GitHub job. Raises OSError where that fails."""
    from catalog_lint.report import markdown

    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path and run.form == "github":
        with Path(path).open("a", encoding="utf-8") as out:
            out.write(f"### catalog-lint\n\n{markdown.closing(run, totals)}\n")

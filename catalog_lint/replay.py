"""A run on pages and settings that are what they were: its report is printed again from kept records.

What a run depends on besides its pages (folders searched, configuration and `.gitignore` files, files that
links name, those that are missing too) is written down with it. The next run with the same arguments looks
whether all of it still stands, which needs neither the parser nor the rules, nor the settings. Records are
found by a name that depends on the files of the program as installed, so that one made elsewhere is never
met.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from catalog_lint.cache import FOLDER, REPORT_PARTS, Cache, digest_of, installed
from catalog_lint.regular import read_regular

if TYPE_CHECKING:
    from catalog_lint.lint.jobs import Done
    from catalog_lint.report.model import RunFormat

ENVIRONMENT = (
    *("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "TERM"),
    *("CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GITLAB_CI", "CI_PROJECT_DIR"),
)
"""What of the environment a report depends on, with what decides the format and its paths."""
CONFIGURATION = ("catalog-lint.toml", "pyproject.toml")
IGNORE = ".gitignore"
MISSING = ""
NO_CACHE = "--no-cache"
"""The option of a run of which nothing was kept."""


class Plan(NamedTuple):
    """A run as it is kept.

    `observed` has a stamp of each file and folder that it depends on, `pages` the path, the name of its
    bytes and the record of its part of the report for each page. `run` are the settings of the format,
    `texts` is how many text files without entries were left alone.
    """

    observed: dict[str, str]
    pages: list[tuple[str, str, str]]
    run: dict[str, Any]
    exit_zero: bool
    texts: int


def run_key(arguments: Sequence[str]) -> str:
    """The name of a run: its arguments and what around it decides what they mean."""
    around = [f"{name}={os.environ.get(name)}" for name in ENVIRONMENT]
    streams = [_kind_of(stream) for stream in (sys.stdout, sys.stderr)]
    columns = str(shutil.get_terminal_size().columns)
    return digest_of("run", installed(), str(Path.cwd()), columns, *streams, *around, "\0", *arguments)


def _kind_of(stream: TextIO) -> str:
    """Whether a stream is a terminal, a file or something else: the format may be chosen by it."""
    try:
        return "terminal" if stream.isatty() else str(stat.S_IFMT(os.fstat(stream.fileno()).st_mode))
    except (OSError, ValueError):
        return "closed"


def stamp_of(path: str) -> str:
    """What a file or folder is: a name for a file's bytes, the time of a folder's last change, or MISSING."""
    try:
        if os.path.isdir(path):
            return f"folder {Path(path).stat().st_mtime_ns}"
        return digest_of(read_regular(path))
    except (OSError, ValueError):
        return MISSING


def observed(folders: Iterable[str], files: Iterable[str]) -> dict[str, str]:
    """Stamps of searched folders, of named files, and of all that could configure a page in the folders."""
    paths = set(files)
    around: set[str] = set()
    for folder in folders:
        whole = os.path.abspath(folder)
        paths.add(whole)
        around.add(whole)
        around.update(str(parent) for parent in Path(whole).parents)
    for folder in around:
        paths.update(os.path.join(folder, name) for name in (*CONFIGURATION, IGNORE))
    return {path: stamp_of(path) for path in sorted(paths)}


class Keeper:
    """Keeps a run while it goes on; what it depends on is stamped before it begins.

    `folders` are those searched for pages, `files` the configuration files that were read.
    """

    def __init__(
        self,
        folder: Path,
        run: RunFormat,
        exit_zero: bool,
        texts: int,
        folders: Sequence[str],
        files: Iterable[str],
    ) -> None:
        self._cache = Cache(folder)
        self._run = {name: value for name, value in run._asdict().items() if name != "rules"}
        self._exit_zero, self._texts = exit_zero, texts
        with suppress(OSError):
            self._cache.make()
        self._observed = observed(folders, map(os.path.abspath, files))
        self._key = run_key(sys.argv[1:])

    def keep(self, pages: Sequence[Done], answers: Mapping[str, bool]) -> None:
        """Keep the run with its pages' parts, and make room where the cache has grown too large.

        `answers` are what checks asked the disk (see `disk`); where they hold no longer, nothing is kept.
        """
        asked = {path: stamp_of(path) for path in answers}
        if any((stamp != MISSING) != answers[path] for path, stamp in asked.items()):
            return
        self._observed |= asked
        rows = [(done.page.path, done.text, done.record) for done in pages]
        self._observed |= observed([str(Path(done.page.path).parent) for done in pages], ())
        data = [self._observed, rows, self._run, self._exit_zero, self._texts]
        self._cache.save(self._key, [json.dumps(data).encode("utf-8", "surrogatepass")])
        self._cache.prune()


def replayed(arguments: Sequence[str]) -> int | None:
    """Print the report of a kept run again; its exit status, None where there is no such run."""
    if NO_CACHE in arguments:
        return None
    begun = time.monotonic()
    cache, plan = _found(run_key(arguments))
    if cache is None or plan is None:
        return None
    if any(stamp_of(path) != stamp for path, stamp in plan.observed.items()):
        return None
    if any(stamp_of(path) != text for path, text, _ in plan.pages):
        return None
    parts = []
    for _, _, record in plan.pages:
        part = cache.load(record, REPORT_PARTS)
        if part is None:
            return None
        parts.append(part)
    return _print(plan, parts, begun)


def _found(key: str) -> tuple[Cache | None, Plan | None]:
    """The cache that holds a run, looked for from the working folder upwards, and the run."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        cache = Cache(folder / FOLDER / "lint")
        kept = cache.load(key, 1)
        if kept is None:
            continue
        try:
            stamps, pages, run, exit_zero, texts = json.loads(kept[0])
            rows = [(path, text, record) for path, text, record in pages]
            plan = Plan(dict(stamps), rows, run, exit_zero, int(texts))
            _run_format(plan)
        except (ValueError, TypeError, RecursionError):
            return None, None
        cache.touch(key)
        return cache, plan
    return None, None


def _run_format(plan: Plan) -> RunFormat:
    """How the run reports. Raises TypeError or ValueError where that is no way to."""
    from catalog_lint.diagnostic import OUTPUT_FORMATS
    from catalog_lint.report.model import RunFormat

    run = RunFormat(**plan.run)
    if run.form not in OUTPUT_FORMATS:
        raise ValueError(run.form)
    return run


def _print(plan: Plan, parts: list[list[bytes]], begun: float) -> int:
    from catalog_lint.report import TEXT_FORMATS, Rendered, stream
    from catalog_lint.report.totals import Totals

    run = _run_format(plan)
    totals = Totals(texts=plan.texts)

    def rendered() -> Iterator[Rendered]:
        for numbers, text, *_ in parts:
            yield Rendered(text.decode("utf-8", "surrogatepass"), Totals.from_json(json.loads(numbers)))
        totals.seconds = time.monotonic() - begun

    encoding = (sys.stdout.encoding if run.form in TEXT_FORMATS else None) or "utf-8"
    try:
        for piece in stream(run, rendered(), totals):
            sys.stdout.buffer.write(piece.encode(encoding, "backslashreplace"))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        from catalog_lint.messages import translated_line

        problem = f"standard output: cannot be written: {error.strerror or error}"
        print(translated_line("error", problem, run.locale), file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return 1 if totals.failing and not plan.exit_zero else 0

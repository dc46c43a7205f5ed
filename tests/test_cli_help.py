"""The command's help, completion and words, and `--watch`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest

from catalog_lint.atomic import replace_file
from catalog_lint.cli import VERBS, command, main
from catalog_lint.report.visible import width
from catalog_lint.report.wrapping import listed, wrapped

ROOT = Path(__file__).parents[1]
WRONG = "# 目錄\n\n他爲此事奔走多年。\n"


def printed(capfd: Any, *arguments: str) -> str:
    assert main(arguments) == 0
    return str(capfd.readouterr().out)


def verbs() -> list[tuple[str, click.Command]]:
    context = click.Context(command)
    found = [(name, command.get_command(context, name)) for name in VERBS]
    return [(name, verb) for name, verb in found if verb is not None]


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize("locale", ["C.UTF-8", "zh_TW.UTF-8"])
def test_help_fits_the_terminal(
    capfd: Any, monkeypatch: pytest.MonkeyPatch, locale: str, columns: int
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("COLUMNS", str(columns))
    for arguments in ([], *([verb] for verb in VERBS)):
        told = printed(capfd, *arguments, "--help") if arguments else printed(capfd, "--help")
        assert max(map(width, told.splitlines())) <= columns
        assert "..." not in told.replace("PATHS]...", "").replace("ARGS]...", "").replace("NAME]...", "")


@pytest.mark.parametrize(("name", "verb"), verbs())
def test_help_is_there_in_chinese(
    capfd: Any, monkeypatch: pytest.MonkeyPatch, name: str, verb: click.Command
) -> None:
    from catalog_lint.cli.zh_tw import OPTIONS, VERBS

    assert name in VERBS
    for option in verb.params:
        if isinstance(option, click.Option):
            names = {*option.opts, *(f"{name} {each}" for each in option.opts)}
            assert names & set(OPTIONS), option.opts
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert printed(capfd, name, "-h").startswith("用法：catalog-lint")


@pytest.mark.parametrize(("name", "verb"), verbs())
def test_every_verb_that_writes_in_a_form_takes_the_same_options(name: str, verb: click.Command) -> None:
    options = {each for param in verb.params if isinstance(param, click.Option) for each in param.opts}
    if options & {"--format", "--output-format"}:
        assert options >= {"--format", "--output-format", "-o", "--output-file", "--force"}
    assert "--locale" in options or name == "help"


@pytest.mark.parametrize(
    "arguments",
    [
        ("rule", "HAN005"),
        ("rule", "HAN005", "--format", "json"),
        ("rule", "--table"),
        ("config",),
        ("config", "--schema"),
        ("config", "--format", "json"),
        ("export", "--schema"),
    ],
)
def test_what_a_verb_prints_goes_to_a_file(
    capfd: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    told = printed(capfd, *arguments)
    assert printed(capfd, *arguments, "-o", "out") == ""
    assert Path("out").read_text(encoding="utf-8") == told
    if arguments[-1] in ("json", "--schema"):
        assert json.loads(told)
    page = tmp_path / "page.md"
    page.write_text(WRONG, encoding="utf-8")
    assert main([*arguments, "-o", "page.md"]) == 2
    assert page.read_text(encoding="utf-8") == WRONG


def test_locale_option_turns_help(capfd: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(sys, "argv", ["catalog-lint", "check", "--locale", "zh-TW", "--help"])
    assert printed(capfd, "check", "--locale", "zh-TW", "--help").startswith("用法：")


def test_version_and_help_are_words(capfd: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert printed(capfd, "version") == printed(capfd, "--version")
    assert printed(capfd, "help") == printed(capfd, "--help")
    assert printed(capfd, "help", "triage") == printed(capfd, "triage", "--help")
    assert main(["help", "traige"]) == 2
    assert "did you mean 'triage'?" in capfd.readouterr().err


def test_long_text_is_wrapped_by_columns() -> None:
    text = "不寫子命令就是檢查：`catalog-lint --fix seeds/`，等於檢查並修正，結束狀態為 0。" * 3
    lines = list(wrapped(text, 30))
    assert all(width(line) <= 30 for line in lines)
    assert not any(line.startswith(("，", "。", "：")) for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert list(listed([("-a", "x"), ("--a-very-long-option-with-a-name", "y")], 60)) == [
        f"  -a{' ' * 28}x",
        "  --a-very-long-option-with-a-name",
        f"{' ' * 32}y",
    ]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("catalog-lint --se", "plain,--select"),
        ("catalog-lint check --exit-n", "plain,--exit-non-zero-on-fix"),
        ("catalog-lint --fix --show-i", "plain,--show-info"),
        ("catalog-lint --select HAN00", "plain,HAN001"),
        ("catalog-lint --ignore HAN001,simplified-ch", "plain,HAN001,simplified-character"),
        ("catalog-lint rule leaked-p", "plain,leaked-prompt"),
        ("catalog-lint --format sar", "plain,sarif"),
        ("catalog-lint --format = sar", "plain,sarif"),
        ("catalog-lint --format =", "plain,sarif"),
        ("catalog-lint --select = HAN001 --show-i", "plain,--show-info"),
        ("catalog-lint tri", "plain,triage"),
    ],
)
def test_completion_offers(words: str, offered: str) -> None:
    environment = {
        **os.environ,
        "_CATALOG_LINT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", "from catalog_lint.cli import main; main()"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert offered in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("shell", "words", "offered"),
    [
        (
            "fish",
            "--se",
            "--select\tRules to use in place of the default ones: codes, prefixes, names or ALL.",
        ),
        ("fish", "--select HAN001,MIX00", "HAN001,MIX001\tbroken-word"),
        ("fish", "check --select=HAN001,MIX00", "--select=HAN001,MIX001\tbroken-word"),
        ("fish", "tri", "triage\tTell what each entry in PATHS needs, the neediest first."),
        ("zsh", "--select=HAN001,MIX00", "--select=HAN001,MIX001"),
        ("zsh", "rule HAN00", "HAN001"),
    ],
)
def test_shells_that_are_there_complete(tmp_path: Path, shell: str, words: str, offered: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    program = tmp_path / "catalog-lint"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m catalog_lint \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    script = tmp_path / "script"
    with script.open("w", encoding="utf-8") as file:
        command = [sys.executable, "-m", "catalog_lint", "completion", shell]
        subprocess.run(command, stdout=file, check=True)
    asked = {
        "fish": 'source $argv[1]; complete -C "catalog-lint $argv[2]"',
        # what the script would show, without a terminal to show it on
        "zsh": "compdef() { :; }; _describe() { print -l -- ${(P)3}; };"
        " compadd() { print -l -- ${(P)@[-1]}; }; source $1;"
        " words=(catalog-lint ${=2}); CURRENT=${#words}; _catalog_lint_completion",
    }
    line = [shell, "-c", asked[shell], *(["zsh"] if shell == "zsh" else []), str(script), words]
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    shown = [each if shell == "fish" else each.partition(":")[0] for each in done.stdout.splitlines()]
    assert offered in shown, done.stdout + done.stderr


@pytest.mark.parametrize("time_around", ["first", "second"])
def test_watch_runs_again_after_a_change(watched_folder: Path, time_around: str) -> None:
    """A second watch begins anew, whatever the first one kept."""
    (watched_folder / "new.md").unlink(missing_ok=True)
    page = watched_folder / "page.md"
    page.write_text(WRONG, encoding="utf-8")
    with watching(watched_folder, 1) as has_looked:
        has_looked(1)
        page.write_text(WRONG.replace("爲", "為"), encoding="utf-8")
        has_looked(2)
        (watched_folder / "new.md").write_text(WRONG, encoding="utf-8")
        told = has_looked(3)
    assert told.index("page.md:3:2: ") < told.index("All checks passed!") < told.index("new.md:3:2: ")


def test_watch_heeds_a_configuration_that_comes_and_goes_wrong(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(WRONG, encoding="utf-8")
    file = tmp_path / "catalog-lint.toml"
    with watching(tmp_path, 0) as has_looked:
        has_looked(1)
        replace_file(file, [b'sellect = ["TYP"]\n'])
        has_looked(2)
        replace_file(file, [b'select = ["TYP"]\n'])
        told = has_looked(3)
    assert told.index("page.md:3:2: ") < told.index("did you mean 'select'?") < told.index("All checks")


@contextmanager
def watching(folder: Path, ends: int) -> Iterator[Callable[[int], str]]:
    """A watch over a folder; what it gives waits for so many looks and returns all that was told."""
    out = folder / "out.log"

    def has_looked(times: int) -> str:
        assert _waited(lambda: out.read_text(encoding="utf-8").count("waiting for changes") == times)
        return out.read_text(encoding="utf-8")

    with out.open("w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "catalog_lint", "--watch", "--locale", "en", "."]
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            yield has_looked
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(300) == ends


@pytest.fixture(scope="module")
def watched_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched")


def _waited(done: Any, seconds: float = 300) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.1)
    return False


def test_watch_needs_pages(capfd: Any) -> None:
    assert main(["--watch", "-"]) == 2
    assert "--watch" in capfd.readouterr().err

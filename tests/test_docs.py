"""The snippets of all pages of documentation: each is valid, and what can be run runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from catalog_lint.baseline import HEADER
from catalog_lint.cli import VERBS, command, main
from catalog_lint.config import parse
from catalog_lint.config.layers import check
from tests import translations
from tests.readme import ROOT

yaml = pytest.importorskip("yaml")

PAGES = [
    "README.md",
    "README.zh-TW.md",
    "CONTRIBUTING.md",
    *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
]
RUN_ELSEWHERE = {"console", "html", "markdown", ""}
"""Blocks that are no code of a language: output, and pages, which other tests hold against the program."""


class Block(NamedTuple):
    """A fenced block of a page."""

    page: str
    language: str
    text: str


def blocks(*pages: str) -> Iterator[Block]:
    fence = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
    for page in pages:
        for _, language, text in fence.findall((ROOT / page).read_text(encoding="utf-8")):
            yield Block(page, language, textwrap.dedent(text))


def block(page: str, language: str, part: str = "") -> str:
    (found,) = [each.text for each in blocks(page) if each.language == language and part in each.text]
    return found


@pytest.mark.parametrize("each", list(blocks(*PAGES)), ids=lambda each: f"{each.page}-{each.language}")
def test_a_snippet_is_valid(each: Block) -> None:
    text = each.text
    if each.language == "toml":
        tomllib.loads(text)
    elif each.language == "yaml":
        assert yaml.safe_load(text)
    elif each.language == "json":
        json.loads(text if text.startswith("{") else f"{{{text}}}")
    elif each.language in ("python", "py"):
        compile(text, each.page, "exec")
    elif each.language == "sh":
        subprocess.run(["sh", "-n"], input=text, text=True, check=True)
    elif each.language == "lua":
        assert text.count("{") == text.count("}")
        assert text.count("(") == text.count(")")
    else:
        assert each.language in RUN_ELSEWHERE


@pytest.mark.parametrize("english", [page for page, _ in translations.pages()], ids=lambda page: page.name)
def test_both_languages_of_a_page_have_the_same_code(english: Path) -> None:
    chinese = f"docs/{english.stem}.zh-TW.md"
    remark = re.compile(r" *# .*| -- .*(?= -->)|<[^<>!-]*>")
    one, other = (
        [(block.language, remark.sub("", block.text)) for block in blocks(page) if block.language]
        for page in (f"docs/{english.name}", chinese)
    )
    assert one == other


def commands() -> Iterator[tuple[str, str]]:
    """Each command of ours that the documentation names: the page, and the line."""
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        prose = re.sub(r"^( *)```.*?^\1```$", "", text, flags=re.DOTALL | re.MULTILINE)
        for code in re.findall(r"`([^`]+)`", prose):
            yield from ((page, line) for line in _ours(" ".join(code.split())))
    for page, language, text in blocks(*PAGES):
        if language in ("sh", "console", "yaml"):
            for line in text.splitlines():
                yield from ((page, part) for part in _ours(line.removeprefix("$ ")))


def _ours(line: str) -> Iterator[str]:
    line = re.sub(r"\$\{\{.*?\}\}|<[^>]*>", "X", line.partition("   #")[0])
    for part in re.split(r"&&|\||;", line):
        if found := re.search(r"(?:^|[ /(:])catalog-lint (?=[^=])(.*)", part):
            yield found[1].strip().rstrip(".)")


@pytest.mark.parametrize(("page", "line"), sorted(set(commands())))
def test_a_command_that_is_named_is_one(
    page: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-rules").mkdir()
    words = shlex.split(re.sub(r" [<>] ?\S+", "", line.replace("\\", "")))
    verb = words[0] if words and words[0] in VERBS else "check"
    arguments = words[1:] if words and words[0] == verb else words
    found = command.get_command(click.Context(command, **command.context_settings), verb)
    assert found is not None
    if not set(arguments) & {"--help", "--version"}:
        found.make_context(verb, arguments)


def test_an_option_that_is_named_is_one() -> None:
    context = click.Context(command, **command.context_settings)
    known = {"--help", *(each for param in command.params for each in (*param.opts, *param.secondary_opts))}
    for verb in VERBS:
        found = command.get_command(context, verb)
        assert found is not None
        known |= {each for param in found.params for each in (*param.opts, *param.secondary_opts)}
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        prose = re.sub(r"^( *)```.*?^\1```$", "", text, flags=re.DOTALL | re.MULTILINE)
        for code in re.findall(r"`(-[^`]*)`", prose):
            option = code.split()[0].partition("=")[0]
            if re.fullmatch(r"--?[a-z][a-z-]*", option):
                assert option in known, (page, code)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with damaged pages, whose `bin` has the command and the programs that examples call."""
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    shutil.copytree(ROOT / "fixtures" / "seeds", tmp_path / "seeds")
    shutil.copytree(ROOT / "fixtures" / "seeds", tmp_path / "docs")
    programs = tmp_path / "bin"
    programs.mkdir()
    ours = f"exec '{sys.executable}' -m catalog_lint \"$@\""
    for name, line in {"catalog-lint": ours, "summarise": 'echo "$1" >> summarised'}.items():
        (programs / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    return tmp_path


def run(folder: Path, script: str, locale: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    taken_out = ("GITHUB_ACTIONS", "GITLAB_CI", "CI")
    environment = {name: value for name, value in os.environ.items() if name not in taken_out}
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    environment |= {"PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": locale}
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("page", "locale"), [("README.md", "C.UTF-8"), ("README.zh-TW.md", "zh_TW.UTF-8")])
def test_what_a_readme_shows_of_another_shape_is_what_comes(folder: Path, page: str, locale: str) -> None:
    shown = block(page, "console", "radio")
    lines = [line[2:] for line in shown.splitlines() if line.startswith("$ ")]
    script = "\n".join(f"cat <<'END'\n$ {line}\nEND\n{line}" for line in lines)
    assert run(folder, f"exec 2>&1\n{script}", locale).stdout == shown


def test_the_examples_of_triage_and_export_run(folder: Path) -> None:
    if not shutil.which("jq"):
        pytest.skip("no jq here")
    for each in blocks("docs/api.md"):
        if each.language == "sh":
            done = run(folder, f"set -e\n{each.text}")
            assert (done.returncode, done.stderr.count("error")) == (0, 0), done.stderr
    assert "video_id" in (folder / "entries.csv").read_text(encoding="utf-8")
    assert (folder / "summarised").is_file()


def test_the_recipes_for_hooks_and_ci_run(folder: Path) -> None:
    git = "git -c user.name=Tester -c user.email=tester@example.com"
    assert run(folder, f"git init -q && git add seeds && {git} commit -qm pages").returncode == 0
    (folder / "known.txt").write_text(f"{HEADER}\n", encoding="utf-8")
    (folder / "catalog-lint.toml").write_text('baseline = "known.txt"\n', encoding="utf-8")
    shown: dict[str, list[str]] = {each.language: [] for each in blocks("docs/ci.md")}
    for each in blocks("docs/ci.md"):
        shown[each.language].append(each.text)
    hooks = {each["id"] for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    ours = [hook["id"] for hook in yaml.safe_load(shown["yaml"][0])["repos"][0]["hooks"]]
    assert set(ours) < hooks
    for text in shown["yaml"][1:3]:
        (step,) = [
            each
            for each in yaml.safe_load(text)["jobs"]["catalog-lint"]["steps"]
            if each["uses"].startswith("<owner>")
        ]
        options = step["with"]["options"].replace("origin/${{ github.base_ref }}", "HEAD").split()
        done = run(folder, shlex.join(["catalog-lint", "check", *options, "--", step["with"]["paths"]]))
        assert done.returncode == 0, done.stderr
    assert json.loads((folder / "catalog-lint.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    for line in [line for text in shown["sh"] for line in text.splitlines() if not line.startswith("#")]:
        assert run(folder, line).returncode in (0, 1), line
    assert (folder / "report.html").is_file()


def test_the_configuration_of_links_is_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = parse(tomllib.loads(block("docs/links.md", "toml")), folder, "links.md")
    check(settings)
    monkeypatch.chdir(folder)
    workflow = yaml.safe_load(block("docs/links.md", "yaml"))
    (line,) = [
        step["run"]
        for step in workflow["jobs"]["links"]["steps"]
        if "catalog-lint links" in step.get("run", "")
    ]
    words = shlex.split(line.replace("${{ runner.temp }}", "temp"))
    Path("temp").mkdir()
    assert main([*words[1:], "--offline"]) == 0
    assert Path("temp/links.txt").is_file()


def test_the_editors_start_the_server() -> None:
    lua = block("docs/editors.md", "lua")
    (words,) = re.findall(r"cmd = \{ (.*?) \}", lua)
    helix = tomllib.loads(block("docs/editors.md", "toml"))["language-server"]["catalog-lint"]
    assert [each.strip('"') for each in words.split(", ")] == [helix["command"], *helix["args"]]
    assert [helix["command"], *helix["args"]] == ["catalog-lint", "server"]
    kind = json.loads(f"{{{block('docs/editors.md', 'json')}}}")["editor.codeActionsOnSave"]
    pytest.importorskip("pygls")
    from catalog_lint.server.actions import FIX_ALL

    assert list(kind) == [FIX_ALL]


def test_neovim_shows_findings_and_fixes(folder: Path) -> None:
    pytest.importorskip("pygls")
    version = shutil.which("nvim") and run(folder, "nvim --version").stdout.split("\n")[0]
    found = re.search(r"v(\d+)\.(\d+)", version or "")
    if not found or (int(found[1]), int(found[2])) < (0, 11):
        pytest.skip("no Neovim that is new enough")
    story = """
vim.api.nvim_create_autocmd("DiagnosticChanged", { callback = function()
  local found = vim.diagnostic.get(0)
  if #found == 0 then return end
  print(found[1].code .. " " .. found[1].lnum .. " " .. found[1].col)
  vim.lsp.buf.code_action({ context = { only = { "source.fixAll" } }, apply = true })
end })
vim.api.nvim_create_autocmd("TextChanged", { callback = function()
  vim.cmd("write")
  vim.cmd("qa!")
end })
"""
    (folder / "init.lua").write_text(block("docs/editors.md", "lua") + story, encoding="utf-8")
    (folder / "page.md").write_text("𠮷野家爲此事奔走。\n", encoding="utf-8")
    done = run(folder, "timeout 100 nvim --headless -u init.lua page.md")
    assert "HAN005 0 10" in done.stderr
    assert (folder / "page.md").read_text(encoding="utf-8") == "𠮷野家為此事奔走。\n"


def test_the_formats_are_as_shown(folder: Path) -> None:
    for name, locale in (("docs/formats.md", "en"), ("docs/formats.zh-TW.md", "zh-TW")):
        (line,) = block(name, "", "02-damaged").splitlines()
        done = run(folder, f"catalog-lint --isolated --locale {locale} fixtures/seeds/02-damaged.md")
        assert line in done.stdout.splitlines()
    shown = json.loads(block("docs/formats.md", "json"))
    page = folder / "docs" / "01.md"
    page.write_text("他爲此事奔走。\n", encoding="utf-8")
    told = run(folder, "catalog-lint --isolated --select HAN005 --format jsonl docs/01.md").stdout
    assert json.loads(told).keys() == shown.keys()
    job = yaml.safe_load(block("docs/formats.md", "yaml"))["catalog-lint"]
    report = job["artifacts"]["reports"]["codequality"]
    done = run(folder, f"GITLAB_CI=true {job['script']}")
    assert done.returncode == 1
    assert json.loads((folder / report).read_text(encoding="utf-8"))[0]["check_name"]

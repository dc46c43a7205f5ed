"""`catalog-lint rule`: what a rule is about, from its own file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.completion import rules as rules_offered
from catalog_lint.cli.help import Verb
from catalog_lint.cli.language import said, settle
from catalog_lint.cli.options import configuration, configuration_options, file_options, form_option
from catalog_lint.cli.terminal import check_target, deliver, print_lines

if TYPE_CHECKING:
    from catalog_lint.rule.model import Rule


@click.command("rule", cls=Verb)
@click.argument("rules", nargs=-1, metavar="[CODE|NAME]...", shell_complete=rules_offered)
@click.option("--all", "every", is_flag=True, help="Explain all rules.")
@click.option("--table", is_flag=True, help="Print all rules as the README's tables.")
@click.option(
    "--test",
    "tested",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="Run the examples of the rules in a folder of your own.",
)
@form_option(["text", "markdown", "json"], "text", help="How rules are explained.")
@file_options
@configuration_options
def command(
    rules: tuple[str, ...],
    every: bool,
    table: bool,
    tested: str | None,
    form: str,
    output_file: str | None,
    force: bool,
    config: tuple[str, ...],
    isolated: bool,
    locale: str | None,
) -> int:
    """Explain rules: what each finds and why, its fix, parameters and examples.

    Without CODE or NAME, list them. Rules of your own that the configuration names are known too.
    """
    from catalog_lint.config import ConfigError
    from catalog_lint.report import rulebook
    from catalog_lint.rule.model import RuleError

    if tested is not None:
        return _test(Path(tested))
    try:
        settings = configuration(config, isolated, {"locale": locale}).of_folder(Path())
        known, spoken = settings.all_rules, settings.locale
        settle(settings.locale)
        if every or table or not rules:
            chosen = list(known.values())
        else:
            chosen = [_named(each, known) for each in rules]
        if table:
            lines = rulebook.table(chosen, spoken)
        elif form == "json":
            lines = _json(chosen, spoken)
        elif not every and not rules:
            lines = rulebook.index(chosen, spoken)
        else:
            page = rulebook.markdown if form == "markdown" else rulebook.text
            lines = _pages(chosen, partial(page, locale=spoken))
        check_target(output_file, (), force)
        deliver(list(lines), output_file, utf8=False)
    except (ConfigError, RuleError) as error:
        raise click.UsageError(str(error)) from None
    return 0


def _test(folder: Path) -> int:
    """Run the examples of a folder's rules; 2 where one does not hold."""
    from catalog_lint.rule.loading import load_rules
    from catalog_lint.rule.model import RuleError
    from catalog_lint.trial import problems

    failed = False
    try:
        for rule in load_rules((folder,)).values():
            if not rule.file.is_relative_to(folder):
                continue
            wrong = list(problems(rule, (folder,)))
            failed = failed or bool(wrong)
            count = len(rule.examples)
            held = said(f"{rule.code} {rule.name}: {count} examples hold")
            print_lines([f"{rule.file}: {said(each)}" for each in wrong] or [held], sys.stdout)
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    return 2 if failed else 0


def _pages(rules: list[Rule], page: Callable[[Rule], Iterator[str]]) -> Iterator[str]:
    for number, rule in enumerate(rules):
        if number:
            yield ""
        yield from page(rule)


def _json(rules: list[Rule], locale: str) -> Iterator[str]:
    from catalog_lint.report.rulebook import record

    yield json.dumps([record(rule, locale) for rule in rules], ensure_ascii=False, indent=2)


def _named(name: str, rules: dict[str, Rule]) -> Rule:
    by_name = {key.casefold(): rule for rule in rules.values() for key in (rule.code, rule.name)}
    found = by_name.get(name.casefold())
    if found is None:
        near = get_close_matches(name.casefold(), by_name, 1)
        hint = f"did you mean '{by_name[near[0]].code}'?" if near else "`catalog-lint rule` lists them"
        raise click.UsageError(f"no rule '{name}'; {hint}")
    return found

"""The table of `--statistics`: how many findings each rule has, most first."""

from __future__ import annotations

import json

from catalog_lint.report import PageReport, RunFormat, nothing, one_after_another, summary
from catalog_lint.report.totals import Totals

opening, joined = nothing, one_after_another
FORMS = ("concise", "full", "json", "jsonl")


def page(run: RunFormat, page: PageReport) -> str:
    """Nothing: only the run's totals are told."""
    return ""


def closing(run: RunFormat, totals: Totals) -> str:
    """The table: as text, `json` or `jsonl`, as `run.form` says."""
    rules = sorted(
        ((code, rule) for code, rule in totals.rules.items() if rule.count),
        key=lambda each: (-each[1].count, each[0]),
    )
    fixable = {code: rule.safe + (rule.unsafe if run.unsafe else 0) for code, rule in rules}
    if run.form in ("json", "jsonl"):
        rows = [
            {"code": code, "name": rule.name, "count": rule.count, "fixable": fixable[code]}
            for code, rule in rules
        ]
        texts = [json.dumps(rows, indent=2)] if run.form == "json" else [json.dumps(row) for row in rows]
        return "".join(f"{text}\n" for text in texts)
    size = len(str(max((rule.count for _, rule in rules), default=0)))
    lines = []
    for code, rule in rules:
        mark = "[*]" if fixable[code] == rule.count else "[-]" if fixable[code] else "[ ]"
        lines.append(f"{rule.count:>{size}}\t{code}\t{mark} {rule.name}\n")
    return "".join(lines) + summary.closing(run, totals)

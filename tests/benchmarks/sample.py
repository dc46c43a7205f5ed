"""Draws findings of each rule with a fixed seed and prints them with their lines, to be judged by eye.

    python tests/benchmarks/sample.py PAGES... [--rule CODE...] [--count 30] [--seed 1] [--fixes]

Pages or folders; `--rule` takes codes or prefixes; `--fixes` draws safe fixes alone, with what they write.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
AROUND = 24

Finding = dict[str, Any]


def _findings(pages: list[Path], rules: list[str]) -> list[Finding]:
    run = ["-m", "catalog_lint", "--isolated", "--no-cache", "--exit-zero", "--output-format", "json"]
    names = [str(page.resolve()) for page in pages]
    out = subprocess.run(
        [sys.executable, *run, "--select", ",".join(rules), *names], capture_output=True, cwd=ROOT, check=True
    )
    findings: list[Finding] = json.loads(out.stdout)
    return findings


def _shown(finding: Finding, fixes: bool) -> str:
    """The finding's line with its span marked, and what the fix writes."""
    lines = (ROOT / finding["filename"]).read_text(encoding="utf-8-sig").split("\n")
    first, last = finding["location"], finding["end_location"]
    line = lines[first["row"] - 1]
    start = first["column"] - 1
    end = last["column"] - 1 if last["row"] == first["row"] else len(line)
    before = line[max(0, start - AROUND) : start]
    text = f"{before}[{line[start:end][: 3 * AROUND]}]{line[end : end + AROUND]}"
    place = f"{Path(finding['filename']).name}:{first['row']}:{start + 1}"
    written = " | ".join(edit["content"] for edit in finding["fix"]["edits"]) if fixes else ""
    return f"  {place}  {text}" + (f"  => {written!r}" if fixes else "")


def main(arguments: list[str]) -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(description="Draw findings of each rule, to be judged by eye.")
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--rule", nargs="+", default=["ALL"], metavar="CODE")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fixes", action="store_true")
    given = parser.parse_args(arguments)
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in _findings(given.pages, given.rule):
        if not given.fixes or (finding["fix"] and finding["fix"]["applicability"] == "safe"):
            by_rule[finding["code"]].append(finding)
    for code, findings in sorted(by_rule.items()):
        drawn = random.Random(f"{given.seed} {code}").sample(findings, min(given.count, len(findings)))
        print(f"{code} {findings[0]['name']} ({findings[0]['severity']}): {len(drawn)} of {len(findings)}")
        print("\n".join(_shown(finding, given.fixes) for finding in drawn))


if __name__ == "__main__":
    main(sys.argv[1:])

"""What reports say besides the rules' own messages, by locale."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from catalog_lint.report.totals import Totals


class Words:
    """English, worded as ruff does where ruff says the same."""

    clean = "All checks passed!"
    fix = "fix"
    also = "see"
    more = "and {} more lines"
    applicability: ClassVar[dict[str, str]] = {"safe": "safe", "unsafe": "unsafe", "display": "only shown"}
    severities: ClassVar[dict[str, str]] = {"error": "error", "warning": "warning", "info": "info"}
    finding_columns = ("place", "rule", "severity", "message", "entry")
    columns = ("findings", "entries", "safe", "unsafe", "severity", "rule")
    outside = "outside entries"
    verdicts: ClassVar[dict[str, str]] = {
        "rewrite": "rewrite",
        "review": "review",
        "fixable": "fixable",
        "clean": "clean",
    }
    report_title = "catalog-lint report"
    report_skip = "To the findings"
    report_map = "The catalog, an entry a cell"
    report_findings = "Findings"
    report_rules = "By rule"
    report_entries = "entries"
    report_touched = "entries with errors or warnings"
    report_pages = "pages"
    report_safe = "with a safe fix"
    report_unsafe = "with an unsafe fix"
    report_text = "Text"
    report_any = "any"
    report_verdict = "verdict"
    report_turn = ("Previous", "Next")
    report_more = "{} more findings of this entry"
    report_count = "Findings: {findings}, entries: {entries}"
    report_entry = "Entry"

    def report_words(self) -> dict[str, object]:
        """What the HTML report's script says."""
        return {
            "entry": self.report_entry,
            "outside": self.outside,
            "severities": self.severities,
            "verdicts": self.verdicts,
            "fix": self.fix,
            "applicability": self.applicability,
            "more": self.report_more,
            "count": self.report_count,
        }

    def entry(self, number: int) -> str:
        """An entry by its number."""
        return f"entry {number}"

    def about(self, severity: str, entry: int | None) -> str:
        """How grave a finding is and where: what closes its line."""
        return f"[{severity}]" if entry is None else f"[{severity}, entry {entry}]"

    def counted(self, counts: dict[str, int]) -> str:
        """Findings by severity, the gravest first."""
        parts = [
            f"{count:,} {severity}{_s(count) if severity != 'info' else ''}"
            for severity, count in counts.items()
            if count
        ]
        return ", ".join(parts)

    def found(self, counts: dict[str, int], totals: Totals) -> str:
        """How much there is, and where."""
        return f"Found {self.counted(counts)}{self.where(totals)}."

    def fixed(self, counts: dict[str, int], totals: Totals) -> str:
        """What was there, what was fixed, and what is left."""
        more = f"; {totals.revealed:,} of them came to light by it" if totals.revealed else ""
        left = f"{totals.found:,} left ({self.counted(counts)}{more})" if totals.found else "none left"
        problems = f"Found {totals.before:,} problem{_s(totals.before)}"
        return f"{problems}, fixed {totals.fixed:,}, {left}{self.where(totals)}."

    def where(self, totals: Totals) -> str:
        """In how many entries and pages, in which time."""
        said = ""
        if totals.entries:
            said += f" in {totals.touched:,} of {_count(totals.entries, 'entry', 'entries')}"
        said += f" on {_count(totals.pages, 'page', 'pages')}"
        return said + (f" in {totals.seconds:.1f} s" if totals.seconds else "")

    def removed(self, name: str, count: int) -> str:
        """Findings that a filter took out of the report: `baseline` or `unchanged`."""
        why = "the baseline names them" if count > 1 else "the baseline names it"
        if name == "unchanged":
            why = "nothing there has changed"
        return f"{count:,} more {'are' if count > 1 else 'is'} left out: {why}."

    def texts(self, count: int) -> str:
        """Text files that are no pages, beside others that are."""
        them = "text files hold no entries and were" if count > 1 else "text file holds no entries and was"
        return f"{count:,} {them} left alone."

    def hidden(self, count: int) -> str:
        """Findings of severity info, which are not listed."""
        return f"{count:,} of severity info {'is' if count == 1 else 'are'} not listed (`--show-info`)."

    def heaviest(self, rules: list[tuple[str, str, int]]) -> str:
        """The rules with most findings."""
        return (
            "Most frequent: " + ", ".join(f"{code} {name} ({count:,})" for code, name, count in rules) + "."
        )

    def fixable(self, safe: int, unsafe: int, mark: str) -> str:
        """How much `--fix` would fix, and how much more `--unsafe-fixes` would."""
        hidden = (
            f"{unsafe:,} hidden fix{'es' * (unsafe != 1)} can be enabled with the `--unsafe-fixes` option"
        )
        if safe:
            more = f" ({hidden})" if unsafe else ""
            return f"{mark} {safe:,} fixable with the `--fix` option{more}."
        return f"No fixes available ({hidden})."

    def next_step(self, step: str) -> str:
        """What to do with many findings that no fix takes away."""
        if step == "fix":
            return "Next: `catalog-lint --diff` shows what `--fix` would change."
        if step == "triage":
            return "Next: `catalog-lint triage` lists the entries, the neediest first."
        return (
            "Next: `catalog-lint --write-baseline known-findings.txt` "
            "accepts what is there, so that only new findings fail."
        )

    def would_fix(self, fixed: int, unsafe: int) -> str:
        """How much of what a `--diff` shows is fixed, and how much more `--unsafe-fixes` would."""
        said = f"Would fix {fixed:,} problem{_s(fixed)}" if fixed else "No problem would be fixed"
        return f"{said} ({unsafe:,} more with `--unsafe-fixes`)." if unsafe else f"{said}."

    def needs(self, entries: int, verdicts: dict[str, int]) -> str:
        """How many entries there are, and how many of them have which verdict."""
        each = ", ".join(f"{count:,} {verdict}" for verdict, count in verdicts.items())
        return f"{_count(entries, 'entry', 'entries')}: {each}."

    def folded(self, count: int, code: str, entry: int | None) -> str:
        """Findings that are not listed."""
        place = "outside numbered entries" if entry is None else f"in entry {entry}"
        return f"and {count} more of {code} {place} (--show-all lists them)"

    def annotations(self, left: int) -> str:
        """What GitHub does not show as annotations."""
        return f"{left:,} more findings; `catalog-lint --output-format concise` lists them all."


class TaiwanWords(Words):
    """Chinese as written in Taiwan."""

    clean = "全部通過！"
    fix = "修正"
    also = "另見"
    more = "另有 {} 行"
    applicability: ClassVar[dict[str, str]] = {"safe": "安全", "unsafe": "不安全", "display": "僅供參考"}
    severities: ClassVar[dict[str, str]] = {"error": "錯誤", "warning": "警告", "info": "提示"}
    finding_columns = ("位置", "規則", "等級", "訊息", "條目")
    columns = ("問題", "條目", "安全修正", "不安全修正", "等級", "規則")
    outside = "條目之外"
    verdicts: ClassVar[dict[str, str]] = {
        "rewrite": "需重寫",
        "review": "需檢視",
        "fixable": "可自動修正",
        "clean": "無問題",
    }
    report_title = "catalog-lint 檢查報告"
    report_skip = "跳到問題清單"
    report_map = "目錄全貌（一格一則條目）"
    report_findings = "問題清單"
    report_rules = "各規則統計"
    report_entries = "則條目"
    report_touched = "則條目有錯誤或警告"
    report_pages = "頁"
    report_safe = "個可安全修正"
    report_unsafe = "個有不安全修正"
    report_text = "文字"
    report_any = "全部"
    report_verdict = "判定"
    report_turn = ("上一頁", "下一頁")
    report_more = "這則條目另有 {} 個問題"
    report_count = "{entries} 則條目，{findings} 個問題"
    report_entry = "條目"

    def entry(self, number: int) -> str:
        return f"條目 {number}"

    def about(self, severity: str, entry: int | None) -> str:
        said = self.severities[severity]
        return f"[{said}]" if entry is None else f"[{said}，條目 {entry}]"

    def counted(self, counts: dict[str, int]) -> str:
        return "、".join(
            f"{count:,} 個{self.severities[severity]}" for severity, count in counts.items() if count
        )

    def found(self, counts: dict[str, int], totals: Totals) -> str:
        return f"找到 {self.counted(counts)}{self.where(totals)}。"

    def fixed(self, counts: dict[str, int], totals: Totals) -> str:
        more = f"，其中 {totals.revealed:,} 個是修正後才顯露" if totals.revealed else ""
        left = f"剩餘 {totals.found:,} 個（{self.counted(counts)}{more}）" if totals.found else "沒有剩餘"
        return f"找到 {totals.before:,} 個問題，已修正 {totals.fixed:,} 個，{left}{self.where(totals)}。"

    def where(self, totals: Totals) -> str:
        said = f"，共 {totals.pages:,} 頁"
        if totals.entries:
            said += f"、{totals.entries:,} 則條目，其中 {totals.touched:,} 則有問題"
        return said + (f"，費時 {totals.seconds:.1f} 秒" if totals.seconds else "")

    def removed(self, name: str, count: int) -> str:
        why = "所在條目沒有變動" if name == "unchanged" else "已列入既有問題的清單"
        return f"另有 {count:,} 個問題{why}，不再列出。"

    def texts(self, count: int) -> str:
        return f"有 {count:,} 個文字檔不含條目，未檢查。"

    def hidden(self, count: int) -> str:
        return f"另有 {count:,} 個提示未列出（`--show-info`）。"

    def heaviest(self, rules: list[tuple[str, str, int]]) -> str:
        return "最多的規則：" + "、".join(f"{code} {name}（{count:,}）" for code, name, count in rules) + "。"

    def fixable(self, safe: int, unsafe: int, mark: str) -> str:
        hidden = f"另有 {unsafe:,} 個可用 `--unsafe-fixes` 啟用"
        if safe:
            more = f"（{hidden}）" if unsafe else ""
            return f"{mark} {safe:,} 個可用 `--fix` 修正{more}。"
        return f"沒有可用的修正（{hidden}）。"

    def next_step(self, step: str) -> str:
        if step == "fix":
            return "下一步：用 `catalog-lint --diff` 看看 `--fix` 會改什麼。"
        if step == "triage":
            return "下一步：用 `catalog-lint triage` 列出各條目，最需要處理的在前。"
        return (
            "下一步：用 `catalog-lint --write-baseline known-findings.txt` 記下現況，之後只有新問題才算失敗。"
        )

    def would_fix(self, fixed: int, unsafe: int) -> str:
        said = f"可修正 {fixed:,} 個問題" if fixed else "沒有可修正的問題"
        return f"{said}（另有 {unsafe:,} 個可用 `--unsafe-fixes` 修正）。" if unsafe else f"{said}。"

    def needs(self, entries: int, verdicts: dict[str, int]) -> str:
        each = "、".join(f"{self.verdicts[name]}（{name}）{count:,} 則" for name, count in verdicts.items())
        return f"{entries:,} 則條目：{each}。"

    def folded(self, count: int, code: str, entry: int | None) -> str:
        place = "條目之外" if entry is None else f"條目 {entry} "
        return f"{place}另有 {count} 個 {code}（--show-all 可全部列出）"

    def annotations(self, left: int) -> str:
        return f"另有 {left:,} 個問題；`catalog-lint --output-format concise` 可全部列出。"


def words(locale: str) -> Words:
    """The words of a locale, English where there are none."""
    return TaiwanWords() if locale == "zh-TW" else Words()


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _count(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"

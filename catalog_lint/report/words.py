"""What reports say besides the rules' own messages, by locale."""

from __future__ import annotations

from typing import ClassVar


class Words:
    """English, worded as ruff does."""

    clean = "All checks passed!"
    fix = "fix"
    also = "see"
    more = "and {} more lines"
    applicability: ClassVar[dict[str, str]] = {"safe": "safe", "unsafe": "unsafe", "display": "only shown"}

    def found(self, found: int, fixed: int) -> str:
        """How much was found, and how much of it was mended."""
        total = f"Found {found} error{_s(found)}"
        return f"{total} ({fixed} fixed, {found - fixed} remaining)." if fixed else f"{total}."

    def fixable(self, safe: int, unsafe: int, mark: str) -> str:
        """How much `--fix` would mend, and how much more `--unsafe-fixes` would."""
        hidden = f"{unsafe} hidden fix{'es' * (unsafe != 1)} can be enabled with the `--unsafe-fixes` option"
        if safe:
            more = f" ({hidden})" if unsafe else ""
            return f"{mark} {safe} fixable with the `--fix` option{more}."
        return f"No fixes available ({hidden})."

    def would_fix(self, fixed: int) -> str:
        """What a `--diff` shows."""
        return f"Would fix {fixed} error{_s(fixed)}." if fixed else "No errors would be fixed."

    def folded(self, count: int, code: str, entry: int | None) -> str:
        """Findings that are not listed."""
        place = "outside numbered entries" if entry is None else f"in entry {entry}"
        return f"and {count} more of {code} {place} (--show-all lists them)"

    def annotations(self, found: int) -> str:
        """What GitHub makes of annotations."""
        shown = "GitHub shows 10 annotations a level and step; the log has them all."
        return f"Found {found} error{_s(found)}. {shown}"


class TaiwanWords(Words):
    """Chinese as written in Taiwan."""

    clean = "全部通過！"
    fix = "修正"
    also = "另見"
    more = "另有 {} 行"
    applicability: ClassVar[dict[str, str]] = {"safe": "安全", "unsafe": "不安全", "display": "僅供參考"}

    def found(self, found: int, fixed: int) -> str:
        return (
            f"找到 {found} 個問題（已修正 {fixed} 個，剩餘 {found - fixed} 個）。"
            if fixed
            else f"找到 {found} 個問題。"
        )

    def fixable(self, safe: int, unsafe: int, mark: str) -> str:
        hidden = f"另有 {unsafe} 個可用 `--unsafe-fixes` 啟用"
        if safe:
            more = f"（{hidden}）" if unsafe else ""
            return f"{mark} {safe} 個可用 `--fix` 修正{more}。"
        return f"沒有可用的修正（{hidden}）。"

    def would_fix(self, fixed: int) -> str:
        return f"可修正 {fixed} 個問題。" if fixed else "沒有可修正的問題。"

    def folded(self, count: int, code: str, entry: int | None) -> str:
        place = "條目之外" if entry is None else f"條目 {entry} "
        return f"{place}另有 {count} 個 {code}（--show-all 可全部列出）"

    def annotations(self, found: int) -> str:
        return f"找到 {found} 個問題。GitHub 每個步驟的每個等級只顯示 10 個註記，其餘請看記錄檔。"


def words(locale: str) -> Words:
    """The words of a locale, English where there are none."""
    return TaiwanWords() if locale == "zh-TW" else Words()


def _s(count: int) -> str:
    return "" if count == 1 else "s"

"""`python -m tests.docs.lint_page`: write docs/reference/lint.md from the rules."""

from __future__ import annotations

from pathlib import Path

from parindex.definitions.lint.loader import load_rule_book
from parindex.domain.planning.lint.model import RuleText, Severity

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "lint.md"
SEVERITIES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.INFO: "lưu ý"}
_HEAD = """# Quy tắc kiểm tra kế hoạch

Trang này được sinh từ `src/parindex/definitions/lint/`; sửa quy tắc ở đó rồi chạy `python -m tests.docs.lint_page`.
Mức **lỗi** phải sửa trước khi ký, **cảnh báo** nên sửa, **lưu ý** để biết. Chữ trong {ngoặc} do máy điền từ kế hoạch.
Cách dùng: [kiểm tra kế hoạch trước khi ký](../how-to/kiem-tra-ke-hoach.md).
"""


def page() -> str:
    """Return the whole page."""
    book = load_rule_book()
    parts = [_HEAD, "## Các quy tắc\n", _table(list(book.rules.values()))]
    parts += [_section(rule) for rule in book.rules.values()]
    parts += [
        "## Văn bản đã biết\n",
        "Chỉ những văn bản có nguồn trong ghi chép của dự án; văn bản khác coi là chưa biết.\n",
    ]
    rows = ["| số | ngày | cơ quan | thay bằng |", "|---|---|---|---|"]
    for known in book.documents:
        rows.append(f"| {known.number} | {known.date_:%d/%m/%Y} | {known.issuer} | {known.replaced_by or '–'} |")
    parts += ["\n".join(rows) + "\n", "## Chỉ tiêu chỉ có ở một số cấp\n"]
    parts += ["\n".join(f"- {measure.reason}" for measure in book.inapplicable) + "\n"]
    return "\n".join(parts)


def _table(rules: list[RuleText]) -> str:
    rows = [f"| `{rule.code}` | {rule.name} | {SEVERITIES[rule.usual.severity]} |" for rule in rules]
    return "\n".join(["| mã | tên | mức |", "|---|---|---|", *rows]) + "\n"


def _section(rule: RuleText) -> str:
    lines = [f"### {rule.code}\n", f"**{rule.name}.** {rule.usual.why} Cách sửa: {rule.usual.fix}\n"]
    for name, case in rule.cases.items():
        label = f"`{name}`, " if name else ""
        lines.append(f"- {label}{SEVERITIES[case.severity]}: {case.sentence}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

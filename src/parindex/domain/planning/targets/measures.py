"""What a quantity measures, in the words after it or, where they name nothing, before it."""

from __future__ import annotations

import re
from typing import Final

from parindex.domain.planning.targets.amounts import Amount
from parindex.domain.planning.targets.bounds import BOUNDS
from parindex.domain.planning.targets.clauses import EDGES, Clause
from parindex.domain.planning.targets.words import NOT
from parindex.domain.text import folding

OF_STOP: Final = re.compile(
    r"[;.,(stq](?:(?<=;)|(?<=\.)(?!\d)|(?<=s)o voi\b|(?<=\bt)heo (?:dung )?quy dinh\b|(?<=\bq)uy dinh tai\b"
    r"|(?<=\()\s*(?:nam\b|\d|khong|bao gom|ke ca|tinh)|(?<=,)\s*(?=\S*\s*\d))"
)
_OWN_UPWARD: Final = re.compile(r"\s*\btrở (?:lên|xuống)\b")
_CONNECTOR: Final = re.compile(
    r"\s+(?:va|con|voi)(?:\s+(?:cat|giam|cat giam|tang|dat|thu|co|it|toi thieu|it nhat|tu|tren))*$"
    r"|\s*,\s*dat(?:\s+(?:toi da|toi thieu|it nhat|tu|tren))*$"
)
_OF_LEAD: Final = re.compile(
    r"^\s*(?:cho|doi voi)\s+(?=(?:mot|moi|tung)\s)"
    r"|^(?:tro (?:len|xuong)\s+)?(?:tren tong so\s+|tong so\s+|cac\s+)?(?:/\s*)?"
)
BEFORE_TAIL: Final = re.compile(
    r"(?:\b(?:đạt|phấn đấu|tỷ lệ|tăng|giảm|rút ngắn|thêm|là|có|đảm bảo|bảo đảm|hoàn thành|cắt|mức|được|lên|xuống"
    r"|còn|gấp|khoảng|trong|đến|vị trí|xếp|thứ|trở|vào|lọt|nằm|bằng hoặc|hoặc bằng"
    rf"|{NOT}giảm(?: nhưng| mà)?|(?:{NOT})?(?:{BOUNDS}))|[,:<>≥≤=\s\x00])+$"
)
_VERB_LEAD: Final = re.compile(
    r"^(?:(?:tro len|tro xuong|va|con|cac|so|phan dau|dam bao|bao dam|duy tri|nang cao|nang|dat|den|phan)\b"
    r"|[\x00\s,:])+(?=\s|$|(?<=\s))"
)
# What the quantity before is compared with: "tăng 03 bậc so với năm 2024, vào nhóm …".
_COMPARED: Final = re.compile(r"[\s\x00]*so voi\b[^,;]*,?")
_NO_MEASURE: Final = re.compile(r"(?:(?:va|cap|o|trong|tai|cua nam)\s|sau\b|nam (?:lien )?truoc\b)")


def read_of(clause: Clause, amount: Amount, *, until: int) -> tuple[str, bool]:
    """Read what a quantity measures, and whether it stands after the quantity (else before it)."""
    after = _read_after(clause, amount, until=until)
    if after and not amount.is_rank and not _NO_MEASURE.match(folding.fold_aligned(after)):
        return after, True
    return read_before(clause, amount.since, amount.start), False


def read_before(clause: Clause, start: int, end: int) -> str:
    """Read what is measured in the words before a quantity; empty where they only say that it is aimed at."""
    compared = _COMPARED.match(clause.folded, start, end) if start else None
    start = compared.end() if compared is not None else start
    before = clause.written[start:end]
    tail = BEFORE_TAIL.search(f" {before}")
    cut = before[: max(tail.start() - 1, 0)] if tail else before
    lead = _VERB_LEAD.match(folding.fold_aligned(cut))
    begin = start + (lead.end() if lead else 0)
    return clause.text[begin : start + len(cut)].strip(EDGES)


def _read_after(clause: Clause, amount: Amount, *, until: int) -> str:
    """Read the words after a quantity that may be what it measures."""
    stop = OF_STOP.search(clause.folded, amount.end, until)
    after = clause.text[amount.end : stop.start() if stop else until]
    if not clause.masked[amount.end : amount.end + len(after)].strip(EDGES + "()"):
        return ""
    own = _OWN_UPWARD.search(after) if "trở" in after else None
    if after.lstrip().startswith(",") or (own and _OWN_UPWARD.sub("", after).lstrip().startswith(",")):
        return ""
    if own and not re.search(r"\btừ\b", after[: own.start()]):
        after = after[: own.start()] + after[own.end() :]
    joint = _CONNECTOR.search(folding.fold_aligned(after.rstrip(EDGES)))
    after = after[: joint.start()] if joint else after
    lead = _OF_LEAD.match(folding.fold_aligned(after))
    return after[lead.end() if lead else 0 :].strip(EDGES)

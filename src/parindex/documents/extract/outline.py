"""The outline of a document: blocks as nodes of a tree, whatever numbering system the office used.

Nodes are ranked by the style of their marker (I. > 1. > 1.1. > a) > - > +). Numbers restart, jump and repeat in real
documents, so a node first looks for its predecessor among the open nodes and only then goes by rank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.blocks import Block, BlockKind
from parindex.documents.extract.agency_words import names_agency
from parindex.documents.extract.labels import ASSIGNMENT_KINDS as CLOSED_KINDS
from parindex.documents.extract.labels import Label, body_kind, read_label
from parindex.documents.repair.letters import CAPITAL, SMALL
from parindex.documents.repair.markers import Marker, MarkerStyle, read_marker
from parindex.domain.planning.criteria import ends_in_code
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_RANKS = {
    MarkerStyle.CHAPTER: 0,
    MarkerStyle.UPPER: 1,
    MarkerStyle.ROMAN: 2,
    MarkerStyle.LETTER: 20,
    MarkerStyle.PAREN_NUMBER: 21,
    MarkerStyle.DASH: 30,
    MarkerStyle.BULLET: 31,
    MarkerStyle.PLUS: 32,
}
SECTION_RANK = _RANKS[MarkerStyle.ROMAN]
_NUMBER_RANK = 10
_CRITERION_RANK = 19
_LABEL_RANK = 25
_ROOT_RANK = -1
_PLAIN_RANK = 100
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LEADING = "-–+*• \t"
_SAYS_WHO_LEADS = frozenset({FieldKind.LEAD, FieldKind.ASSIGNMENT_GROUP})
_LISTS = {MarkerStyle.DASH, MarkerStyle.BULLET, MarkerStyle.PLUS}


@dataclass(slots=True)
class Node:
    """One block in the outline; `text` is its content after the marker, `start` where that begins in the block.

    `kind` is the field that the label announces; `number` that of the marker or of "Việc 1: …", None for dashes;
    `closing` tells the paragraph that ends the plan; `bare` is the answer of `bare_lines` once the tree is as it stays.
    """

    block: Block
    text: str
    start: int
    rank: int
    marker: Marker | None = None
    label: Label | None = None
    kind: FieldKind | None = None
    criterion: bool = False
    number: str | None = None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    position: int = 0
    closing: bool = False
    bare: Mapping[int, tuple[FieldKind, int]] | None = None

    def drop_label(self) -> None:
        """Take the words of the label for words like others."""
        self.label = self.kind = None

    def take_marker(self, marker: Marker | None) -> None:
        """Stand in the list at the place of another node."""
        self.marker = marker
        if marker is not None and marker.style not in _LISTS:
            self.number = marker.value

    @property
    def is_heading(self) -> bool:
        """Tell whether the node can open a section: it has a number, or it is a heading of the format."""
        return self.number is not None or self.criterion or self.block.kind is BlockKind.HEADING

    @property
    def is_title(self) -> bool:
        """Tell whether a line below says who leads: then who does something in this line is part of its title."""
        return any(child.kind in _SAYS_WHO_LEADS for child in self.children)

    def printed(self) -> str:
        """Return the node's whole text with its marker."""
        if self.block.marker and not self.block.text.startswith(self.block.marker):
            return f"{self.block.marker} {self.block.text}"
        return self.block.text

    def folded(self) -> str:
        """Return the content folded for comparison."""
        return folding.fold(self.text)


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree and its nodes in reading order; `root` stands for the document."""

    root: Node
    nodes: tuple[Node, ...]

    def take_apart(self) -> None:
        """Part the nodes from one another, so that they are freed at once instead of when garbage is searched for."""
        for node in self.nodes:
            node.parent = None
        self.root.children.clear()


# A new document or annex inside the file: what stood before does not hold what follows.
_RESETS = re.compile(r"\s*(?:KẾ HOẠCH|CHƯƠNG TRÌNH|BÁO CÁO|ĐỀ ÁN|QUYẾT ĐỊNH|PHỤ LỤC|Phụ lục|N[ơo]i nhận)\b.{0,12}$")
_RESET_LETTERS = frozenset("KCBĐQPN \t\n\u00a0")
# How the last paragraph of a plan begins: of itself in any case, of everyone where "./." ends it.
_URGING = re.compile(
    r"(?:(?:uy ban nhan dan|ubnd|chu tich)[^,;.]{0,60} )?(?:yeu cau|de nghi)\s+"
    r"(?:cac|thu truong|nguoi dung dau|lanh dao)\b"
    r"|.*\b(?:ke hoach|chuong trinh|de an|quyet dinh|cong van|van ban) nay\b"
)
_QUOTED_CRITERION = re.compile(
    r"(?:tieu chi(?: thanh phan)?|tctp|tc|chi so(?: thanh phan)?)\s*(?:so\s*)?(?:[\d.]+\s*)?[-–:.(]?\s*[“\"'‘]",
    re.IGNORECASE,
)
# "Nhiệm vụ 1: …", "Tiêu chí 1.2. …", "Việc số 3: …": an item that is numbered after its kind, whatever it is called.
_NAMED_NUMBER = re.compile(
    rf"([{CAPITAL}]\w*(?: [{SMALL}]+){{0,3}}?)\s+(?:số\s+)?"
    r"(\d{1,2}(?:\.\d{1,2}){0,3})\s*(?:[.:)](?!\d)|[-–](?=\s))\s*(?=\S)"
)
# The number after one of these may be the criterion's code, so that it stays part of the words.
_CODED_WORDS = frozenset({"Tiêu chí", "Tiêu chí thành phần", "TCTP", "TC", "Chỉ số", "Chỉ số thành phần", "Chỉ tiêu"})
_ITEM_WORDS = _CODED_WORDS | {"Nhiệm vụ", "Nội dung", "Vấn đề"}
# These count parts of documents, times and ways of doing, never items.
_COUNTED = re.compile(
    r"(?:dieu|khoan|diem|muc|phan|chuong|phu luc|bang|bieu|mau|so|trang|quy|thang|nam|ngay|tuan|dot|lan|ky|giai doan"
    r"|buoc)\b"
)
_CODED_CRITERION = re.compile(r"(?:tieu chi(?: thanh phan)?|tctp|tc|chi so thanh phan)\s*(?:so\s*)?\d+(?:\.\d+)*\b")
_CRITERION_WORDS = ("tieu", "tc", "chi", "muc", "ty", "nang")
# Letters that begin none of these words, whatever stands on them.
_OTHER_LETTERS = frozenset("abdefghijklopqrsuvwxyzđABDEFGHIJKLOPQRSUVWXYZĐ")
_SIPAS_CRITERION = re.compile(r"(?:chi so|muc do|ty le|nang cao (?:chi so|muc do))\s+(?:ve\s+)?hai long\b")


def is_criterion(folded: str) -> bool:
    """Tell whether a folded heading opens by naming a criterion."""
    return bool(_QUOTED_CRITERION.match(folded) or _CODED_CRITERION.match(folded) or _SIPAS_CRITERION.match(folded))


def _is_criterion(text: str) -> bool:
    """Tell whether a heading opens by naming a criterion; its first word answers for most."""
    if text[:1] in _OTHER_LETTERS:
        return False
    first = text.split(maxsplit=1)[:1]
    return bool(first) and _names_criterion(first[0]) and is_criterion(folding.fold(text[:60]))


@remember
def _names_criterion(word: str) -> bool:
    return folding.fold(word).startswith(_CRITERION_WORDS)


def build_outline(blocks: Sequence[Block], *, labels: PlanLabels) -> Outline:
    """Build the outline of the blocks that are not tables."""
    root = Node(Block(-1, BlockKind.PARAGRAPH, ""), "", 0, _ROOT_RANK)
    open_nodes: list[Node] = [root]
    nodes: list[Node] = []
    in_title = False
    words = _ITEM_WORDS | _item_words(blocks, labels)
    letters = frozenset(word[0] for word in words)
    for block in blocks:
        text = block.text
        if block.table is not None or not text or text.isspace():
            continue
        resets = text[0] in _RESET_LETTERS and _RESETS.match(text) is not None
        if resets:
            del open_nodes[1:]
        node = _node(block, labels, words, letters)
        in_title = resets or (in_title and node.number is None)
        if in_title:
            node = Node(block, text, 0, _PLAIN_RANK)
        node.position = len(nodes)
        _place(node, open_nodes)
        nodes.append(node)
    return Outline(root, tuple(nodes))


def _item_words(blocks: Sequence[Block], labels: PlanLabels) -> frozenset[str]:
    """Return the words that number the items of this plan ("Việc 1: …"): most of them have who or when below."""
    seen: dict[str, list[str]] = {}
    assigned: Counter[str] = Counter()
    last: str | None = None
    for block in blocks:
        text = block.text.lstrip(_LEADING)
        if block.table is not None or not text:
            continue
        named = _NAMED_NUMBER.match(text) if text[0].isupper() else None
        if named is not None and named[1] not in _ITEM_WORDS:
            last = named[1]
            seen.setdefault(last, []).append(named[2])
        elif last is not None and ":" in text:
            marker = read_marker(text)
            label = read_label(text[marker.end if marker is not None else 0 :], labels=labels)
            if label is not None and label.kind in CLOSED_KINDS:
                assigned[last] += 1
                last = None
    return frozenset(
        word
        for word, numbers in seen.items()
        if len(numbers) > 1 and 2 * assigned[word] > len(numbers) and not _COUNTED.match(folding.fold(word))
        if _may_name_items(body_kind(word, labels=labels), numbers)
    )


def _may_name_items(kind: FieldKind | None, numbers: Sequence[str]) -> bool:
    """Tell whether a word before numbers names items: no label, or "Hạn chế 1, 2, 3" counted through the plan."""
    return kind is None or (kind is FieldKind.LIMITATION and len(set(numbers)) == len(numbers))


def _node(block: Block, labels: PlanLabels, words: frozenset[str], letters: frozenset[str]) -> Node:
    marker = read_marker(f"{block.marker} ") if block.marker else None
    start = 0
    if marker is None:
        marker = read_marker(block.text)
        start = marker.end if marker else 0
    named = _NAMED_NUMBER.match(block.text, start) if block.text[start : start + 1] in letters else None
    named = named if named is not None and named[1] in words else None
    if named is not None and ("." not in named[2] or named[1] not in _CODED_WORDS):
        start = named.end()
    text = block.text[start:]
    label = read_label(text, labels=labels) if named is None else None
    if label is not None and label.value_start >= len(text) and _heads_work(label.kind, text):
        label = None
    counted = marker is not None and marker.style not in _LISTS
    criterion = named is not None or _is_criterion(text) or (counted and ends_in_code(text))
    rank = _rank(block, marker, label, criterion=criterion, named=named is not None)
    number = marker.value if marker is not None and counted else named[2] if named is not None else None
    return Node(block, text, start, rank, marker, label, label.kind if label else None, criterion, number)


def _heads_work(kind: FieldKind, text: str) -> bool:
    """Tell whether words of labels head an agency's work: "Nhiệm vụ của Sở Nội vụ", "Việc giao Sở Y tế chủ trì"."""
    if kind is not FieldKind.ACTIONS and kind is not FieldKind.LEAD:
        return False
    named = names_agency(text)
    return named is not None and (kind is FieldKind.ACTIONS or named[0] > 0)


def _rank(block: Block, marker: Marker | None, label: Label | None, *, criterion: bool, named: bool) -> int:
    if marker is not None and not (named and marker.style in _LISTS):
        return _RANKS.get(marker.style, _NUMBER_RANK + marker.depth)
    if block.kind is BlockKind.HEADING and block.level is not None:
        return min(_NUMBER_RANK + block.level, _CRITERION_RANK)
    if criterion:
        return _CRITERION_RANK
    return _LABEL_RANK if label is not None else _PLAIN_RANK


def _place(node: Node, open_nodes: list[Node]) -> None:
    """Attach a node below the right open node and close the nodes that it ends."""
    if node.rank == _PLAIN_RANK:
        node.closing = _closes_plan(node.text)
        if node.closing:
            del open_nodes[1:]
        node.parent = open_nodes[-1]
        node.parent.children.append(node)
        return
    depth = _sibling_depth(node, node.marker, open_nodes) if node.marker is not None else None
    if depth is None:
        depth = len(open_nodes)
        while open_nodes[depth - 1].rank >= node.rank and not _holds(open_nodes[depth - 1], node):
            depth -= 1
    del open_nodes[depth:]
    node.parent = open_nodes[-1]
    node.parent.children.append(node)
    if node.label is None or not _is_closed(node):
        open_nodes.append(node)


# How letters take leave and who signs begins.
_ENDINGS = ("Trên đây là ", "Trân trọng", "Rất mong ", "TM. ", "KT. ", "TL. ", "TUQ. ")


def _closes_plan(text: str) -> bool:
    """Tell whether a paragraph ends the plan: "Trên đây là Kế hoạch …", "Yêu cầu các đơn vị …; báo cáo trước …./."."""
    if text.startswith(_ENDINGS):
        return True
    return text.rstrip().endswith("/.") and _URGING.match(folding.fold(text)) is not None


def _is_closed(node: Node) -> bool:
    """An unmarked "Chủ trì: Sở A" holds nothing below it, "Sản phẩm: …" only what its colon announces."""
    label = node.label
    if node.marker is not None or label is None or label.value_start >= len(node.text):
        return False
    return label.kind in CLOSED_KINDS or (label.kind is FieldKind.PRODUCT and not node.text.rstrip().endswith(":"))


def _holds(opened: Node, node: Node) -> bool:
    """A criterion without a number holds the labels below it, a line of a list that ends in ":" the lists below it."""
    if opened.criterion and opened.number is None and node.label is not None:
        return True
    if not (_is_list(opened) and _is_list(node) and opened.text.rstrip().endswith(":")):
        return False
    return opened.marker is not None and node.marker is not None and opened.marker.style is not node.marker.style


def _is_list(node: Node) -> bool:
    return node.marker is not None and node.marker.style in _LISTS


def _list_depth(style: MarkerStyle, open_nodes: list[Node]) -> int | None:
    """Return the depth of the open line of the same list, of those above which only lists stand open, or None."""
    for depth in range(len(open_nodes) - 1, 0, -1):
        before = open_nodes[depth].marker
        if before is None or before.style not in _LISTS:
            return None
        if before.style is style:
            return depth
    return None


def _sibling_depth(node: Node, marker: Marker, open_nodes: list[Node]) -> int | None:
    """Return the depth of the open node that `node` follows (a) after b)), or where a restart nests."""
    style, rank = marker.style, node.rank
    if style in _LISTS:
        return _list_depth(style, open_nodes)
    if style is MarkerStyle.UPPER:
        return _upper_depth(marker, open_nodes)
    last = 0
    for depth in range(len(open_nodes) - 1, 0, -1):
        before = open_nodes[depth].marker
        if before is None or before.style is not style or open_nodes[depth].rank != rank:
            continue
        if _follows(before, marker):
            return depth
        last = last or depth
    if not last and marker.depth == 1 and style is MarkerStyle.NUMBER and ordinal(marker) == 1:
        return len(open_nodes) if open_nodes[-1].rank == _RANKS[MarkerStyle.LETTER] else None
    if last and last < len(open_nodes) - 1 and ordinal(marker) == 1 and ordinal(open_nodes[last].marker) > 1:
        return len(open_nodes) if marker.depth == 1 and open_nodes[-1].rank > rank else None
    return None


def _upper_depth(marker: Marker, open_nodes: list[Node]) -> int | None:
    """Return the depth of the open "A." that "B." follows, for "A." itself the one below an open "II.", or None."""
    for depth in range(len(open_nodes) - 1, 0, -1):
        before = open_nodes[depth].marker
        if before is not None and before.style is MarkerStyle.UPPER:
            return depth
    if ordinal(marker) != 1:
        return None  # "H." is "II." misread from a picture
    for depth in range(len(open_nodes) - 1, 0, -1):
        before = open_nodes[depth].marker
        if before is not None and before.style is MarkerStyle.ROMAN:
            return depth + 1
    return None


def _follows(before: Marker, after: Marker) -> bool:
    if before.depth > 1 and before.value.rpartition(".")[0] != after.value.rpartition(".")[0]:
        return False
    return 0 < ordinal(after) - ordinal(before) <= 1


def ordinal(marker: Marker | None) -> int:
    """Return the place of a marker in its sequence, counted from 1; 0 when it has none."""
    if marker is None or marker.style in _LISTS:
        return 0
    last = marker.value.rpartition(".")[2]
    if last.isdigit():
        return int(last)
    if marker.style is MarkerStyle.LETTER:
        return _LETTERS.find(last) + 1
    return _roman(last) if set(last) <= set(_ROMAN) else ord(last[:1].upper()) - 64


def _roman(text: str) -> int:
    total = 0
    for letter, following in zip(text, (*text[1:], ""), strict=True):
        value = _ROMAN[letter]
        total += -value if following and _ROMAN[following] > value else value
    return total

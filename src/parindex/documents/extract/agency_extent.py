"""How far the names of agencies reach in a sentence: "… phối hợp với Bưu điện tỉnh | trả kết quả tại nhà"."""

from __future__ import annotations

import re
from functools import cache

from parindex.definitions.labels.phrases import load_lexicon
from parindex.documents.extract.agency_words import is_verb
from parindex.domain.planning.lexicon import compile_words
from parindex.domain.text import folding

_TOKEN = re.compile(r"\w+(?:&\w+)*|[^\w\s]")
_JOINING = frozenset(",-–/&")
# These open a name of which the next word is not the second half: "Sở | rà soát" but "Tài | chính".
_SHORT_HEADS = frozenset({"Sở", "Ban", "Phòng", "Cục", "Hội", "Đoàn", "Viện", "Quỹ"})
# A word that may open a deed; after these it is part of a name ("các cơ quan, tổ chức").
_NOT_A_VERB = re.compile(
    r"(?:\b(?:cac|co quan|ca nhan|don vi|van phong|va|(?<!, )(?:ban|phong)|(?<!xa )(?<!quoc )hoi|trung tam)|&)\s*$"
)
_NOUN_TOO = re.compile(r"to chuc|bao cao|quan ly")
# The verb "trình" is no verb in "quy trình", "gửi" none in "ký gửi".
_SECOND_HALF = re.compile(r"\b(?:quy|chuong|tien|giao|cong|lo|qua|phuong|ban|chuyen|ky|de|bau|trong|phat)\s$")
_HALVES = frozenset({"trinh", "gui", "giao", "cu", "khi", "dua", "nang", "can"})
# "Phòng Quản lý xây dựng, Phòng …": these words of names ask for what the office looks after.
_OPEN_FIELD = re.compile(r"\b(?:Phòng|Ban|Tổ|Đội|Bộ phận|Trung tâm) (?:Quản lý|Kiểm soát|Theo dõi)\s$")
_NAME_ENDS = re.compile(r"\s*(?:[,;.)]|$)")
_DOES_ALL = re.compile(r"(?:to chuc )?(?:thuc hien|trien khai)|phoi hop|chu tri|phu trach|tham muu|dam nhan|tham gia")
_SURE_WORDS = 4
_LONGEST_HEAD = 40
# These follow a name and tell how it is, what was or whose it is, not what it is to do.
_STATE = re.compile(
    r"(?:còn|chưa|đã|đang|vẫn|có|không|là|được|bị|sẽ|thì|mà|để|do|vì|nên|nếu|khi|như|này|nêu|trên|dưới|ở|trong|ngoài"
    r"|theo|về|cho|từ|đến|đối|bằng|qua|gồm|nhằm|trực|đủ|hằng|hàng|đạt|một|chủ)\b"
)


def find_deed(text: str, folded: str, start: int, end: int) -> int | None:
    """Return where what they do begins after the names of agencies at `start`, None when the range holds only names."""
    verb = find_verb(text, folded, start, end)
    stop, is_sure = _end_of_names(text, start, end)
    if stop is None or (verb is not None and verb <= stop):
        return verb
    if is_sure or (verb is None and len(text[stop:end].split()) >= _SURE_WORDS):
        return stop
    return verb


def find_action(text: str, folded: str, start: int, end: int) -> int | None:
    """Return where what an agency does begins in "Sở A làm việc B", also by a verb that the lexicon lacks.

    None when the range says nothing that it does: a state ("UBND xã còn chậm") is no deed.
    """
    verb = find_verb(text, folded, start, end)
    stop, is_sure = _end_of_names(text, start, end)
    if stop is None or not is_sure or (verb is not None and verb <= stop) or _STATE.match(text, stop):
        return verb
    return stop if len(text[stop:end].split()) >= _SURE_WORDS else verb


def is_whole_name(text: str) -> bool:
    """Tell whether all words belong to names of agencies: "Phòng Nội vụ" but not "Phòng họp không giấy"."""
    return _end_of_names(text, 0, len(text))[0] is None


def find_verb(text: str, folded: str, start: int, end: int) -> int | None:
    """Return where the first known verb of duty after the name of an agency stands, None when the range has none."""
    for verb in compile_words(load_lexicon().duty_verbs).finditer(folded, start, end):
        at = verb.start()
        noun = _NOUN_TOO.match(verb[0]) is not None and folded[:at].rstrip().endswith(",")
        half = verb[0] in _HALVES and _SECOND_HALF.search(folded, max(start, at - 10), at) is not None
        half = half or text.endswith("đầu tư ", start, at)  # "Ban Quản lý dự án đầu tư xây dựng"
        half = half or _is_looked_after(text, start, verb, end)
        if at <= start or not is_verb(text, verb) or noun or half or _NOT_A_VERB.search(folded, 0, at):
            continue
        if _end_of_head(text, start, at) is None:
            return at
    return None


def is_open_field(text: str, at: int) -> bool:
    """Tell whether the name that stops before `at` asks for what the office looks after: "Phòng Quản lý | xây dựng"."""
    return _OPEN_FIELD.search(text, 0, at + len(text[at:]) - len(text[at:].lstrip())) is not None


def _is_looked_after(text: str, start: int, verb: re.Match[str], end: int) -> bool:
    """Tell whether a verb is what an office looks after, with which its name ends: "Phòng Quản lý xây dựng, …"."""
    if _OPEN_FIELD.search(text, start, verb.start()) is None or _DOES_ALL.match(verb[0]) is not None:
        return False
    return _NAME_ENDS.match(text, verb.end(), end) is not None


def _end_of_names(text: str, start: int, end: int) -> tuple[int | None, bool]:
    """Return where the first word stands that no name holds, and whether the name before it was surely whole."""
    tail, whole = False, False
    known, before, held = _name_words(), start, start
    for token in _TOKEN.finditer(text, start, end):
        word = token[0]
        if token.start() < held:
            continue
        if not word[0].isalnum():
            if word not in _JOINING:
                break
            tail = False
        elif word[0].isupper():
            whole = word.isupper() and len(word) > 1
            tail = not whole and word not in _SHORT_HEADS
        elif _tone_order(word) in known:
            tail, whole = False, True
        elif tail and not text.endswith(_fields(), start, token.start() - 1):
            tail = whole = False
        elif (held := _end_of_head(text, start, token.start()) or start) > start:
            tail, whole = False, True
        elif text[before : token.end()] in _verbs():
            return before, True  # "Sở Y tế công khai …" although "công" is a word of names
        else:
            return token.start(), whole or text.endswith(_fields(), start, len(text[: token.start()].rstrip()))
        before = token.start()
    return None, False


def _end_of_head(text: str, start: int, at: int) -> int | None:
    """Return where a long name that is written small ends ("bộ phận tiếp nhận và trả kết quả") if it holds a place."""
    begin = max(start, at - _LONGEST_HEAD)
    if text.endswith("Đề án ", start, at) and text[at].isdigit():
        return at + len(text[at:]) - len(text[at:].lstrip("0123456789"))
    if text.find(" ", begin, at) < 0:
        return None
    for head in _long_heads().finditer(folding.fold_aligned(text[begin : at + _LONGEST_HEAD])):
        if begin + head.start() < at < begin + head.end():
            return begin + head.end()
    return None


def _tone_order(word: str) -> str:
    """Write "uỷ" as "ủy": both spellings are in use."""
    return word.replace("uỷ", "ủy").replace("oà", "òa").replace("oá", "óa")


@cache
def _fields() -> tuple[str, ...]:
    """Return the fields that names of agencies end in: "Phòng Kinh tế"."""
    return load_lexicon().agency_fields


@cache
def _verbs() -> frozenset[str]:
    """Return the verbs of duty of two words."""
    return frozenset(word for word in load_lexicon().duty_verbs if word.count(" ") == 1)


@cache
def _long_heads() -> re.Pattern[str]:
    """Return the pattern of heads of three words and more in which a word of no name stands."""
    known = _name_words()
    heads = (word for word in load_lexicon().agency_heads if word.count(" ") > 1)
    return compile_words(tuple(word for word in heads if not known.issuperset(_tone_order(word.lower()).split())))


@cache
def _name_words() -> frozenset[str]:
    """Return the words that names of agencies write small; of long heads ("cục thống kê") only the first is one."""
    lexicon = load_lexicon()
    heads = (word for word in lexicon.agency_heads if word.count(" ") < 2)
    fields = (part for word in lexicon.agency_fields for part in word.split() if part.islower())
    phrases = (*heads, *fields, *lexicon.group_quantifiers, *lexicon.group_nouns, *lexicon.name_words)
    return frozenset(_tone_order(part) for word in phrases for part in re.findall(r"\w+", word.lower()))

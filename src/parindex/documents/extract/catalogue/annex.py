"""From a document to a proposed catalogue, with everything that a person must look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parindex.definitions.labels.catalogue_labels import CatalogueLabels, load_catalogue_labels
from parindex.definitions.labels.rule_words import load_rule_words
from parindex.documents.blocks import Document
from parindex.documents.errors import NotACatalogue
from parindex.documents.extract.catalogue.codes import Coded, assign_codes
from parindex.documents.extract.catalogue.findings import find_problems
from parindex.documents.extract.catalogue.head import read_head
from parindex.documents.extract.catalogue.rows import read_listings
from parindex.documents.extract.catalogue.tree import Annex, Draft, build_annex
from parindex.domain.scoring.catalogue import Channel, Effect, Level
from parindex.domain.scoring.proposal import CatalogueProposal, ProposedItem
from parindex.domain.scoring.reading.clauses import ScoringLine
from parindex.domain.scoring.reading.proposal import Certainty, Reading
from parindex.domain.scoring.reading.rules import SUM, read_rule
from parindex.domain.scoring.reading.words import RuleWords
from parindex.domain.text import folding

_FEWEST_ITEMS = 3


def extract_catalogue(document: Document, *, level: Level, year: int) -> CatalogueProposal:
    """Read the annex of a document; raises NotACatalogue when no table lists items with points.

    Of several listings in one file the one whose caption names the level is read, else the largest; a finding says so.
    """
    labels, words = load_catalogue_labels(), load_rule_words()
    annexes = [
        (build_annex(listing.rows, labels=labels, words=words), listing.caption)
        for listing in read_listings(document, labels=labels)
    ]
    annexes = [(annex, caption) for annex, caption in annexes if _size(annex) >= _FEWEST_ITEMS]
    if not annexes:
        raise NotACatalogue(name=document.name)
    annex, _ = max(annexes, key=lambda found: (_speaks_of(level, found[1], labels), _size(found[0])))
    coded = list(assign_codes(annex.roots))
    head = replace(read_head(document, level=level, year=year, first=coded[0].draft.place), total_points=annex.total)
    items = tuple(_items(coded, labels, words))
    proposal = CatalogueProposal(document.name, document.sha256, head, items)
    return replace(proposal, findings=tuple(find_problems(proposal, annex, others=len(annexes) - 1)))


def _speaks_of(level: Level, caption: str, labels: CatalogueLabels) -> bool:
    """Tell whether the words above a table name the level and no other one."""
    named = {
        one for one, words in labels.levels.items() if words.search(folding.lower_aligned(folding.normalise(caption)))
    }
    return named == {level}


def _size(annex: Annex) -> int:
    return sum(1 for root in annex.roots for draft in root.walk() if draft.name)


def _items(coded: Sequence[Coded], labels: CatalogueLabels, words: RuleWords) -> list[ProposedItem]:
    items = []
    effect = Effect.NORMAL
    for entry in coded:
        if entry.depth == 0:
            effect = _effect(entry.draft, labels)
        items.append(_item(entry, effect, labels, words))
    return items


def _effect(draft: Draft, labels: CatalogueLabels) -> Effect:
    name = folding.fold(draft.name)
    if draft.points is None:
        return Effect.NORMAL
    if labels.bonus.match(name):
        return Effect.BONUS
    return Effect.PENALTY if labels.penalty.match(name) else Effect.NORMAL


def _item(entry: Coded, effect: Effect, labels: CatalogueLabels, words: RuleWords) -> ProposedItem:
    draft = entry.draft
    reading = _reading(draft, effect, words)
    return ProposedItem(
        code=entry.code,
        parent_code=entry.parent_code,
        depth=entry.depth,
        printed=draft.marker.printed if draft.marker else "",
        name=draft.name,
        max_points=draft.points,
        rule=reading.rule,
        certainty=reading.certainty,
        words=reading.words,
        reason=reading.reason,
        channel=_channel(draft, reading, labels),
        effect=effect if entry.depth == 0 else Effect.NORMAL,
        evidence=tuple(draft.evidence),
        note="; ".join(draft.notes),
        place=draft.place,
    )


def _reading(draft: Draft, effect: Effect, words: RuleWords) -> Reading:
    """Read the scoring lines; where there are none, the note may say how."""
    if draft.children:
        return SUM
    reading = read_rule(draft.lines, name=draft.name, maximum=draft.points, words=words, effect=effect)
    if reading.certainty is not Certainty.NONE or not draft.notes or draft.lines:
        return reading
    lines = [ScoringLine(note) for note in draft.notes]
    told = read_rule(lines, name=draft.name, maximum=draft.points, words=words, effect=effect)
    return told if told.rule is not None else reading


def _channel(draft: Draft, reading: Reading, labels: CatalogueLabels) -> Channel | None:
    if draft.channel or draft.children:
        return labels.channel_of(draft.channel)
    return Channel.LEADERSHIP_SURVEY if draft.is_surveyed else reading.channel

"""A plan as an official paper: what the plan says and the fixed words of the layout, nothing else.

The words are chosen so that the importer reads the same items back from the paper.
"""

from __future__ import annotations

from parindex.documents.write.official import wording
from parindex.documents.write.official.body import body_lines
from parindex.documents.write.official.model import Annex, Line, LineStyle, Paper
from parindex.documents.write.official.tables import annex_tables
from parindex.domain.planning.model import Part, Plan, PlanDocument

_FURTHER = "Các cơ quan, đơn vị, cá nhân được giao nhiệm vụ tổ chức thực hiện Kế hoạch này đúng nội dung và thời hạn./."
_LISTED = "Các nội dung, nhiệm vụ cụ thể nêu tại Phụ lục kèm theo."


def paper_of(plan: Plan, *, mark: str = "") -> Paper:
    """Lay a plan out as a paper; `mark` says on every page what the paper is not ("bản minh họa")."""
    facts = plan.document
    kind = facts.kind or "Kế hoạch"
    issuer = facts.issuer or ""
    # A committee has no agency over it at the head of a paper; a department has its committee.
    superior = "" if wording.is_committee(issuer) else facts.parent or ""
    in_body = [item for item in plan.items if item.part is Part.BODY]
    chapters = body_lines(in_body)
    body = [*_grounds(facts), Line(_opening(facts, kind)), *chapters.lines]
    if not in_body:
        body += [Line(f"{chapters.next_number}. NỘI DUNG", LineStyle.CHAPTER), Line(_LISTED)]
    last = chapters.next_number if in_body else "II"
    body += [Line(f"{last}. TỔ CHỨC THỰC HIỆN", LineStyle.CHAPTER), Line(_FURTHER)]
    return Paper(
        mark=mark,
        superior=superior.upper(),
        authority=wording.authority_lines(issuer) if issuer else (),
        number=wording.number_line(facts.number, kind=kind, issuer=issuer),
        place_and_date=wording.place_and_date(superior or issuer, facts.date_),
        kind=kind.upper(),
        title=_title(facts, kind),
        body=tuple(body),
        recipients=wording.recipient_lines(facts.recipients),
        signing=wording.signing_lines(issuer, facts.signer_title),
        signer=facts.signer or "",
        annex=_annex(plan, kind),
    )


def _title(facts: PlanDocument, kind: str) -> str:
    title = facts.title or ""
    return title[len(kind) :].strip() if title.lower().startswith(kind.lower()) else title


def _grounds(facts: PlanDocument) -> list[Line]:
    """Return what the plan carries out, one a line."""
    words = [f"Thực hiện {citation.text.strip(' ;.,')}" for citation in facts.citations if citation.carried_out]
    return [
        Line(f"{text}{';' if at < len(words) else '.'}", LineStyle.GROUND) for at, text in enumerate(words, start=1)
    ]


def _opening(facts: PlanDocument, kind: str) -> str:
    year = f" năm {facts.plan_year}" if facts.plan_year else ""
    return f"Thực hiện nhiệm vụ{year}, {facts.issuer or 'cơ quan'} ban hành {kind} với các nội dung sau:"


def _annex(plan: Plan, kind: str) -> Annex | None:
    rows = [item for item in plan.items if item.part is Part.APPENDIX]
    if not rows:
        return None
    facts = plan.document
    return Annex(
        caption="PHỤ LỤC",
        title="DANH MỤC TIÊU CHÍ, NHIỆM VỤ",
        reference=wording.annex_reference(
            kind=kind, number=facts.number, issued=facts.date_, issuer=facts.issuer or ""
        ),
        tables=annex_tables(rows),
    )

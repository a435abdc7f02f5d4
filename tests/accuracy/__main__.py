"""`python -m tests.accuracy`: how well the importer reads plans, known and unseen, by field and by document."""

from __future__ import annotations

import argparse

from tests.accuracy import annexes, report
from tests.accuracy.lint import precision as lint
from tests.accuracy.rendering import CACHE

HELD_OUT = "held_out"


def main() -> int:
    """Print the measurement; the exit code is 0 whatever the figures are."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--format", choices=report.FORMATS, help="only this format of the unseen plans")
    parser.add_argument("--doc", help="only documents whose name contains this")
    parser.add_argument("--errors", type=int, default=0, help="list the first errors of each document")
    parser.add_argument("--held-out", action="store_true", help="list the errors of the held-out plans too")
    parser.add_argument("--no-known", action="store_true", help="leave out the shared gold")
    parser.add_argument("--annexes", action="store_true", help="only the annexes of catalogues")
    chosen = parser.parse_args()
    if chosen.annexes:
        annexes.print_scores(annexes.score(), errors=chosen.errors, held_out=chosen.held_out)
        return 0
    formats = (chosen.format,) if chosen.format else report.FORMATS

    if not chosen.no_known and not chosen.format:
        known = report.score_known(only=chosen.doc)
        report.print_group("known plans (shared gold), this scorer", known)
        report.print_errors(known, chosen.errors)
        if chosen.doc is None:
            print("\n== known plans, the gold's own scorer")
            print(report.run_shared_scorer(CACHE / "known.json") or "the shared gold is not beside the project")
    scores = report.score_unseen(formats, only=chosen.doc)
    for group, title in (("tuning", "unseen"), (HELD_OUT, "unseen, held out"), ("example", "examples")):
        for format_ in formats:
            chosen_scores = [score for score in scores if score.group == group and score.format == format_]
            if chosen_scores:
                report.print_group(f"{title}, {format_.upper()}", chosen_scores)
            if group != HELD_OUT or chosen.held_out:
                report.print_errors(chosen_scores, chosen.errors)
    _print_summary(scores)
    if not chosen.doc and not chosen.format:
        lint.print_report()
    return 0


def _print_summary(scores: list[report.DocumentScore]) -> None:
    print("\n== micro F1 (fields of the gold / with products, actors, citations, facts)")
    for group in ("tuning", HELD_OUT, "example"):
        for format_ in report.FORMATS:
            chosen = [score for score in scores if score.group == group and score.format == format_]
            if chosen:
                summed = report.total(chosen)
                micro, everything = summed.micro().f1, summed.micro(extra=True).f1
                counts = f"items {summed.predicted_items}/{summed.expected_items}"
                print(
                    f"{group:9s} {format_:5s} {micro:6.3f} {everything:6.3f}  {counts}  invented {len(summed.invented)}"
                )


if __name__ == "__main__":
    raise SystemExit(main())

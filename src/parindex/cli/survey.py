"""`parindex survey`: questionnaires, estimates with their margins, sizes and draws of samples."""

from __future__ import annotations

import typer

from parindex.cli import survey_estimate, survey_questionnaires, survey_sampling

app = typer.Typer(help="Khảo sát: phiếu, mẫu, ước lượng có sai số.", no_args_is_help=True)
app.add_typer(survey_questionnaires.app, name="questionnaires")
survey_estimate.register(app)
survey_sampling.register(app)

"""Finds the feedback about one procedure, dossier or criterion."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds an index for each kind of link; most feedback has none."""

    dependencies = [("feedback", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                fields=["procedure_code"],
                name="feedback_procedure",
                condition=models.Q(("procedure_code", ""), _negated=True),
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                fields=["dossier_code"],
                name="feedback_dossier",
                condition=models.Q(("dossier_code", ""), _negated=True),
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                fields=["criterion_code"],
                name="feedback_criterion",
                condition=models.Q(("criterion_code", ""), _negated=True),
            ),
        ),
    ]

"""Keeps the codes of linked things whole: a published procedure may have 300 letters, a criterion any number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0002_links"),
    ]

    operations = [
        migrations.AlterField(
            model_name="feedback",
            name="criterion_code",
            field=models.CharField(blank=True, help_text="Mã tiêu chí liên quan.", max_length=300),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="dossier_code",
            field=models.CharField(blank=True, help_text="Mã hồ sơ.", max_length=300),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="procedure_code",
            field=models.CharField(blank=True, help_text="Mã thủ tục hành chính.", max_length=300),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workload", "0002_closed_sheet")]

    operations = [
        migrations.AddField(
            model_name="share",
            name="last_step",
            field=models.JSONField(
                default=dict, help_text="Bước cuối: ai làm, lần đổi, giá trị trước; để người ấy hoàn tác."
            ),
        ),
    ]

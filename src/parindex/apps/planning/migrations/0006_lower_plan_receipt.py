from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_programmes")]

    operations = [
        migrations.AddField(
            model_name="lowerplan",
            name="received_on",
            field=models.DateField(help_text="Ngày đơn vị nhận kế hoạch cấp trên; trống là chưa ghi.", null=True),
        ),
        migrations.AddField(
            model_name="lowerplan",
            name="received_by_name",
            field=models.CharField(blank=True, default="", help_text="Tên người ghi ngày nhận.", max_length=120),
            preserve_default=False,
        ),
    ]

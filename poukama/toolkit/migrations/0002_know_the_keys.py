from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('toolkit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('check_value', models.CharField(max_length=32)),
                ('since_on', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('number',), name='toolkit_keycheck_one_row_per_key')],
            },
        ),
    ]

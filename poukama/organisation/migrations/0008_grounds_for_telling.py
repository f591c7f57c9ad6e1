
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0007_gatekeepers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='term',
            name='list',
            field=models.CharField(choices=[('phase', 'Phases of support'), ('member_role', 'Roles of family members'), ('contact_kind', 'Kinds of contact'), ('occasion_kind', 'Kinds of occasion'), ('people_category', 'Categories of people'), ('theme', 'Themes'), ('outreach_place', 'Places of outreach'), ('chat_service', 'Chats'), ('volunteer_role', 'Roles of volunteers'), ('end_reason', 'Reasons for ending'), ('estimate_basis', 'Grounds of an estimate'), ('funder', 'Funders'), ('process_step', 'Steps of work'), ('disclosure_ground', 'Grounds by law for telling')], max_length=20),
        ),
    ]

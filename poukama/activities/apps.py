from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Open doors, groups, events, outreach and chat duty."""

    name = "poukama.activities"
    label = "activities"
    default_auto_field = "django.db.models.BigAutoField"

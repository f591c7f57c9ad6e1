from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The association: its people, work forms, teams, positions, partners and the words of its work."""

    name = "poukama.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig
from django.utils.module_loading import import_string


class OrganisationConfig(AppConfig):
    """The association: its people, work forms, teams, positions, partners and the words of its work."""

    name = "poukama.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the database say when words change."""
        import_string("poukama.organisation.words.connect")()

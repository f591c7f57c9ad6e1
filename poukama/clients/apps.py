from django.apps import AppConfig
from django.utils.module_loading import import_string


class ClientsConfig(AppConfig):
    """People served and their families."""

    name = "poukama.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the forms whose typing is kept, what becomes of what is kept of somebody, and what hides them."""
        import_string("poukama.clients.on_drafts.connect")()
        import_string("poukama.clients.on_ending.connect")()
        import_string("poukama.clients.on_own_data.connect")()
        import_string("poukama.clients.hidden.connect")()

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AccessConfig(AppConfig):
    """Who may do what, and what they did."""

    name = "poukama.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer the frame of the pages, and listen to the sign-in library."""
        import_string("poukama.access.frame.connect")()
        import_string("poukama.access.sign_in_audit.connect")()
        import_string("poukama.access.checks.connect")()
        import_string("poukama.access.second_secrets.connect")()

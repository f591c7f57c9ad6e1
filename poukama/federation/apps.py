from django.apps import AppConfig


class FederationConfig(AppConfig):
    """What the federation of associations may see."""

    name = "poukama.federation"
    label = "federation"
    default_auto_field = "django.db.models.BigAutoField"

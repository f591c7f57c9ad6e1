from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """People served and their families."""

    name = "poukama.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The only way anything is sent to a person."""

    name = "poukama.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

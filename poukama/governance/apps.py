from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The plan: what the association has promised."""

    name = "poukama.governance"
    label = "governance"
    default_auto_field = "django.db.models.BigAutoField"

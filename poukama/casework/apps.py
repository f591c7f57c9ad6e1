from django.apps import AppConfig
from django.utils.module_loading import import_string


class CaseworkConfig(AppConfig):
    """Periods of support to families and people."""

    name = "poukama.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what cards lead to, duties, what is known of violence, whose typing is kept, how a record ends, what comes round."""
        import_string("poukama.casework.on_card.connect")()
        import_string("poukama.casework.on_duties.connect")()
        import_string("poukama.casework.on_violence.connect")()
        import_string("poukama.casework.on_plan_review.connect")()
        import_string("poukama.casework.on_follow_ups.connect")()
        import_string("poukama.casework.on_promises.connect")()
        import_string("poukama.casework.on_shared_past.connect")()
        import_string("poukama.casework.on_requests.connect")()
        import_string("poukama.casework.on_drafts.connect")()
        import_string("poukama.casework.on_ending.connect")()
        import_string("poukama.casework.on_own_data.connect")()
        import_string("poukama.casework.on_rounds.connect")()

from poukama.outbox.services.sending import SENT_BY_PEOPLE, SettledAlready, send, settle

__all__ = ["SENT_BY_PEOPLE", "SettledAlready", "send", "settle"]

from poukama.outbox.views.messages import not_sent_list, not_sent_panel, send, send_now, settle

__all__ = ["not_sent_list", "not_sent_panel", "send", "send_now", "settle"]

from poukama.outbox.services.sending import (
    SENT_BY_PEOPLE,
    SettledAlready,
    StillOutside,
    send,
    send_now,
    settle,
)

__all__ = ["SENT_BY_PEOPLE", "SettledAlready", "StillOutside", "send", "send_now", "settle"]

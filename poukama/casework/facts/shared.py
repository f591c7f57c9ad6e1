"""What several facts of casework need."""

from django.urls import reverse

from poukama.toolkit.facts import Source

EPISODES_CHANGE = Source("casework_episode", "starts_on")


def page_of(episode_id: int) -> str:
    """Where the rows behind a figure lead."""
    return reverse("casework:episode", args=[episode_id])

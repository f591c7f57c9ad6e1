"""What somebody is told of themselves, by section and text."""

from poukama.access.actor import Actor
from poukama.clients.own_data import all_passages


def passages(actor, known, today):
    return {(each.section, each.text): each for each in all_passages(Actor(actor, today), known)}


def marked(known, aino, today):
    """By section and text, whether a passage is marked."""
    return {(each.section, each.text): each.of_others for each in all_passages(Actor(aino, today), known)}

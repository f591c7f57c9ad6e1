"""What workers write in their own words, as the forms about those served take it."""

from poukama.toolkit.words import Words

__all__ = ["Words"]

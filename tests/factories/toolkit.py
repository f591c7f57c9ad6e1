"""The smallest valid rows of the toolkit."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from poukama.toolkit.models import KeyCheck, Round, Stamp


class StampFactory(DjangoModelFactory[Stamp]):
    """A table whose rows of 2024 changed once."""

    class Meta:
        model = Stamp

    source = factory.Sequence(lambda n: f"some_table_{n}")
    year = 2024
    changes = 1


class KeyCheckFactory(DjangoModelFactory[KeyCheck]):
    """The check of a key that is in no ring."""

    class Meta:
        model = KeyCheck

    number = factory.Sequence(lambda n: n + 100)
    check_value = "0" * 32
    since_on = date(2024, 1, 1)


class RoundFactory(DjangoModelFactory[Round]):
    """Something that was done last night."""

    class Meta:
        model = Round

    name = factory.Sequence("round {}".format)
    done_on = date(2024, 9, 11)

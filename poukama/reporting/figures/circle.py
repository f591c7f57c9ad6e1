"""Who may see which records, and so which small counts."""

from dataclasses import dataclass

from poukama.access.actor import Actor
from poukama.access.policy import rules
from poukama.organisation.choices import Role
from poukama.reporting.counting import Ask
from poukama.toolkit.facts import Fact


@dataclass(frozen=True)
class Circle:
    """Somebody who reads figures. Inside the circle of an ask are those who may read all its records."""

    actor: Actor | None = None
    is_house: bool = False

    @classmethod
    def of(cls, actor: Actor) -> "Circle":
        """A person signed in."""
        return cls(actor=actor)

    @classmethod
    def public(cls) -> "Circle":
        """Anyone: what leaves the house (the annual report, the federation)."""
        return cls()

    @classmethod
    def house(cls) -> "Circle":
        """Nothing is withheld: the operator at the command line, and what is frozen for a later check."""
        return cls(is_house=True)

    def is_inside(self, ask: Ask) -> bool:
        """Whether small counts of the ask may be shown: it is not about people, or the records are open."""
        if self.is_house or not ask.definition.is_about_people:
            return True
        return all(self.reads(fact, ask) for fact in ask.definition.facts if fact.about_people)

    def reads(self, fact: Fact, ask: Ask) -> bool:
        """Whether the reader may take the fact's action in every work form of the ask."""
        rule = rules().get(fact.read_action)
        if self.actor is None or rule is None:
            return self.is_house
        if self.actor.is_everywhere(*rule.to):
            return True
        mine = {held.work_form_key for held in self.actor.held if Role(held.role) in rule.to}
        return bool(ask.work_forms) and set(ask.work_forms) <= mine

"""What a page sends of itself."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from poukama.drafts.kinds import Of
from poukama.drafts.services import Stand

_Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\w.-]+$")]
_Turn = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Asked(BaseModel):
    """Which form, and who had signed in when its page was opened."""

    model_config = ConfigDict(extra="forbid")

    by: int
    of: _Code
    id: _Code

    def form(self) -> Of:
        """Which form."""
        return Of(self.of, self.id)


class Typed(Asked):
    """What has been typed, by which page, after what."""

    page: UUID
    turn: _Turn
    after: tuple[UUID, int] | None = None
    values: list[tuple[str, str]]

    def stand(self) -> Stand:
        """How far the page has come."""
        return Stand(self.page, self.turn)

    def before(self) -> Stand | None:
        """What stood there when the page was opened."""
        return Stand(*self.after) if self.after else None

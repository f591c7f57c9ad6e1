"""What the parts of a pack are made of."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


def one_of(allowed: "list[str] | tuple[str, ...]") -> AfterValidator:
    """Refuse every text but these."""

    def check(value: str) -> str:
        if value not in allowed:
            raise PydanticCustomError("one_of", "one_of", {"allowed": ", ".join(allowed)})
        return value

    return AfterValidator(check)


def _as_names(value: Any) -> Any:
    return {"fi": value} if isinstance(value, str) else value


class Part(BaseModel):
    """A part of a pack: no unknown keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NamesPart(Part):
    """A name in three languages; Finnish there always is."""

    fi: Annotated[str, Field(min_length=1, max_length=120)]
    sv: Annotated[str, Field(max_length=120)] = ""
    en: Annotated[str, Field(max_length=120)] = ""


Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=50)]
Names = Annotated[NamesPart, BeforeValidator(_as_names)]
Small = Annotated[int, Field(ge=0, le=32767)]

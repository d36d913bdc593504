"""The form of homework that is ready to give: `content/<language>/packs.yaml`."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from intima.content.schema import File, Item, Line, Slug


class Half(BaseModel):
    """What one person does; the slug of a check-in is `checkin`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["lesson", "exercise", "prompt", "ritual", "checkin"]
    slug: Slug

    @property
    def key(self) -> str:
        """As the page where homework is given names it."""
        return f"{self.kind}:{self.slug}"


class Pack(Item):
    """One piece of homework, filled in but for whom. `days` is how long it runs, or until when it is to be done."""

    title: Line
    about: Line
    one: Half
    other: Half | None = None
    every: Literal["", "day", "week"] = ""
    days: Annotated[int, Field(strict=True, ge=1, le=92)]
    why: Line
    plan: Line
    obstacles: Line

    def structure(self) -> dict[str, Any]:
        halves = [half.key for half in (self.one, self.other) if half]
        return {**super().structure(), "halves": halves, "every": self.every, "days": self.days}


class Packs(File):
    """A language's packs. The English file gives the order."""

    item = Pack
    under: ClassVar[str] = "packs"
    packs: Annotated[tuple[Pack, ...], Field(min_length=1)]

"""What one person's card says."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

PARTS = ("does", "body", "tells", "shows", "under", "longs", "so", "exit")
SCALE = range(11)  # 0 reaches in … 10 steps back, at one topic; never of a person


@dataclass(frozen=True)
class CardWords:
    """One person's part of the loop; "" is what they left out, and a topic they would rather not say is not there.

    `so` finishes 'the more Ada …'; `exit` is where its author could step out of that very arrow.
    """

    does: str = ""
    body: str = ""
    tells: str = ""
    shows: str = ""
    under: str = ""
    longs: str = ""
    so: str = ""
    exit: str = ""
    topics: Mapping[str, int] = field(default_factory=dict)

    @property
    def says_something(self) -> bool:
        return any(getattr(self, part) for part in PARTS) or bool(self.topics)

    def to_text(self) -> str:
        """As one text, to be sealed whole: words and places alike."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> "CardWords":
        return cls(**json.loads(text))

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Measured:
    """One figure: `value` and `reference` in `unit`, with the ratio that it should reach, or with `most` not exceed."""

    name: str
    value: float
    unit: str
    reference: float
    reach: float
    most: bool = False

    @property
    def ratio(self) -> float:
        return self.value / self.reference

    @property
    def ok(self) -> bool:
        return self.ratio <= self.reach if self.most else self.ratio >= self.reach

    @property
    def wanted(self) -> str:
        """The reach as the table shows it."""
        return f"{'≤' if self.most else '≥'} {self.reach:.2f}"

    def told(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "wanted": self.wanted, "ok": self.ok}

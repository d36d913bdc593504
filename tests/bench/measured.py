from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Measured:
    """One figure: `value` and `reference` in `unit`; in reach while their ratio stays under `reach`."""

    name: str
    value: float
    unit: str
    reference: float
    reach: float

    @property
    def ratio(self) -> float:
        return self.value / self.reference

    @property
    def ok(self) -> bool:
        return self.ratio < self.reach

    def told(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "ok": self.ok}

"""What other rooms may ask of the guide."""

from exercises.guide.actions.months import comes_round

__all__ = ["comes_round"]

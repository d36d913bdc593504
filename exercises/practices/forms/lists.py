"""Lists: to choose from, to pick one of, to put in order; most of them with room for own words."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.practices.forms.base import LineField, StepForm, Value

OWN = 3  # lines for own words beside a list
OWN_WORDS, LEFT_OUT = "=", "-"  # choices beside the options, whose keys never look like these


class _ListForm(StepForm):
    """Options by key, and lines for own words where the step allows them."""

    def build(self) -> None:
        if self.step.own:
            for number in range(OWN):
                self.fields[f"own_{number}"] = LineField(label=gettext_lazy("In your own words"))

    def own_lines(self) -> list[Any]:
        return [self[f"own_{number}"] for number in range(OWN)] if self.step.own else []

    @property
    def has_own(self) -> bool:
        """Whether anything is written in those lines."""
        return any(line.value() for line in self.own_lines())

    def own(self) -> list[str]:
        return [words for number in range(OWN) if (words := self.cleaned_data.get(f"own_{number}", "").strip())]


class ChooseForm(_ListForm):
    chosen = forms.MultipleChoiceField(required=False)

    def build(self) -> None:
        super().build()
        self.fields["chosen"].choices = [(option.key, option.label) for option in self.step.options]  # type: ignore[attr-defined]

    @staticmethod
    def filled(kept: Value) -> dict[str, Any]:
        return {"chosen": kept["chosen"], **{f"own_{number}": words for number, words in enumerate(kept["own"])}}

    def clean(self) -> dict[str, Any]:
        if "chosen" in self.errors:
            raise BadRequest("A choice that was not offered.")
        count = len(self.cleaned_data["chosen"]) + len(self.own())
        if self.step.most and count > self.step.most:
            raise ValidationError(
                _("Choose %(most)d at most; you have %(count)d."), params={"most": self.step.most, "count": count}
            )
        if not count and self.asks and not self.errors:
            raise ValidationError(_("Choose one, or write your own."))
        return self.cleaned_data

    def answer(self) -> Value | None:
        chosen, own = self.cleaned_data["chosen"], self.own()
        return {"chosen": chosen, "own": own} if chosen or own else None


class PickForm(_ListForm):
    """One of a list, or a line of own words. The dot that is filled says which, so that there are never two."""

    chosen = forms.ChoiceField(required=False)

    def build(self) -> None:
        own = [(OWN_WORDS, gettext_lazy("In my own words"))] if self.step.own else []
        options = [(option.key, option.label) for option in self.step.options]
        left_out = [(LEFT_OUT, gettext_lazy("I’d leave this out"))] if self.step.optional else []
        self.fields["chosen"].choices = [*options, *own, *left_out]  # type: ignore[attr-defined]
        if own:
            self.fields["own_0"] = LineField(label=gettext_lazy("In your own words"))

    def rows(self) -> Iterator[tuple[str, Any, bool]]:
        """Each choice: what it posts, its words, and whether it is the chosen one."""
        chosen = self["chosen"].value()
        return ((key, words, key == chosen) for key, words in self.fields["chosen"].choices)  # type: ignore[attr-defined]

    @property
    def own_line(self) -> Any:
        return self["own_0"] if self.step.own else None

    @staticmethod
    def filled(kept: Value) -> dict[str, Any]:
        own = kept["own"][:1]
        return {"chosen": OWN_WORDS if own else "".join(kept["chosen"][:1]), "own_0": "".join(own)}

    def clean(self) -> dict[str, Any]:
        if "chosen" in self.errors:
            raise BadRequest("A choice that was not offered.")
        if self.asks and not self.errors and self.answer() is None:
            raise ValidationError(_("Choose one, or write your own.") if self.step.own else _("Choose one."))
        return self.cleaned_data

    def answer(self) -> Value | None:
        chosen, own = self.cleaned_data["chosen"], self.cleaned_data.get("own_0", "").strip()
        if chosen in ("", OWN_WORDS):  # written without touching a dot counts as well
            return {"chosen": [], "own": [own]} if own else None
        return None if chosen == LEFT_OUT else {"chosen": [chosen], "own": []}


class RankForm(_ListForm):
    """Each option and each own line gets a place, or none. Two with the same place keep the order of the page."""

    def build(self) -> None:
        super().build()
        for name in self.names():
            places = [("", "–"), *((str(place), str(place)) for place in range(1, len(self.names()) + 1))]
            self.fields[f"place_{name}"] = forms.ChoiceField(choices=places, required=False)

    def names(self) -> list[str]:
        own = [f"own{number}" for number in range(OWN)] if self.step.own else []
        return [*(option.key for option in self.step.options), *own]

    def options(self) -> Iterator[tuple[str, Any]]:
        """Each option's words with the field of its place."""
        return ((option.label, self[f"place_{option.key}"]) for option in self.step.options)

    def own_places(self) -> Iterator[tuple[Any, Any]]:
        """Each line for own words with the field of its place."""
        return ((line, self[f"place_own{number}"]) for number, line in enumerate(self.own_lines()))

    @staticmethod
    def filled(kept: Value) -> dict[str, Any]:
        values: dict[str, Any] = {}
        lines = 0
        for place, each in enumerate(kept["order"], 1):
            if each.startswith("="):
                values[f"own_{lines}"], values[f"place_own{lines}"] = each[1:], place
                lines += 1
            else:
                values[f"place_{each}"] = place
        return values

    def clean(self) -> dict[str, Any]:
        if any(name.startswith("place_") for name in self.errors):
            raise BadRequest("A place that was not offered.")
        if not self._order() and self.asks and not self.errors:
            raise ValidationError(_("Give at least one of them a place, or write your own."))
        return self.cleaned_data

    def _order(self) -> list[str]:
        placed = []
        for number, name in enumerate(self.names()):
            words = name
            if number >= len(self.step.options):
                written = self.cleaned_data.get(f"own_{number - len(self.step.options)}", "").strip()
                words = f"={written}" if written else ""
            place = self.cleaned_data[f"place_{name}"]
            if words and (place or words.startswith("=")):  # own words without a place come last
                placed.append((int(place or len(self.names()) + 1), number, words))
        return [words for _place, _number, words in sorted(placed)]

    def answer(self) -> Value | None:
        order = self._order()
        return {"order": order} if order else None

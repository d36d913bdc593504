import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.loop.actions import Own
from exercises.loop.wording import ASKED, MIDDLE, PLACES, TOPIC
from exercises.loop.words import SCALE, CardWords
from intima.kit.forms import LineField, WordsField

LINES = {"so": 60, "exit": 80}  # characters, each on one line of an arrow
PART = 160  # characters of every other part
NAME = 60


@dataclass(frozen=True)
class Scale:
    """One topic's slider as the page draws it."""

    name: str
    title: Promise
    value: Any
    word: str
    skipped: bool

    @property
    def at_rest(self) -> bool:
        """Whether it lies where the page puts it and says nothing."""
        return str(self.value) == str(MIDDLE) and not self.word


class _FewField(WordsField):
    """A few words on two lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=PART, **kwargs)
        self.widget.attrs["rows"] = 2


class CardForm(forms.Form):
    """One's own card. Every part may be left out.

    A slider is read as in a check-in: 'I'd rather not say' beats a word, a word beats the slider, and a slider lying in
    the middle says nothing. What no browser could post from this page raises BadRequest.
    """

    base = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
    page = forms.UUIDField(widget=forms.HiddenInput)
    PLACES = PLACES

    def __init__(self, posted: QueryDict | dict[str, Any] | None, *, own: Own | None, half: bool = False) -> None:
        """`half`: saved by the way while it is being written, perhaps with nothing in it."""
        super().__init__(posted, initial=_initial(own))
        self.half = half
        for part, (question, example) in ASKED.items():
            told = {"required": False, "label": question, "help_text": example}
            self.fields[part] = LineField(longest=LINES[part], **told) if part in LINES else _FewField(**told)
        for topic in TOPIC:
            self.fields[topic] = forms.IntegerField(min_value=SCALE.start, max_value=SCALE.stop - 1, required=False)
            choices = [("", ""), *((str(place), word) for place, word in PLACES)]
            self.fields[f"{topic}_word"] = forms.ChoiceField(choices=choices, required=False)
            self.fields[f"{topic}_skip"] = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        if forged := self.errors.keys() - ASKED.keys():
            raise BadRequest(f"No card posts such a value for: {', '.join(sorted(forged))}")
        if not self.half and not self.errors and not self.words().says_something:
            raise ValidationError(_("Write a word or two first."))
        return self.cleaned_data

    def words(self) -> CardWords:
        """What the card says, of a valid form."""
        places = {topic: place for topic in TOPIC if (place := self._place(topic)) is not None}
        return CardWords(**{part: self.cleaned_data[part].strip() for part in ASKED}, topics=places)

    def _place(self, topic: str) -> int | None:
        if self.cleaned_data[f"{topic}_skip"]:
            return None
        if word := self.cleaned_data[f"{topic}_word"]:
            return int(word)
        slider: int | None = self.cleaned_data[topic]
        return None if slider == MIDDLE else slider

    def above(self) -> list[Any]:
        """The fields of what can be seen from outside, and of what goes on inside."""
        return [self[part] for part in ("does", "body", "tells", "shows")]

    def below(self) -> list[Any]:
        """The fields of what lies under it."""
        return [self[part] for part in ("under", "longs")]

    def scales(self) -> Iterator[Scale]:
        for topic, title in TOPIC.items():
            value = self[topic].value()
            yield Scale(
                name=topic,
                title=title,
                value=MIDDLE if value in (None, "") else value,
                word=str(self[f"{topic}_word"].value() or ""),
                skipped=bool(self[f"{topic}_skip"].value()),
            )


def _initial(own: Own | None) -> dict[str, Any]:
    """A page filled with what was kept, so that keeping it again unchanged changes nothing."""
    words = own.words if own else CardWords()
    places = dict(words.topics)
    return {
        "base": own.revision if own else 0,
        "page": uuid.uuid4(),
        **{part: getattr(words, part) for part in ASKED},
        **places,
        **{f"{topic}_word": str(MIDDLE) for topic, place in places.items() if place == MIDDLE},
    }


class ShareForm(forms.Form):
    """What was previewed: which revision of the card, and to whom."""

    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    space = forms.UUIDField(widget=forms.HiddenInput)


class NameForm(forms.Form):
    """A name to propose. `key` and `space` are made with the page, `seen` is the proposal that stood on it."""

    text = LineField(
        longest=NAME,
        label=gettext_lazy("A name for the loop"),
        help_text=gettext_lazy("A kind one, or a silly one: the roundabout, the tumble dryer."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    space = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if forged := self.errors.keys() - {"text"}:
            raise BadRequest(f"No page posts such a value for: {', '.join(sorted(forged))}")
        return self.cleaned_data

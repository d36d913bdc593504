"""How every form of the site is drawn when something in it cannot be taken yet."""

import re

import pytest
from django import forms

from intima.kit.forms import LineField, WordsField


class Supper(forms.Form):
    dish = forms.CharField(help_text="One is plenty.")
    when = forms.ChoiceField(choices=[("early", "Early"), ("late", "Late")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(choices=[("fri", "Friday")], widget=forms.CheckboxSelectMultiple)
    warm = forms.BooleanField()
    page = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("Somebody has to cook.")


@pytest.fixture
def drawn() -> str:
    return " ".join(str(Supper({})).split())


def test_each_message_in_the_summary_leads_to_an_element_that_can_be_typed_in_or_chosen(drawn: str) -> None:
    summary = drawn[: drawn.index("</div>")]
    links = dict(re.findall(r'<a href="#([^"]+)"> (\w+) · This field is required\.</a>', summary))
    assert links == {"id_dish": "Dish", "id_when_0": "When", "id_days_0": "Days", "id_warm": "Warm"}
    for link in links:
        assert re.search(rf'<input [^>]*id="{link}"', drawn)


def test_the_summary_says_what_belongs_to_no_visible_field_and_takes_the_focus(drawn: str) -> None:
    summary = drawn[: drawn.index("</div>")]
    assert "<p>Somebody has to cook.</p>" in summary
    assert summary.count("This field is required.") == 5
    assert 'role="alert" tabindex="-1" autofocus' in summary


def test_one_message_alone_needs_no_name() -> None:
    class Dish(forms.Form):
        name = LineField()

    alone = " ".join(str(Dish({})).split())
    assert '<a href="#id_name"> Write a word or two first.</a>' in alone
    assert "One thing to look at" in alone
    assert "A few things to look at" in str(Supper({}))


def test_each_choice_is_a_label_with_a_fingers_worth_of_room(drawn: str) -> None:
    for choice in ("id_when_0", "id_when_1", "id_days_0"):
        assert f'<label class="choice" for="{choice}">' in drawn


@pytest.mark.parametrize("field", ["dish", "when", "days", "warm"])
def test_each_field_is_described_by_its_own_error(field: str, drawn: str) -> None:
    described = re.findall(r'aria-describedby="([^"]+)"', drawn)
    assert any(f"id_{field}_error" in ids.split() for ids in described)
    assert drawn.count(f'id="id_{field}_error"') == 1
    for ids in described:
        for one in ids.split():
            assert f'id="{one}"' in drawn


def test_a_form_without_a_slip_has_no_summary() -> None:
    assert "autofocus" not in str(Supper())


def test_a_line_is_drawn_on_one_line_and_kept_on_one() -> None:
    class Dish(forms.Form):
        name = LineField(longest=12)
        more = WordsField()

    form = Dish({"name": "  Leek \r\n and\tpea ", "more": "  Leek \r\n and"})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Leek and pea", "more": "  Leek \n and"}
    assert '<input type="text" name="name"' in str(form)
    assert "rows=" in str(form["more"])
    assert "rows=" not in str(form["name"])
    assert Dish({"name": "Leek and peas", "more": "."}).errors["name"] == [
        "This is 13 characters long; up to 12 can be kept. Shorten it, or make two of it."
    ]

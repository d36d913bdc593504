from django.template.loader import render_to_string

from intima.accounts.models import Person
from reflections.spaces.actions import tie_of
from reflections.spaces.models import Space


def preview(words: str, author: Person) -> str:
    return render_to_string("shares/preview.html", {"words": words, "tie": tie_of(author)})


def test_it_shows_the_words_who_will_see_them_and_what_holds(ada: Person, ben: Person, space: Space) -> None:
    page = preview("One <b>line</b>\nand another.", ada)
    assert "<bdi>Ben</bdi> will see exactly this" in page
    assert "<bdi>One &lt;b&gt;line&lt;/b&gt;\nand another.</bdi>" in page
    assert "You and <bdi>Ben</bdi>" in page
    assert "You can take it back at any time. It may already have been read." in page


def test_it_stands_in_its_authors_colour(ada: Person, ben: Person, space: Space) -> None:
    assert 'class="answer clay"' in preview("Hers", ada)
    assert 'class="answer iris"' in preview("His", ben)

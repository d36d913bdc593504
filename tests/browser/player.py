"""Doing an exercise in a real browser, step by step, whatever kinds of step its file has."""

import re
from collections.abc import Iterator
from typing import Literal

from django.test import Client
from playwright.sync_api import Page, expect

from intima.accounts.models import Person
from intima.content.exercises import Breathe, Build, Choose, Compare, Exercise, Rank, Slide, Step, Timer, Write

ANEW = re.compile(rb'[A-Za-z0-9]{64}|name="key" value="[0-9a-f-]{36}"')  # what each page makes anew for its forms
SKIPPED = 2  # the third slide of an exercise is one that they would rather not say


def is_ticked(step: Step) -> bool:
    """Whether the end of an exercise for one has what was done at this step ticked already."""
    said: bool | None = getattr(step, "ticked", None)
    return isinstance(step, Build | Choose | Rank) if said is None else said


class Player:
    """Somebody at one exercise, who finds everything by the name that a screen reader would say.

    With `keys` lists are ordered and sliders moved by the keyboard, else by what stands beside: menus and numbers.
    """

    def __init__(self, page: Page, origin: str, exercise: Exercise, name: str, *, keys: bool) -> None:
        self.page, self.origin, self.exercise, self.name, self.keys = page, origin, exercise, name, keys
        self.told: list[str] = []  # what the end is to show, line by line
        self.ticked: list[str] = []  # of this, what is ticked there from the beginning
        self.stood: dict[str, int] = {}  # where each slider was left

    def open(self) -> None:
        self.page.goto(f"{self.origin}/practice/{self.exercise.slug}/")

    def begin(self) -> None:
        """From the exercise's page, which is open, to its first step."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.exercise.title)
        expect(self.page.locator("main")).to_contain_text(self.exercise.sees)
        self.page.get_by_role("button", name="Begin", exact=True).click()

    def steps(self) -> Iterator[Step]:
        """Do each step and yield it while its page is open; the last leads to the end."""
        count = len(self.exercise.steps)
        for number, step in enumerate(self.exercise.steps, 1):
            expect(self.page.get_by_role("heading", level=1)).to_have_text(
                step.own if isinstance(step, Compare) else step.heading
            )
            expect(self.page.get_by_text(f"Step {number} of {count}")).to_be_visible()
            lines = list(self.do(step))
            self.told += lines
            if self.exercise.who == "sealed" or is_ticked(step):
                self.ticked += lines
            yield step
            on = f"Go to step {number + 1}" if number < count else "Come to the end"
            self.page.get_by_role("button", name=on).click()
        self.page.wait_for_url("**/done/")

    def play(self) -> None:
        """The whole of it, from its page to its end."""
        self.begin()
        for _step in self.steps():
            pass

    def words(self, step: Step, what: str = "words") -> str:
        return f"{self.name}'s {what} for {step.key}"

    def do(self, step: Step) -> Iterator[str]:
        """What a person does at this step; yields what the end is to show of it."""
        match step:
            case Write():
                self.page.get_by_role("textbox", name=step.ask).fill(self.words(step))
                yield self.words(step)
            case Choose():
                yield from self._choose(step)
            case Rank():
                yield from self._rank(step)
            case Slide():
                yield from self._slide(step)
            case Build():
                said = step.says
                for slot in step.slots:
                    filled = "21:40" if slot.kind == "time" else self.words(step, slot.key)
                    self.page.get_by_label(slot.label, exact=True).fill(filled)
                    said = said.replace(f"{{{slot.key}}}", filled)
                yield said
            case Breathe():
                self._breathe()
            case Timer():
                expect(self.page.locator("main")).to_contain_text(f"{step.minutes} minutes. Look at the clock")
            case Compare():
                for asked, what in ((step.own, "sign"), (step.ask, "guess")):
                    lines = self.page.get_by_role("group", name=asked).get_by_role("textbox")
                    expect(lines).to_have_count(step.count)
                    lines.first.fill(self.words(step, what))
                    yield self.words(step, what)

    def _choose(self, step: Choose) -> Iterator[str]:
        wanted = step.options[: min(step.most or 2, 2)]
        role: Literal["radio", "checkbox"] = "radio" if step.most == 1 else "checkbox"
        for option in wanted:
            box = self.page.get_by_role(role, name=option.label, exact=True)
            if self.keys:
                box.press("Space")
            else:
                self.page.locator(".chip").filter(has=box).click()
            expect(box).to_be_checked()
            yield option.label
        if step.own and step.most is None:
            self.page.get_by_text("In your own words", exact=True).click()
            self.page.get_by_label("In your own words, line 1").fill(self.words(step))
            yield self.words(step)

    def _rank(self, step: Rank) -> Iterator[str]:
        """The last first, an own line second, the first third, the rest left out."""
        first, last = step.options[0].label, step.options[-1].label
        own = "Place of your own line 1"
        self.page.get_by_text("In your own words", exact=True).click()
        self.page.get_by_label("In your own words, line 1").fill(self.words(step))
        for label, place in ((first, "3"), (last, "1"), (own, "2")):
            menu = self.page.get_by_label(label, exact=True)
            if self.keys:
                menu.press(place)
            else:
                menu.select_option(place)
            expect(menu).to_have_value(place)
        yield from (f"1. {last}", f"2. {self.words(step)}", f"3. {first}")

    def _slide(self, step: Slide) -> Iterator[str]:
        if step.before:
            expect(self.page.locator("main")).to_contain_text(f"Before, you were at {self.stood[step.before]} of 10.")
        if len(self.stood) == SKIPPED:
            self.page.get_by_role("checkbox", name="I’d rather not say").press("Space")
            return
        self.stood[step.key] = at = 7 + len(self.stood)
        slider = self.page.get_by_role("slider", name=step.ask)
        if self.keys:
            for _each in range(5, at):
                slider.press("ArrowRight")
            expect(slider).to_have_value(str(at))
        else:
            self.page.get_by_text("Pick a number instead").click()
            self.page.get_by_role("radio", name=str(at), exact=True).check()
        yield f"{at} of 10, from {step.low} to {step.high}"

    def _breathe(self) -> None:
        self.page.get_by_role("checkbox", name="Begin breathing").press("Space")
        stop = self.page.get_by_role("checkbox", name="Stop")
        expect(stop).to_be_checked()
        stop.press("Space")
        expect(self.page.get_by_role("checkbox", name="Begin breathing")).not_to_be_checked()


def shows(page: Page, lines: list[str]) -> None:
    """Fail unless each of the lines stands on the page, however it is broken there."""
    told = " ".join(page.locator("main").inner_text().split())
    for line in lines:
        assert " ".join(line.split()) in told


class Other:
    """Whoever is not acting now: their tabs, and whatever else of theirs could tell, looked at again and again."""

    def __init__(self, person: Person, *also: str) -> None:
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(person)
        self.urls = ("/today/", "/us/", "/journal/", "/practice/", *also)
        self.before = self._pages()

    def _pages(self) -> dict[str, tuple[int, bytes]]:
        answers = {url: self.client.get(url) for url in self.urls}
        return {url: (answer.status_code, ANEW.sub(b"", answer.content)) for url, answer in answers.items()}

    def sees_nothing(self) -> None:
        """Not a word and not a trace: each page is the same as at first, byte for byte."""
        assert self._pages() == self.before

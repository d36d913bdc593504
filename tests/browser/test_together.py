"""What two do on a phone each: an exercise apart that opens together, and the same breath."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from exercises.practices.actions import runs
from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from tests import cast
from tests.browser import chromium
from tests.browser.player import Other, Player, shows
from tests.browser.test_every_page import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

# A device whose clock is a minute and a half ahead; what it would have said is kept for the test.
WRONG = """
  window.trueOrigin = performance.timeOrigin;
  const real = Date.now;
  Date.now = () => real() + 90_000;
  Object.defineProperty(performance, "timeOrigin", { value: window.trueOrigin + 90_000 });
"""
# When the light began to grow, in milliseconds of the true clock; whether it moves.
BEGAN = """() => {
  const [light] = document.querySelector(".breath").getAnimations();
  const began = light?.startTime ?? null;
  return began === null ? null : began + (window.trueOrigin ?? performance.timeOrigin);
}"""
MOVES = "() => document.querySelector('.breath').getAnimations().some((each) => each.playState === 'running')"


@pytest.fixture
def couple(transactional_db: None) -> tuple[Person, Person]:
    content.load(at=clock.now())
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    return ada, ben


@pytest.fixture
def phones(chrome: Browser, live_server: LiveServer, couple: tuple[Person, Person]) -> Iterator[list[BrowserContext]]:
    """A phone each, on which things may move."""
    contexts = []
    for person in couple:
        context = chrome.new_context(viewport=chromium.PHONE, reduced_motion="no-preference")
        still = signed_in(chrome, live_server, person)
        context.add_cookies(still.cookies())  # type: ignore[arg-type]
        still.close()
        contexts.append(context)
    yield contexts
    for context in contexts:
        context.close()


def began(page: Page) -> float:
    page.wait_for_function(f"() => ({BEGAN})() !== null", timeout=15_000)
    return float(page.evaluate(BEGAN))


def test_both_breathe_within_a_quarter_of_a_second_with_a_wrong_clock_and_a_slow_line(
    phones: list[BrowserContext], live_server: LiveServer
) -> None:
    hers, his = phones
    his.add_init_script(WRONG)
    ada, ben = hers.new_page(), his.new_page()
    ben.goto(f"{live_server.url}/breathe/")
    line = his.new_cdp_session(ben)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 200, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    ada.goto(f"{live_server.url}/breathe/")
    assert ben.evaluate("Date.now()") - ada.evaluate("Date.now()") > 80_000
    ada.get_by_role("button", name="Begin for both of us").click()
    ada.wait_for_selector("[data-starts]")
    both = began(ada), began(ben)
    server = float(ada.get_attribute("[data-starts]", "data-starts") or 0)
    assert abs(both[0] - both[1]) < 250
    assert max(abs(each - server) for each in both) < 250
    for page in (ada, ben):
        page.wait_for_function(MOVES, timeout=15_000)
        expect(page.get_by_role("checkbox", name="Stop")).to_be_checked()

    # Stop is one's own: it stops here at once, goes on there, and can be joined again in step.
    ben.get_by_text("Stop", exact=True).click()
    ben.wait_for_load_state()
    assert not ben.evaluate(MOVES)
    ben.wait_for_timeout(2500)
    assert not ben.evaluate(MOVES)
    assert ada.evaluate(MOVES)
    ben.get_by_text("Breathe along").click()
    assert abs(began(ben) - both[0]) < 250


def test_without_movement_the_words_lead(
    chrome: Browser, live_server: LiveServer, couple: tuple[Person, Person]
) -> None:
    context = signed_in(chrome, live_server, couple[0])
    page = context.new_page()
    page.goto(f"{live_server.url}/breathe/")
    page.get_by_role("button", name="Begin for both of us").click()
    page.wait_for_function("() => document.querySelector('.in').getAnimations().length === 1", timeout=15_000)
    assert page.evaluate("document.querySelector('.breath').getAnimations().length") == 0
    expect(page.get_by_role("checkbox", name="Stop")).to_be_checked()
    context.close()


def test_without_javascript_the_pacer_is_started_by_hand(
    chrome: Browser, live_server: LiveServer, couple: tuple[Person, Person]
) -> None:
    context = signed_in(chrome, live_server, couple[0], script=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/breathe/")
    page.get_by_role("button", name="Begin for both of us").click()
    page.get_by_role("checkbox", name="Breathe along").press("Space")
    expect(page.get_by_role("checkbox", name="Stop")).to_be_checked()
    context.close()


def both_do_it(
    slug: str, script: bool, chrome: Browser, live_server: LiveServer, couple: tuple[Person, Person]
) -> list[Player]:
    """From putting it to both until it has opened, with what each of them sees at every moment; both stand there."""
    exercise = runs.exercise(couple[0], slug).exercise
    pages = [signed_in(chrome, live_server, person, script=script).new_page() for person in couple]
    hers, his = players = [
        Player(page, live_server.url, exercise, person.name, keys=script)
        for page, person in zip(pages, couple, strict=True)
    ]
    his.page.goto(f"{live_server.url}/us/")
    expect(his.page.get_by_role("link", name=exercise.title)).to_have_count(0)
    hers.open()
    shows(hers.page, ["Ben sees the name of the exercise and that you asked, and nothing of what you write."])
    hers.page.get_by_role("button", name="Put it to both of us").click()
    shows(hers.page, [exercise.title, "You put this to both of you."])
    exchange = hers.page.url
    path = exchange.removeprefix(live_server.url)
    also = (path, path.replace("/journal/", "/practice/"), f"{path}confirm/", f"/practice/{slug}/")
    for player, asked, other in ((hers, "You put this to both of you.", couple[1]), (his, "Ada put this", couple[0])):
        player.page.goto(f"{live_server.url}/us/")
        player.page.get_by_role("link", name=exercise.title).click()
        shows(player.page, [asked])
        unseen = Other(other, *also)
        player.page.get_by_role("link", name="To the exercise").click()
        player.begin()
        for _step in player.steps():
            unseen.sees_nothing()
        player.page.get_by_role("button", name="would see").click()
        shows(player.page, player.told)
        unseen.sees_nothing()
        if player is his:
            assert "Ada's" not in his.page.content()
        player.page.get_by_role("button", name="Confirm my answer").click()
        if player is hers:
            expect(hers.page.get_by_text("If both of you do")).to_be_visible()
            unseen.sees_nothing()
    if not script:
        hers.page.goto(exchange)
    for page in pages:  # hers, which was open, finds it by itself
        page.wait_for_url("**/practice/together/*/", timeout=15_000)
    return players


@pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.long)], ids=["with JavaScript", "without"]
)
def test_two_alarms_are_followed_apart_and_lie_side_by_side(
    script: bool, chrome: Browser, live_server: LiveServer, couple: tuple[Person, Person]
) -> None:
    players = both_do_it("two-alarms", script, chrome, live_server, couple)
    for player in players:
        expect(player.page.get_by_role("heading", name="Two bodies, each protecting somebody")).to_be_visible()
        shows(player.page, [line for each in players for line in each.told])
        player.page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_two_write_their_signs_apart_and_say_to_each_others_guesses_what_is_true(
    script: bool, chrome: Browser, live_server: LiveServer, couple: tuple[Person, Person]
) -> None:
    hers, his = both_do_it("signal-gap", script, chrome, live_server, couple)
    for one, other in ((hers, his), (his, hers)):
        shows(one.page, [line for line in one.told if "guess" not in line] + other.told)
    guess = next(line for line in hers.told if "guess" in line)
    unseen = Other(couple[0], hers.page.url.removeprefix(live_server.url))
    his.page.get_by_role("group", name=guess).get_by_text("new to you").click()
    his.page.get_by_role("button", name="Keep it for myself").click()
    expect(his.page.get_by_text("Kept.")).to_be_visible()
    unseen.sees_nothing()
    his.page.get_by_role("button", name="Send it to Ada").click()
    expect(his.page.get_by_text("Sent.")).to_be_visible()
    hers.page.reload()
    expect(hers.page.get_by_role("heading", name="Ben says to your guesses")).to_be_visible()
    shows(hers.page, [guess, "new to me"])
    for player in (hers, his):
        player.page.context.close()

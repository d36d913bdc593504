from intima.kit import clock
from reflections.spaces import actions
from tests import cast
from tests.spaces import walk
from tests.world import Door, World

# nobody, stranger, author, partner, former, staff
ROWS = [
    Door("spaces:invite", get=(302, 200, 302, 302, 200, 200, 200, 200), post=(302, 302, 302, 302, 200, 200, 200, 200)),
    Door("spaces:withdraw", post=302),
    Door("spaces:arrive", get=302, args=lambda world: {"token": world.things["link"]}),
    Door(
        "spaces:invitation",
        get=200,
        post=(302, 302, 302, 302, 302, 302, 302, 302),
        data=lambda world: {"answer": "not_now"},
    ),
    Door(
        "spaces:code",
        get=(302, 200, 200, 200, 200, 200, 200, 200),
        post=(302, 302, 302, 302, 302, 302, 302, 302),
        data=lambda world: {"code": world.things["code"]},
    ),
    Door(
        "spaces:confirm",
        post=(302, 302, 404, 404, 404, 404, 404, 404),
        args=lambda world: {"pk": world.things["came"].pk},
        data=lambda world: {"answer": "yes"},
    ),
    Door("spaces:leave", get=(302, 302, 200, 200, 302, 302, 302, 302), post=302),
    Door("spaces:told", post=302),
]


def furnish(world: World) -> None:
    """The stranger invited the former partner, who accepted; somebody else has an invitation open."""
    world.things["came"] = walk.somebody_came(world.stranger, world.former)
    fresh = actions.invite(by=cast.person("Fay"), at=clock.now())
    world.things["link"], world.things["code"] = fresh.token, fresh.code

from tests.world import SIGNED_IN, Door, World

ENTRANCE = (200, 302, 302, 302, 302, 302, 302, 302)  # a page for somebody signed out; everybody else is led inside

ROWS = [
    Door("accounts:begin", get=302, post=302),
    Door(
        "accounts:me",
        get=SIGNED_IN,
        post=302,
        data=lambda world: {"name": "Ada", "time_zone": "Europe/London", "language": "en"},
    ),
    # Who has an app is asked for its code.
    Door("accounts:again", get=SIGNED_IN, post=(302, 302, 302, 302, 302, 302, 422, 422)),
    # Nobody here has locked a journal.
    Door("accounts:open_journal", get=302, post=302),
    Door("accounts:lock", get=302, post=302),
    Door("accounts:where", get=SIGNED_IN),
    Door("accounts:end_visit", post=302, data=lambda world: {"visit": "0" * 40}),
    Door("accounts:end_other_visits", post=302),
    Door("accounts:language", post=302, data=lambda world: {"language": "es"}),
    Door(
        "accounts:by_password",
        get=ENTRANCE,
        post=(422, 302, 302, 302, 302, 302, 302, 302),
        data=lambda world: {"login": "nobody@example.org", "password": "not the password"},
    ),
    # A passkey's dialogue asks for it as JSON; the page to go to is the sign-in page.
    Door("accounts:by_passkey", get=302, post=(422, 302, 302, 302, 302, 302, 302, 302)),
    Door("account_login", get=ENTRANCE, post=302, data=lambda world: {"login": "nobody@example.org"}),
    Door("account_request_login_code", get=ENTRANCE, post=302, data=lambda world: {"login": "nobody@example.org"}),
    Door("account_signup", get=ENTRANCE, post=302, data=lambda world: {"email": "nobody@example.org"}),
    # Nothing to confirm or to complete: back to where it begins.
    Door("account_confirm_login_code", get=302, post=302),
    Door("account_email_verification_sent", get=302, post=302),
    Door("account_confirm_password_reset_code", get=302, post=302),
    Door("account_complete_password_reset", get=302, post=302),
    Door("mfa_authenticate", get=302, post=302),
    Door("accounts:reset_factor", get=302, post=302),
    Door("account_reset_password", get=200, post=302, data=lambda world: {"email": "nobody@example.org"}),
    Door("account_logout", get=(302, 200, 200, 200, 200, 200, 200, 200), post=302),
    Door("account_inactive", get=200),
    Door("accounts:ways", get=SIGNED_IN),
    Door("accounts:keep_factor", get=302, post=302),
    # Nobody here has just signed in, or has a password: each is asked who they are.
    Door("accounts:app", get=302, post=302),
    Door("accounts:passkey", get=302, post=302),
    Door("accounts:rename_passkey", get=302, post=302, args=lambda world: {"pk": 1}),
    Door("accounts:remove_factor", get=302, post=302, args=lambda world: {"pk": 1}),
    Door("accounts:recovery", get=302, post=302),
    Door("accounts:codes", get=302, post=302),
    Door("account_email", get=302, post=302),
    Door("account_set_password", get=302, post=302),
    Door("account_change_password", get=302, post=302),
]


def furnish(world: World) -> None:
    """People are all that their pages need."""

from django.urls import path

from intima.accounts import asking, steps, views, ways, where

app_name = "accounts"

urlpatterns = [
    path("begin/", views.begin, name="begin"),
    path("me/", views.me, name="me"),
    path("again/", asking.again, name="again"),
    path("open/", asking.open_journal, name="open_journal"),
    path("lock/", asking.lock, name="lock"),
    path("where/", where.where, name="where"),
    path("where/end/", where.end, name="end_visit"),
    path("where/end-others/", where.end_others, name="end_other_visits"),
    path("language/", views.language, name="language"),
    path("login/password/", views.by_password, name="by_password"),
    path("login/passkey/", steps.by_passkey, name="by_passkey"),
    path("password/reset/second/", steps.reset_factor, name="reset_factor"),
    path("ways/", ways.ways, name="ways"),
    path("ways/app/", ways.app, name="app"),
    path("ways/passkey/", ways.passkey, name="passkey"),
    path("ways/<int:pk>/name/", ways.rename, name="rename_passkey"),
    path("ways/<int:pk>/remove/", ways.remove, name="remove_factor"),
    path("ways/keep/", ways.keep, name="keep_factor"),
    path("ways/recovery/", ways.recovery, name="recovery"),
    path("ways/codes/", ways.codes, name="codes"),
]

# What of allauth the site offers, under the names by which allauth finds its own pages.
entrance = [
    path("login/", views.sign_in, name="account_login"),
    path("login/code/", views.sign_in, name="account_request_login_code"),
    path("login/code/confirm/", steps.sign_in_code, name="account_confirm_login_code"),
    path("login/second/", steps.second_step, name="mfa_authenticate"),
    path("signup/", views.sign_up, name="account_signup"),
    path("confirm-email/", views.address_code, name="account_email_verification_sent"),
    path("logout/", views.sign_out, name="account_logout"),
    path("inactive/", views.inactive, name="account_inactive"),
    path("email/", views.change_address, name="account_email"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("password/set/", views.set_password, name="account_set_password"),
    path("password/reset/", views.reset, name="account_reset_password"),
    path("password/reset/confirm/", views.reset_code, name="account_confirm_password_reset_code"),
    path("password/reset/complete/", steps.reset_password, name="account_complete_password_reset"),
]

from django.urls import path

from intima.accounts import views

app_name = "accounts"

urlpatterns = [
    path("begin/", views.begin, name="begin"),
    path("me/", views.me, name="me"),
    path("again/", views.again, name="again"),
    path("language/", views.language, name="language"),
    path("login/password/", views.by_password, name="by_password"),
]

# What of allauth the site offers, under the names by which allauth finds its own pages.
entrance = [
    path("login/", views.sign_in, name="account_login"),
    path("login/code/", views.sign_in, name="account_request_login_code"),
    path("login/code/confirm/", views.sign_in_code, name="account_confirm_login_code"),
    path("signup/", views.sign_up, name="account_signup"),
    path("confirm-email/", views.address_code, name="account_email_verification_sent"),
    path("logout/", views.sign_out, name="account_logout"),
    path("inactive/", views.inactive, name="account_inactive"),
    path("email/", views.change_address, name="account_email"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("password/set/", views.set_password, name="account_set_password"),
    path("password/reset/", views.reset, name="account_reset_password"),
    path("password/reset/confirm/", views.reset_code, name="account_confirm_password_reset_code"),
    path("password/reset/complete/", views.reset_password, name="account_complete_password_reset"),
]

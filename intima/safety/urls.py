from django.urls import path

from intima.safety import views

app_name = "safety"

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("exit/", views.leave, name="exit"),
    path("weather/", views.elsewhere, name="elsewhere"),
    path("help/", views.help_now, name="help"),
    path("safe/", views.is_it_safe, name="is_it_safe"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("privacy/", views.privacy, name="privacy"),
]

from django.urls import path

from intima.mail import views

app_name = "mail"

urlpatterns = [
    path("events/", views.events, name="events"),
]

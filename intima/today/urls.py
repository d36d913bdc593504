from django.urls import path

from intima.today import views

app_name = "today"

urlpatterns = [
    path("today/", views.today, name="today"),
    path("us/", views.us, name="us"),
    path("you/", views.you, name="you"),
]

from django.urls import path

from intima.today import tour, views

app_name = "today"

urlpatterns = [
    path("today/", views.today, name="today"),
    path("us/", views.us, name="us"),
    path("you/", views.you, name="you"),
    path("tour/<int:step>/", tour.tour, name="tour"),
]

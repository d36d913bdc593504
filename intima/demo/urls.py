from django.urls import path

from intima.demo import views

app_name = "demo"

urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<slug:name>/", views.letter, name="letter"),
]

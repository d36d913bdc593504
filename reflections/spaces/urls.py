from django.urls import path

from reflections.spaces import views

app_name = "spaces"

urlpatterns = [
    path("invite/", views.invite, name="invite"),
    path("invite/withdraw/", views.withdraw, name="withdraw"),
    path("come/<str:token>/", views.arrive, name="arrive"),
    path("invitation/", views.invitation, name="invitation"),
    path("code/", views.code, name="code"),
    path("confirm/<uuid:pk>/", views.confirm, name="confirm"),
    path("leave/", views.leave, name="leave"),
    path("told/", views.told, name="told"),
]

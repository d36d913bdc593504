from django.urls import path

from exercises.guide import views

app_name = "guide"

urlpatterns = [
    path("", views.guide, name="guide"),
    path("mine/", views.mine, name="mine"),
    path("mine/rituals/choose/", views.rituals, name="rituals"),
    path("mine/<slug:kind>/", views.part, name="part"),
    path("mine/<slug:kind>/take-out/", views.take_out, name="take_out"),
]

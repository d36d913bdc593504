from django.urls import path

from exercises.practices.views import looking, playing, together

app_name = "practices"

urlpatterns = [
    path("", playing.practices, name="practices"),
    path("cards/what-helps/", playing.card, name="card"),
    path("together/<uuid:pk>/", together.opened, name="opened"),
    path("together/<uuid:pk>/judge/", together.judge, name="judge"),
    path("together/<uuid:pk>/judge/take-back/", together.take_judgement_back, name="take_judgement_back"),
    path("preview/<slug:slug>/", looking.look, name="look"),
    path("preview/<slug:slug>/done/", looking.look_at_end, name="look_at_end"),
    path("preview/<slug:slug>/<slug:key>/", looking.look_at_step, name="look_at_step"),
    path("<slug:slug>/", playing.exercise, name="exercise"),
    path("<slug:slug>/begin/", playing.begin, name="begin"),
    path("<slug:slug>/propose/", together.propose, name="propose"),
    path("run/<uuid:pk>/done/", playing.done, name="done"),
    path("run/<uuid:pk>/keep/", playing.keep, name="keep"),
    path("run/<uuid:pk>/hand-in/", together.hand_in, name="hand_in"),
    path("run/<uuid:pk>/throw-away/", playing.throw_away, name="throw_away"),
    path("run/<uuid:pk>/<slug:key>/", playing.step, name="step"),
]

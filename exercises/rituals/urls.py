from django.urls import path

from exercises.rituals.views import pages, screens, slips

app_name = "rituals"

urlpatterns = [
    path("", pages.rituals, name="rituals"),
    path("thanks/", pages.jar, name="jar"),
    path("thanks/one/", pages.one, name="one"),
    path("touch/", pages.touch, name="touch"),
    path("promises/", pages.promises, name="promises"),
    path("screens/", screens.screens, name="screens"),
    path("screens/now/", screens.now, name="now"),
    path("screens/words/", screens.words, name="words"),
    path("screens/<uuid:pk>/agree/", screens.agree, name="agree"),
    path("screens/<uuid:pk>/put-away/", screens.put_away, name="put_away"),
    path("screens/<uuid:pk>/drop/", screens.drop, name="drop"),
    path("screens/<uuid:pk>/word/", screens.word, name="word"),
    path("<uuid:pk>/", slips.slip, name="slip"),
    path("<uuid:pk>/give/", slips.give, name="give"),
    path("<uuid:pk>/take-back/", slips.take_back, name="take_back"),
    path("<uuid:pk>/throw-away/", slips.throw_away, name="throw_away"),
    path("<uuid:pk>/done/", slips.done, name="done"),
    path("<uuid:pk>/move/", slips.move, name="move"),
    path("<uuid:pk>/notice/", slips.notice, name="notice"),
    path("<slug:kind>/write/", slips.write, name="write"),
]

from django.urls import path

from poukama.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("answers/", views.answer_list, name="answers"),
    path("answers/void/", views.answers_void, name="answers_void"),
    path("answers/new/<slug:work_form>/", views.answer_add, name="answer_add"),
]

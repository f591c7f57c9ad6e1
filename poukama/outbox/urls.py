from django.urls import path

from poukama.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.not_sent_list, name="not_sent"),
    path("panels/not-sent/", views.not_sent_panel, name="not_sent_panel"),
    path("known/<int:pk>/", views.send, name="send"),
    path("<uuid:pk>/send-now/", views.send_now, name="send_now"),
    path("<uuid:pk>/settle/", views.settle, name="settle"),
]

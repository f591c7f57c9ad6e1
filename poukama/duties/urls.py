from django.urls import path

from poukama.duties import views

app_name = "duties"
urlpatterns = [
    path("", views.mine_list, name="mine"),
    path("panels/mine/", views.panel, name="panel"),
    path("<uuid:pk>/give/", views.give, name="give"),
]

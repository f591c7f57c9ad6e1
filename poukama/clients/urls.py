from django.urls import path

from poukama.clients import views

app_name = "clients"
urlpatterns = [
    path("code-name/", views.another_code_name, name="code_name"),
    path("<int:pk>/", views.card, name="card"),
    path("known/<int:pk>/name/", views.name, name="name"),
    path("known/<int:pk>/name/record/", views.name_client, name="name_client"),
]

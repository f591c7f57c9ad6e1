"""The pages of signing in, under /account/. The library finds them by these names, so they have no namespace.

Only what is used here is opened: nobody changes their e-mail address, makes an account or confirms an
address by themself.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path, re_path

from poukama.access import public_views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("security/", public_views.security, name="mfa_index"),
    path("second-step/", mfa.authenticate, name="mfa_authenticate"),
    path("second-step/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("security/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("security/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "security/codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("security/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("security/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("security/passkeys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("security/passkeys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sso/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sso/error/", social.login_error, name="socialaccount_login_error"),
    path("sso/signup/", social.signup, name="socialaccount_signup"),
    path("sso/<str:provider_id>/", openid_connect.login, name="openid_connect_login"),
    path("sso/<str:provider_id>/back/", openid_connect.callback, name="openid_connect_callback"),
]

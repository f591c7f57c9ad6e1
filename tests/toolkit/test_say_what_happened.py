import pytest
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from poukama.toolkit import toast
from poukama.toolkit.toast import Toast, ToastMiddleware


@pytest.fixture
def request_with_messages(db):
    """A request that can carry messages."""

    def make(session=None, **headers):
        request = RequestFactory().get("/here/", headers=headers)
        SessionMiddleware(lambda r: HttpResponse()).process_request(request)
        request.session = session or request.session
        MessageMiddleware(lambda r: HttpResponse()).process_request(request)
        return request

    return make


def test_a_toast_carries_its_way_back(request_with_messages):
    request = request_with_messages()

    toast.say(request, "Recorded: Lumme.", undo_url="/undo/7/", undo_fields={"token": "t"})
    toast.say(request, "Saved.")

    assert toast.waiting(request) == [
        Toast("Recorded: Lumme.", "/undo/7/", {"token": "t"}),
        Toast("Saved."),
    ]


def test_a_toast_offers_what_comes_next(request_with_messages):
    request = request_with_messages()

    toast.say(request, "Recorded.", undo_url="/undo/7/", then="Agree on the next", then_url="/agree/7/")

    (said,) = toast.waiting(request)
    html = render_to_string("toolkit/_toasts.html", {"toasts": [said], "here": "/here/"}, request)
    assert (said.undo_url, said.then, said.then_url) == ("/undo/7/", "Agree on the next", "/agree/7/")
    assert '<a class="pk-text-button" href="/agree/7/">Agree on the next</a>' in html


def test_a_toast_is_given_once(request_with_messages):
    request = request_with_messages()
    toast.say(request, "Saved.")
    assert toast.waiting(request) == [Toast("Saved.")]
    request._messages.update(HttpResponse())

    assert toast.waiting(request_with_messages(session=request.session)) == []


def test_a_warning_stays_on_the_page_instead(request_with_messages):
    request = request_with_messages()
    toast.warn(request, "The plan was changed meanwhile.")
    messages.error(request, "Not sent.")

    assert [(found.text, found.kind) for found in toast.waiting(request)] == [
        ("The plan was changed meanwhile.", "amber"),
        ("Not sent.", "berry"),
    ]


def test_the_undo_is_a_form_that_comes_back_to_this_page(request_with_messages):
    request = request_with_messages()
    toasts = [Toast("Recorded <b>Lumme</b>.", "/undo/7/", {"token": "t"})]

    html = render_to_string(
        "toolkit/_toasts.html", {"toasts": toasts, "here": "/here/", "oob": False}, request
    )

    assert '<form method="post" action="/undo/7/">' in html
    assert '<input type="hidden" name="next" value="/here/">' in html
    assert '<input type="hidden" name="token" value="t">' in html
    assert "csrfmiddlewaretoken" in html
    assert "Recorded &lt;b&gt;Lumme&lt;/b&gt;." in html
    assert "hx-swap-oob" not in html


def fragment(request, **changes):
    """What the browser gets when a view says something and answers with a fragment."""

    def view(request):
        toast.say(request, "Saved.")
        response = HttpResponse("<p>row</p>", status=changes.get("status", 200))
        for name, value in changes.get("headers", {}).items():
            response[name] = value
        return response

    return ToastMiddleware(view)(request).content.decode()


def test_an_htmx_fragment_brings_the_toast_along(request_with_messages):
    html = fragment(request_with_messages(HX_Request="true"))

    assert html.startswith("<p>row</p>")
    assert 'hx-swap-oob="true"' in html
    assert "Saved." in html


@pytest.mark.parametrize("changes", [{"headers": {"HX-Redirect": "/"}}, {"status": 204}])
def test_a_toast_waits_for_the_page_that_follows(request_with_messages, changes):
    request = request_with_messages(HX_Request="true")

    assert "Saved." not in fragment(request, **changes)
    assert toast.waiting(request) == [Toast("Saved.")]


def test_a_whole_page_is_left_as_it_is(request_with_messages):
    assert fragment(request_with_messages()) == "<p>row</p>"


@pytest.mark.parametrize(
    "asked, answered",
    [
        ("/casework/", "/casework/"),
        ("http://testserver/casework/", "http://testserver/casework/"),
        ("https://elsewhere.example/", "/fallback/"),
        ("//elsewhere.example/", "/fallback/"),
        ("javascript:alert(1)", "/fallback/"),
        ("", "/fallback/"),
    ],
)
def test_an_undo_returns_only_to_our_own_pages(asked, answered):
    request = RequestFactory().post("/undo/", {"next": asked})

    assert toast.back(request, "/fallback/").url == answered

"""Documents and photos are kept sealed, opened by those to whom they were given, and never shown in a page."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.models import Attachment, KnownIn
from poukama.clients.queries import attachments_of
from poukama.clients.rules import Action
from poukama.clients.services import attachments as services
from poukama.toolkit.contents import FileKind, LookedInto
from poukama.toolkit.sealing import folder
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import AttachmentFactory, ClientFactory, FamilyFactory
from tests.toolkit.small_files import pdf, photo, picture, word

TODAY = date(2024, 9, 12)
PDF = "application/pdf"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sealed_folder(settings, tmp_path):
    settings.SEALED = tmp_path / "sealed"
    return settings.SEALED


@pytest.fixture
def family(work_form_a):
    return FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)


@pytest.fixture
def known(family, work_form_a):
    """The family, as work form A knows it."""
    return KnownIn.objects.get(family=family, work_form=work_form_a)


@pytest.fixture
def episode(family, work_form_a):
    episode = EpisodeFactory(work_form=work_form_a, family=family)
    member = ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_a)
    EpisodeMemberFactory(episode=episode, client=member)
    return episode


def chosen(content, name="Matti Esimerkin lähete.pdf", kind=PDF):
    return SimpleUploadedFile(name, content, content_type=kind)


def sent(browser, known, content=None, name="lähete.pdf", **told):
    data = {"title": "Neuvolan lähete", "once": str(uuid4())} | told
    if content is not None:
        data["file"] = chosen(content, name)
    return browser.post(url("clients:add_attachment", known), data)


def body(answer):
    return b"".join(answer)


def test_what_is_added_is_opened_as_it_was_and_saved_under_a_neutral_name(client, aino, known):
    sign_in(client, aino)

    answer = sent(client, known, pdf())

    attachment = Attachment.objects.get()
    assert (answer.status_code, answer.url) == (302, url("clients:attachments", known))
    assert (attachment.title, attachment.kind, int(attachment.size)) == (
        "Neuvolan lähete",
        FileKind.PDF,
        len(pdf()),
    )
    answer = client.get(url("clients:open_attachment", attachment))
    assert (body(answer), answer["Content-Type"]) == (pdf(), PDF)
    assert answer["Content-Disposition"] == f'attachment; filename="liite-{attachment.pk.hex[:8]}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "content, name, kind, media",
    [
        (photo(), "kuva.jpg", "jpeg", "image/jpeg"),
        (picture(), "kuva.png", "png", "image/png"),
        (
            word(),
            "lähete.docx",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_the_kind_is_told_by_the_content_and_not_by_what_the_browser_says(
    client, aino, known, content, name, kind, media
):
    sign_in(client, aino)
    sent(client, known, content, name)
    attachment = Attachment.objects.get()
    answer = client.get(url("clients:open_attachment", attachment))
    assert (attachment.kind, answer["Content-Type"], body(answer)) == (kind, media, content)


def test_the_trail_tells_who_added_opened_and_took_out_and_nothing_of_what(client, aino, known, family):
    sign_in(client, aino)
    sent(client, known, pdf())
    attachment = Attachment.objects.get()
    body(client.get(url("clients:open_attachment", attachment)))
    client.post(url("clients:take_out_attachment", attachment), {"because": "Toisen perheen"})

    told = AuditEvent.objects.filter(action__endswith="_attachment").order_by("id")
    assert [(each.action, each.about_id, each.detail) for each in told] == [
        (action, str(family.pk), {"attachment": str(attachment.pk)})
        for action in (Action.ADD_ATTACHMENT, Action.READ_ATTACHMENT, Action.VOID_ATTACHMENT)
    ]


REFUSED = [
    (b"", "tyhjä.pdf", {}, "ei ole mitään"),
    (photo(), "kuva.pdf", {}, "sanoo muuta kuin"),
    (b"MZ" + bytes(300), "ohjelma.pdf", {}, "ei ole PDF"),
    (photo(place=True), "kuva.jpg", {}, "kertoo, missä se on otettu"),
    (word(parts={"word/huge.xml": bytes(30_000_000)}), "pommi.docx", {}, "kasvaa liian suureksi"),
    (word(parts={"word/vbaProject.bin": b"Sub"}), "makro.docx", {}, "ohjelma tai toinen tiedosto"),
    (pdf() + bytes(20_000_000), "suuri.pdf", {}, "20 Mt"),
    (None, "", {}, "Valitse tiedosto"),
    (pdf(), "lähete.pdf", {"title": "  "}, "Valitse tiedosto uudelleen"),
]


@pytest.mark.parametrize("content, name, told, said", REFUSED, ids=[said for *_, said in REFUSED])
def test_bad_input_is_told_at_the_field_what_was_typed_is_kept_and_nothing_changes(
    client, aino, known, sealed_folder, content, name, told, said
):
    sign_in(client, aino)
    once = str(uuid4())

    answer = sent(client, known, content, name, once=once, **{"title": "Äidin oma paperi"} | told)

    page = answer.content.decode()
    assert answer.status_code == 422
    at_field = page.split('id="id_file_error"')[1].split("</p>")[0]
    assert said in at_field
    assert told.get("title", "Äidin oma paperi") in page
    assert once in page
    assert not Attachment.objects.exists()
    assert not sealed_folder.exists() or list(sealed_folder.iterdir()) == []
    assert name not in page or not name


def test_a_photo_is_saved_without_its_place_once_it_is_asked_for(client, aino, known):
    sign_in(client, aino)
    assert sent(client, known, photo(place=True), "kuva.jpg").status_code == 422
    assert sent(client, known, photo(place=True), "kuva.jpg", without_traces="on").status_code == 302
    kept = body(client.get(url("clients:open_attachment", Attachment.objects.get())))
    assert kept != photo(place=True)
    assert (kept[:3], b"Keksitty kamera" in kept) == (b"\xff\xd8\xff", False)


def test_the_same_form_sent_twice_keeps_one(client, aino, known, sealed_folder):
    sign_in(client, aino)
    once = str(uuid4())
    first, second = (sent(client, known, pdf(), once=once) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert (Attachment.objects.count(), len(list(sealed_folder.iterdir()))) == (1, 1)


def test_two_that_arrive_at_the_same_moment_keep_one_and_leave_no_file(
    aino, known, sealed_folder, monkeypatch
):
    once = uuid4()
    kept = {
        "known": known,
        "title": "Lähete",
        "file": LookedInto(FileKind.PDF, pdf()),
        "by": aino,
        "once": once,
    }
    seal = services.CONTENT.seal

    def another_comes_first(content, row):
        name = seal(content, row)
        monkeypatch.setattr(services.CONTENT, "seal", seal)
        services.attach(**kept)
        return name

    monkeypatch.setattr(services.CONTENT, "seal", another_comes_first)
    with pytest.raises(services.SentTwice):
        services.attach(**kept)
    assert [each.name for each in sealed_folder.iterdir()] == [Attachment.objects.get().content]


def test_a_row_that_was_not_written_leaves_only_an_orphan(aino, known, sealed_folder, monkeypatch):
    def breaks(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("poukama.access.audit.record", breaks)
    with pytest.raises(RuntimeError):
        services.attach(known=known, title="Lähete", file=LookedInto(FileKind.PDF, pdf()), by=aino)
    assert not Attachment.objects.exists()
    assert len(list(sealed_folder.iterdir())) == 1


def test_taken_out_it_is_shown_to_nobody_and_stays_sealed(client, aino, known, sealed_folder):
    attachment = AttachmentFactory(known=known, title="Toisen perheen paperi")
    sign_in(client, aino)
    assert client.post(url("clients:take_out_attachment", attachment), {"because": " "}).status_code == 422
    answer = client.post(url("clients:take_out_attachment", attachment), {"because": "Toisen perheen"})

    attachment.refresh_from_db()
    assert answer.url == url("clients:attachments", known)
    assert (attachment.voided_by, attachment.voided_because) == (aino, "Toisen perheen")
    assert client.get(url("clients:open_attachment", attachment)).status_code == 404
    assert "Toisen perheen paperi" not in client.get(url("clients:attachments", known)).content.decode()
    assert folder.path_of(attachment.content).exists()
    assert client.post(url("clients:take_out_attachment", attachment), {"because": "x"}).status_code == 404
    with pytest.raises(services.TakenOutMeanwhile):
        services.take_out(attachment=attachment, because="x", by=aino)


@pytest.mark.parametrize(
    "harm, said", [("gone", "Tiedostoa ei löydy"), ("changed", "Tiedosto ei avaudu"), ("short", "ei avaudu")]
)
def test_a_file_that_is_gone_or_harmed_is_told_and_gives_nothing(client, aino, known, harm, said, caplog):
    attachment = AttachmentFactory(known=known, sealed_from=b"Salaisuus" * 20_000)
    path = folder.path_of(attachment.content)
    whole = path.read_bytes()
    path.unlink()
    if harm != "gone":
        path.write_bytes(whole[:-1] + b"x" if harm == "changed" else whole[:100_000])
    sign_in(client, aino)

    answer = client.get(url("clients:open_attachment", attachment))

    assert (answer.status_code, answer.streaming) == (404, False)
    assert said in answer.content.decode()
    assert not AuditEvent.objects.filter(action=Action.READ_ATTACHMENT).exists()
    assert [
        str(attachment.pk) in each.getMessage() for each in caplog.records if "sealed file" in each.msg
    ] == [True]


def test_a_title_that_does_not_open_shuts_one_line_and_not_the_page(client, aino, known, episode):
    AttachmentFactory(known=known, title="Ehjä")
    moved = AttachmentFactory(known=known)
    other = AttachmentFactory()
    with connection.cursor() as cursor:
        key = Attachment._meta.pk.get_db_prep_value
        cursor.execute("SELECT title FROM clients_attachment WHERE id = %s", [key(other.pk, connection)])
        cursor.execute(
            "UPDATE clients_attachment SET title = %s WHERE id = %s",
            [cursor.fetchone()[0], key(moved.pk, connection)],
        )
    sign_in(client, aino)
    for where in (url("clients:attachments", known), url("casework:episode", episode)):
        page = client.get(where).content.decode()
        assert ("Ehjä" in page, "Tätä liitettä ei voi avata" in page) == (True, True)


def test_lists_ask_as_much_whatever_is_kept(client, aino, known, episode):
    sign_in(client, aino)
    member = KnownIn.objects.get(client__code_name="Lumme K")
    for where in (url("clients:attachments", known), url("casework:episode", episode)):
        asked = []
        for more in (1, 4):
            for _ in range(more):
                AttachmentFactory(known=known)
                AttachmentFactory(known=member)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(where)
            asked.append(len(queries))
        assert asked[0] == asked[1]


def test_the_familys_page_shows_what_is_kept_and_of_whom_and_an_empty_one_says_so(
    client, aino, known, episode
):
    sign_in(client, aino)
    assert "Ei liitteitä" in client.get(url("casework:episode", episode)).content.decode()
    assert "Ei liitteitä" in client.get(url("clients:attachments", known)).content.decode()
    AttachmentFactory(known=known, title="Kaupungin päätös")
    AttachmentFactory(known=KnownIn.objects.get(client__code_name="Lumme K"), title="Lapsen piirros")
    page = client.get(url("casework:episode", episode)).content.decode()
    assert [each in page for each in ("Kaupungin päätös", "Lapsen piirros", "Lumme K.")] == [True] * 3


@pytest.mark.parametrize("who, status", [("aino", 200), ("lead", 200), ("bertta", 404), ("director", 404)])
def test_only_those_to_whom_it_was_given_open_it(client, cast, known, who, status, work_form_b):
    attachment = AttachmentFactory(known=known)
    AttachmentFactory(known__work_form=work_form_b)
    sign_in(client, cast[who])
    answer = client.get(url("clients:open_attachment", attachment))
    assert answer.status_code == status
    body(answer)


def test_what_was_given_elsewhere_is_not_on_the_list(aino, known, family, work_form_b):
    elsewhere = KnownIn.objects.create(family=family, work_form=work_form_b, since_on=TODAY)
    AttachmentFactory(known=elsewhere)
    here = AttachmentFactory(known=known)
    rows = attachments_of(Actor(aino, TODAY), [known, elsewhere])
    assert [row.attachment for row in rows] == [here]


def test_whoever_is_asked_tells_who_opened_the_familys_attachments(client, aino, known, episode):
    sign_in(client, aino)
    body(client.get(url("clients:open_attachment", AttachmentFactory(known=known))))
    page = client.get(url("casework:who_opened", episode)).content.decode()
    assert "avasi liitteenne" in page

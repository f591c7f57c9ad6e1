"""The order of the apps also holds where imports do not show it: foreign keys, migrations, templates."""

import re
from typing import Any

from django.apps import apps as installed
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from tests.architecture.house import ROOT, app_of, imports, layers, may_use, models, sources, templates

WEB = ("django.http", "django.shortcuts", "django.forms", "django.template", "django.views")
DOMAIN = ("choices", "models", "rules", "queries", "facts", "services")
REPORTING_MAY = ("facts", "services")
REFERS = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
LOADS = re.compile(r"\{%\s*load\s+([^%]+?)\s*%\}")
PART = re.compile(r"<c-([a-z0-9_.-]+)")
FRAMEWORK_LIBRARIES = {"i18n", "l10n", "static", "tz", "cache", "humanize", "account", "socialaccount", "mfa"}


def test_every_app_has_its_place_in_the_order():
    assert {
        config.label for config in installed.get_app_configs() if config.name.startswith("poukama.")
    } == set(layers())


SENDS = (
    "django.core.mail",
    "smtplib",
    "requests",
    "urllib.request",
    "urllib3",
    "httpx",
    "http.client",
    "socket",
)
"""What can send something out of the house."""

MAY_SEND = {
    "poukama/outbox/services/sending.py": "to those served, under what was agreed with them",
    "poukama/access/services/invitations.py": "to those who work here, before they can sign in",
}


def test_only_outbox_sends_anything_to_those_served():
    found = {
        str(path.relative_to(ROOT))
        for path, tree in sources().items()
        if any(f"{module}.{name}.".startswith(f"{each}.") for module, name in imports(tree) for each in SENDS)
    }
    assert found == set(MAY_SEND)


def test_foreign_keys_point_down():
    found = set()
    for model in models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            other: Any = field.related_model
            if (
                other
                and other._meta.app_label in layers()
                and not may_use(model._meta.app_label, other._meta.app_label)
            ):
                found.add(f"{model._meta.label}.{field.name} -> {other._meta.label}")
    assert found == set()


def test_migrations_depend_down():
    loader = MigrationLoader(None)
    user_app = settings.AUTH_USER_MODEL.split(".")[0]
    found = set()
    for (app, name), migration in loader.disk_migrations.items():
        for other, _ in migration.dependencies if app in layers() else ():
            lower = user_app if other == "__setting__" else other
            if lower in layers() and not may_use(app, lower):
                found.add(f"{app}.{name} -> {lower}")
    assert found == set()


def test_templates_refer_down():
    places = {name: app_of(path) for name, path in templates().items()}
    libraries = {
        path.stem: app_of(path)
        for path in sources()
        if path.parent.name == "templatetags" and path.stem != "__init__"
    }
    found = set()
    for name, path in templates().items():
        text = path.read_text()
        for other in REFERS.findall(text):
            if other in places and not may_use(places[name], places[other]):
                found.add(f"{name} -> {other}")
        for part in PART.findall(text):
            file = f"cotton/{part.replace('.', '/').replace('-', '_')}.html"
            if file in places and not may_use(places[name], places[file]):
                found.add(f"{name} -> {file}")
        for library in " ".join(LOADS.findall(text)).split():
            if library in libraries and not may_use(places[name], libraries[library]):
                found.add(f"{name} -> {library}")
    assert found == set()


def test_templates_refer_only_to_what_exists():
    found = set()
    for name, path in templates().items():
        text = path.read_text()
        parts = {f"cotton/{part.replace('.', '/').replace('-', '_')}.html" for part in PART.findall(text)}
        wanted = set(REFERS.findall(text)) | (
            parts - {"cotton/vars.html", "cotton/slot.html", "cotton/component.html"}
        )
        ours = {
            other
            for other in wanted
            if not other.startswith(("account/", "allauth/", "mfa/", "socialaccount/"))
        }
        found |= {f"{name} -> {other}" for other in ours - set(templates())}
    assert found == set()


def test_domain_code_imports_no_web_code():
    found = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path, tree in sources().items()
        if len(path.relative_to(ROOT).parts) > 2 and path.relative_to(ROOT).with_suffix("").parts[2] in DOMAIN
        for module, _ in imports(tree)
        if module.startswith(WEB)
        or re.fullmatch(r"poukama\.\w+\.(views|public_views|forms|urls)(\..*)?", module)
    }
    assert found == set()


def test_reporting_sees_only_what_others_publish():
    below = {app for app, rank in layers().items() if layers()["reporting"] < rank < layers()["access"]}
    found = set()
    for path, tree in sources().items():
        if app_of(path) != "reporting":
            continue
        for module, name in imports(tree):
            parts = module.split(".")
            if parts[0] != "poukama" or len(parts) < 2 or parts[1] not in below:
                continue
            kind = parts[2] if len(parts) > 2 else name
            if kind not in (REPORTING_MAY if parts[1] == "governance" else ("facts",)):
                found.add(f"{path.relative_to(ROOT)} imports {module}.{name}")
    assert found == set()


def test_nothing_private_is_imported_elsewhere():
    found = {
        f"{path.relative_to(ROOT)} imports {module}.{name}"
        for path, tree in sources().items()
        for module, name in imports(tree)
        if module.startswith("poukama.") and name.startswith("_")
    }
    assert found == set()


def test_only_the_database_triggers_listen_to_signals():
    allowed = {
        "poukama/toolkit/stamps.py",  # lays its triggers after Django's own migrations, no app of ours sends anything
        "poukama/toolkit/watched.py",  # the same
    }
    found = {
        str(path.relative_to(ROOT))
        for path, tree in sources().items()
        for module, _ in imports(tree)
        if module.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
    }
    assert found == allowed

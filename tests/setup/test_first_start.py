"""A new installation loads its pack and its synthetic year once; what failed is tried again at the next start."""

import importlib.util
import json
import runpy
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import LazySettings
from gunicorn.arbiter import Arbiter

from poukama.toolkit.sealing import making

STEP = Path(__file__).parents[2] / "script/steps/serve.py"


@pytest.fixture
def serve(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The step that serves, with a data folder of its own."""
    settings.DATA = tmp_path
    monkeypatch.setenv("POUKAMA_DEMO", "")
    monkeypatch.chdir(STEP.parents[2])
    spec = importlib.util.spec_from_file_location("serve_step", STEP)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answering(monkeypatch, code):
    """Every command ends with the code; returns the commands as they come."""
    ran = []

    def run(command, **_options):
        ran.append(command[3:])
        return subprocess.CompletedProcess(command, code, "", "No such pack.")

    monkeypatch.setattr(subprocess, "run", run)
    return ran


def test_a_second_start_loads_nothing(serve, monkeypatch):
    ran = answering(monkeypatch, 0)
    serve.load_once()
    assert ran == [["pack", "apply", "packs/lahti-2024"], ["demo", "--if-empty", "--until", "2024-12-29"]]
    serve.load_once()
    assert len(ran) == 2


def test_what_failed_is_tried_again(serve, monkeypatch):
    answering(monkeypatch, 1)
    with pytest.raises(SystemExit, match="No such pack"):
        serve.load_once()
    ran = answering(monkeypatch, 0)
    serve.load_once()
    assert len(ran) == 2


def test_what_it_says_first_is_in_one_language(serve, monkeypatch, capsys):
    monkeypatch.setattr(serve, "call_command", lambda *_, **__: None)
    for does in ("begin_keys", "load_once", "serve"):
        monkeypatch.setattr(serve, does, lambda: None)
    monkeypatch.setattr(serve.settings, "DEMO", True)
    serve.main()
    answers, sign_in, director, *_ = capsys.readouterr().out.splitlines()
    assert answers.startswith("Poukama answers at http://")
    assert sign_in == "Sign in for example as (password merenlahti-2024):"
    assert director.endswith("the executive director")


@pytest.mark.django_db
def test_a_new_installation_gets_its_keys_and_without_them_nothing_goes_on(serve, settings, tmp_path):
    settings.KEYS = tmp_path / "keys.json"
    serve.begin_keys()
    settings.KEYS.unlink()
    with pytest.raises(SystemExit, match="Not served: The keys are not there"):
        serve.begin_keys()
    assert not settings.KEYS.exists()


@pytest.mark.django_db
def test_a_web_server_of_any_kind_refuses_to_serve_without_the_keys(settings, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    settings.KEYS = tmp_path / "keys.json"
    wsgi = str(STEP.parents[2] / "config/wsgi.py")

    def said() -> str:
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(wsgi)
        assert ended.value.code == Arbiter.APP_LOAD_ERROR
        return capsys.readouterr().err

    assert "keys begin" in said()
    making.begin()
    assert callable(runpy.run_path(wsgi)["application"])
    ring = settings.KEYS.read_text()
    settings.KEYS.unlink()
    assert "say in POUKAMA_KEYS where it is." in said()
    settings.KEYS.write_text(json.dumps(json.loads(ring) | {"searches": json.loads(ring)["seals"]["1"]}))
    assert "Use the file that belongs to this database" in said()

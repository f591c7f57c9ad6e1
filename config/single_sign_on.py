"""Single sign-on with an organisation's own OpenID Connect provider, read from the file that POUKAMA_SSO names.

    [{"id": "example", "name": "Example ry", "server_url": "https://login.example.org/",
      "client_id": "poukama", "secret_file": "/etc/poukama/sso-secret", "second_factor": true}]

`second_factor` says that the provider itself always asks for a second step. `origins` adds addresses to which
it forwards the browser, where they differ from `server_url`. The provider must be told the return address
`https://<host>/account/sso/<id>/back/`.
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class WrongConfiguration(Exception):
    """The file does not say what is needed."""


def read(path: str) -> list[dict[str, Any]]:
    """The providers of the file, as the sign-in library wants them; none without a file."""
    if not path:
        return []
    try:
        return [_provider(entry) for entry in json.loads(Path(path).read_text())]
    except KeyError as missing:
        raise WrongConfiguration(f"{path}: a provider lacks {missing}") from missing
    except (OSError, ValueError, TypeError) as error:
        raise WrongConfiguration(f"{path}: {error}") from error


def origins(providers: list[dict[str, Any]]) -> list[str]:
    """Where a form may lead the browser: Content-Security-Policy holds also for redirects after a form."""
    found = [origin for provider in providers for origin in provider["settings"]["origins"]]
    return list(dict.fromkeys(found))


def _provider(entry: dict[str, Any]) -> dict[str, Any]:
    server = urlsplit(entry["server_url"])
    secret = Path(entry["secret_file"]).read_text().strip() if "secret_file" in entry else entry["secret"]
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": secret,
        "settings": {
            "server_url": entry["server_url"],
            "second_factor": bool(entry.get("second_factor", False)),
            "origins": [f"{server.scheme}://{server.netloc}", *entry.get("origins", [])],
            "oauth_pkce_enabled": True,
        },
    }

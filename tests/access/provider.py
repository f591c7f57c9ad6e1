"""A small OpenID Connect provider on this machine, real enough to sign in with."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm


@dataclass
class Provider:
    """Says of whoever asks that they are `claims`; remembers what it was asked."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    token_requests: list[dict[str, str]] = field(default_factory=list)
    nonce: str = ""

    def follow(self, address: str) -> str:
        """As a browser: be sent to the provider, and be sent back with a code; the address to go back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.nonce = asked.get("nonce", "")
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': 'a-code', 'state': asked['state']})}"


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("/openid-configuration"):
                self._answer(
                    {
                        "issuer": provider.url,
                        "authorization_endpoint": f"{provider.url}/authorize",
                        "token_endpoint": f"{provider.url}/token",
                        "userinfo_endpoint": f"{provider.url}/me",
                        "jwks_uri": f"{provider.url}/keys",
                        "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    }
                )
            elif self.path == "/keys":
                self._answer({"keys": [RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": "1"}]})
            else:
                self._answer(provider.claims)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            provider.token_requests.append(asked)
            now = int(time.time())
            claims = {"iss": provider.url, "aud": "poukama", "iat": now, "exp": now + 60} | provider.claims
            if provider.nonce:
                claims["nonce"] = provider.nonce
            token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "1"})
            self._answer({"access_token": "x", "token_type": "Bearer", "id_token": token})

        def log_message(self, *args: Any) -> None:
            pass

        def _answer(self, what: dict[str, Any]) -> None:
            text = json.dumps(what).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

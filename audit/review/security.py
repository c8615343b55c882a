"""Lets in only the person who started the server, from this machine, by this page.

Who has the key in the printed address gets a cookie. Other sites that resolve to this machine are
turned away by the Host header, forms of other sites by Origin and by a token in each form, and
pages may load and send nothing but to this server itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

KEY = "kunci"
MOST_BODY = 64 * 1024
_HEADERS = {
    "content-security-policy": "default-src 'none'; img-src 'self'; style-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With no-referrer browsers would send forms with the Origin null.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Secrets:
    """Of one run of the server.

    Attributes:
        key: in the address that is printed.
        session: value of the cookie; another one than the key, which stays in the history.
        cookie: its name: cookies know no ports, and two servers may run at once.
    """

    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = field(default_factory=lambda: f"renja_{secrets.token_hex(4)}")

    @property
    def form(self) -> str:
        """What every form must send."""
        return hmac.new(self.session.encode(), b"form", hashlib.sha256).hexdigest()


class Guard:
    """ASGI middleware; a form that passes is in ``scope["form"]``, text by name.

    Args:
        hosts: allowed values of the Host header, ports included.
    """

    def __init__(self, app: App, known: Secrets, hosts: frozenset[str]) -> None:
        self._app = app
        self._secrets = known
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                extra = [(n.encode(), v.encode()) for n, v in _HEADERS.items()]
                kept = [(name, value) for name, value in extra if name not in given]
                message["headers"] = [*message["headers"], *kept]
            await send(message)

        refused = self._refused(scope)
        if refused:
            await _say(guarded, *refused)
        elif self._has_key(scope):
            await self._enter(scope, guarded)
        elif not self._has_cookie(scope):
            await _say(guarded, 403, "Buka alamat lengkap yang dicetak `renja review`.\n"
                       "Open the whole address that `renja review` printed.")  # fmt: skip
        elif scope["method"] == "POST":
            await self._post(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        """Status and reason where nothing but the headers' names and values is wrong."""
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "Method not allowed."
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return 421, "This server answers only by the address it printed."
        if scope["method"] == "POST":
            origin = _header(scope, b"origin")
            site = _header(scope, b"sec-fetch-site")
            if (origin and origin != f"http://{hosts[0]}") or site not in ("", "same-origin"):
                return 403, "Forms of other sites are not taken."
        return None

    def _has_key(self, scope: Scope) -> bool:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        (given,) = query.get(KEY, [""])[:1]
        return scope["method"] == "GET" and _same(given, self._secrets.key)

    def _has_cookie(self, scope: Scope) -> bool:
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(_header(scope, b"cookie"))
        except CookieError:
            return False
        morsel = jar.get(self._secrets.cookie)
        return morsel is not None and _same(morsel.value, self._secrets.session)

    async def _enter(self, scope: Scope, send: Send) -> None:
        """Give the cookie, and go on from our own page: a redirect would still count as foreign."""
        query = parse_qsl(scope["query_string"].decode("latin-1"))
        rest = urlencode([(name, value) for name, value in query if name != KEY])
        path = "/" + scope["path"].lstrip("/\\")
        place = escape(f"{path}?{rest}" if rest else path, quote=True)
        cookie = (
            f"{self._secrets.cookie}={self._secrets.session}; HttpOnly; SameSite=Strict; Path=/"
        )
        page = (
            '<!doctype html><html lang="id"><meta charset="utf-8"><title>renja review</title>'
            '<link rel="icon" href="/aset/review.svg">'
            f'<meta http-equiv="refresh" content="0; url={place}">'
            f'<p><a href="{place}">renja review</a></p></html>'
        )
        await _respond(send, 200, page, b"text/html; charset=utf-8", cookie)

    async def _post(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = _header(scope, b"content-type").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            await _say(send, 415, "Only forms are taken.")
            return
        body = await _body(receive)
        if body is None:
            await _say(send, 413, "Too much at once.")
            return
        fields = parse_qs(body.decode("utf-8", errors="replace"), keep_blank_values=True)
        form = {name: values[0] for name, values in fields.items()}
        if not _same(form.get("csrf", ""), self._secrets.form):
            await _say(send, 403, "The form is not of this page; load it again.")
            return
        scope["form"] = form
        await self._app(scope, receive, send)


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode(), known.encode())


def _header(scope: Scope, name: bytes) -> str:
    return next((v.decode("latin-1") for n, v in scope["headers"] if n == name), "")


async def _body(receive: Receive) -> bytes | None:
    """The whole body; ``None`` where it is too long."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BODY:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


async def _say(send: Send, status: int, text: str) -> None:
    await _respond(send, status, text + "\n", b"text/plain; charset=utf-8")


async def _respond(send: Send, status: int, text: str, kind: bytes, cookie: str = "") -> None:
    body = text.encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    if cookie:
        headers.append((b"set-cookie", cookie.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

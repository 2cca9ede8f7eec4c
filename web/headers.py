"""Headers that tell browsers what a page of ours may do."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request


def nonce() -> str:
    """The nonce of this response; inline scripts and styles must carry it."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _policy() -> str:
    own = f"'self' 'nonce-{nonce()}'"
    rules = {
        "default-src": "'none'",
        "script-src": own,
        "style-src": own,
        "img-src": "'self' data:",  # Bootstrap draws its small icons as data
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def init_app(app: Flask, *, secure: bool) -> None:
    """Add the headers to every response; HSTS only where we are served over TLS."""
    app.jinja_env.globals["csp_nonce"] = nonce

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = _policy()
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.blueprint == "security" or "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-cache" if request.endpoint == "static" else "no-store"
        return response

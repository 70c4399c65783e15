"""What every answer tells the browser: load nothing from elsewhere, run nothing inline, keep nothing personal."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap's own stylesheet draws its ticks and arrows as data: pictures
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def is_static(endpoint: str | None) -> bool:
    """Whether the endpoint serves files that are the same for everybody."""
    return endpoint is not None and (endpoint == "static" or endpoint.endswith(".static"))


def add_headers(response: Response) -> Response:
    """Set the headers of one answer; a view that has set one keeps its own."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["ROSTER_TLS"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if not is_static(request.endpoint):
        response.headers["Cache-Control"] = "no-store"
    if request.endpoint == "security.logout" and request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def init_app(app: Flask) -> None:
    """Set the headers on every answer, errors included."""
    app.after_request(add_headers)

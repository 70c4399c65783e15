"""The score that the MDN HTTP Observatory would give under TLS, by its published rules: at least 115."""

import re

import pytest

LEAST = 115


def policy_of(answer):
    parts = [one.split() for one in answer.headers["Content-Security-Policy"].split(";") if one.strip()]
    return {part[0]: part[1:] for part in parts}


def score_of(answer, cookies):
    """(score, what was counted). Bonuses count only where the score without them is 90 or more."""
    headers, lost, gained = answer.headers, {}, {}
    policy = policy_of(answer) if "Content-Security-Policy" in headers else None
    scripts = (policy or {}).get("script-src", (policy or {}).get("default-src", []))
    styles = (policy or {}).get("style-src", (policy or {}).get("default-src", []))
    if policy is None:
        lost["no policy"] = 25
    elif {"'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & set(scripts):
        lost["unsafe scripts"] = 20
    elif "'unsafe-inline'" in styles:
        pass  # neither better nor worse
    elif policy.get("default-src") == ["'none'"]:
        gained["default-src 'none'"] = 10
    else:
        gained["nothing unsafe"] = 5
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if age is None:
        lost["no HSTS"] = 20
    elif int(age[1]) < 15_768_000:
        lost["short HSTS"] = 10
    if policy is not None and "frame-ancestors" in policy:
        gained["frame-ancestors"] = 5
    elif headers.get("X-Frame-Options", "").upper() not in {"DENY", "SAMEORIGIN"}:
        lost["no frame protection"] = 20
    if headers.get("X-Content-Type-Options") != "nosniff":
        lost["no nosniff"] = 5
    if headers.get("Referrer-Policy") in {
        "no-referrer",
        "same-origin",
        "strict-origin",
        "strict-origin-when-cross-origin",
    }:
        gained["referrer policy"] = 5
    if headers.get("Cross-Origin-Resource-Policy") in {"same-origin", "same-site"}:
        gained["resource policy"] = 10
    for cookie in cookies:
        lost |= {} if "Secure" in cookie else {"cookie without Secure": 40}
        lost |= {} if "HttpOnly" in cookie else {"cookie without HttpOnly": 30}
    if cookies and all("Secure" in one and "HttpOnly" in one and "SameSite" in one for one in cookies):
        gained["cookies"] = 5
    base = 100 - sum(lost.values())
    return base + (sum(gained.values()) if base >= 90 else 0), lost | gained


@pytest.mark.own_app
def test_the_observatory_would_give_at_least_115_under_tls(app, client_of, ward):
    app.config.update(ROSTER_TLS=True, SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-roster")
    browser = client_of("officer", ward)
    login = app.test_client().get("/login", base_url="https://localhost")
    for answer in (login, browser.get(f"/wards/{ward.id}/lists/enlistment", base_url="https://localhost")):
        score, counted = score_of(answer, login.headers.getlist("Set-Cookie"))
        assert score >= LEAST, counted
    assert login.headers.getlist("Set-Cookie")


def test_the_score_falls_where_a_rule_is_broken(app, client_of, ward):
    """Without TLS there is neither HSTS nor a Secure cookie: the score must know it."""
    client_of("officer", ward)  # an office without accounts shows its set-up instead
    login = app.test_client().get("/login")
    score, counted = score_of(login, login.headers.getlist("Set-Cookie"))
    assert score <= 40 and {"no HSTS", "cookie without Secure"} <= counted.keys()

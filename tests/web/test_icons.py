"""Every icon that a page shows is in the file that is served, and nobody needs to sign in to see it."""

import re
from pathlib import Path

from roster.web.icons import NAMES

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_every_icon_of_a_template_or_menu_is_served(client):
    text = client.get("/icons.svg").text
    served = set(re.findall(r'id="([a-z0-9-]+)"', text))
    assert served == set(NAMES)
    used = {
        name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'icon\("([a-z0-9-]+)"', path.read_text())
    }
    assert used and used <= served, used - served


def test_a_page_points_to_the_icons_by_their_content(client):
    page = client.get("/login", follow_redirects=True).text
    assert re.search(r"/icons\.svg\?v=[0-9a-f]{10}#[a-z]", page)

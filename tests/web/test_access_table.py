"""Who may reach which page: every route stands in the declared table, and no role gets further than the table says."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from roster.domain.actor import PERMISSIONS
from tests.web.test_access import addresses

TABLE = Path(__file__).with_name("access_table.txt")
EVERYBODY, STRANGERS = "signed_in", "open"


@pytest.fixture
def database():
    return "sqlite"  # what a role may do is decided before the database is asked


def declared():
    """Endpoint → (methods, permission) as the table says."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            endpoint, methods, permission = line.split()
            found[endpoint] = (set(methods.split(",")), permission)
    return found


def test_every_route_is_declared_with_its_methods_and_its_permission(app):
    methods = defaultdict(set)
    for rule in app.url_map.iter_rules():
        methods[rule.endpoint] |= rule.methods - {"HEAD", "OPTIONS"}
    table = declared()
    assert set(methods) == set(table)
    for endpoint, found in methods.items():
        permission = getattr(app.view_functions[endpoint], "permission", None)
        wanted_methods, wanted = table[endpoint]
        assert found == wanted_methods, endpoint
        assert (str(permission) if permission else wanted) == wanted, endpoint
        assert permission or wanted in {EVERYBODY, STRANGERS}, f"{endpoint} asks for no permission"


@pytest.mark.parametrize("role", PERMISSIONS)
def test_no_role_gets_further_than_the_table_says(app, client_of, two_wards, role):
    client, table = client_of(role, two_wards[0]), declared()
    client.check = False
    held = {str(one) for one in PERMISSIONS[role]} | {EVERYBODY, STRANGERS}
    refused = 0
    for endpoint, method, url in addresses(app, ward_id=two_wards[0].id):
        if table[endpoint][1] not in held:
            assert client.open(url, method=method).status_code in {403, 404}, f"{role} {method} {url}"
            refused += 1
    assert refused > 10 or role == "administrator"

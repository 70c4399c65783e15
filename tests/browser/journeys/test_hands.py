"""What is counted would mean nothing if the hands could do more than press keys."""

from __future__ import annotations

from tests.browser.journeys.hands import Hands
from tests.browser.watching import Watch
from tests.conftest import PASSWORD


def test_hands_that_cheat_are_found_out(browser, address: str, officer: str):
    context = browser.new_context(base_url=address)
    watch, page = Watch(context, address), context.new_page()
    hands = Hands(page)
    page.goto("/login")
    hands.type("Đỗ")
    assert hands.count == 2 and not watch.faults
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("heading", level=1).click()
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('select'), {innerHTML: '<option>1<option>2'}))"
    )
    page.locator("select").select_option("2")
    page.wait_for_timeout(100)  # until the console has told
    found = " ".join(watch.faults)
    context.close()
    for told in ("not typed", "a mouse was used", "not made by keys"):
        assert told in found

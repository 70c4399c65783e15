"""/setup: open only while no account exists (roster.web.access), and only to who reads the server's one-time code."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from roster.domain.choices import RANK
from roster.services import clock, daily_backup, setup, units
from roster.services.backup_sets import BackupRefused
from roster.services.faults import Invalid
from roster.services.units import WardSuggestion
from roster.shelf.bundles import BadBundle
from roster.store.units import Unit
from roster.web.fields import take_faults
from roster.web.setup.forms import NewOfficeForm, RestoreForm, WardForm

blueprint = Blueprint("setup", __name__, url_prefix="/setup")

_WRONG_CODE = "Mã thiết lập không đúng. Xin xem lại mã ở cửa sổ khởi động chương trình."
_MOST_BYTES_OF_BACKUP = 120 * 1024 * 1024
_USUAL_POSTS = {"preparer_post": "NGƯỜI LẬP BIỂU", "signer_post": "CHỈ HUY TRƯỞNG"}


@blueprint.url_value_preprocessor
def allow_a_large_file(endpoint: str | None, _values: object) -> None:
    """A backup holds every kept file. Said before the token of the form is looked for, which reads the whole body."""
    if endpoint == "setup.restore" and setup.needs_setup():
        request.max_content_length = _MOST_BYTES_OF_BACKUP


@blueprint.get("/")
def index() -> str:
    """Step 1: the code and the ward."""
    return _ward_page(WardForm(), units.suggested_wards(clock.today()))


@blueprint.post("/")
def choose() -> str | tuple[str, int]:
    """Search further wards, or go on to step 2 with the chosen one. Nothing is stored yet."""
    form = WardForm()
    today = clock.today()
    text = form.search.data or ""
    # Enter presses neither button; in the search box it means the words that nobody looked for yet.
    is_new = text.strip() and text.strip() != request.form.get("searched")
    is_searching = "find" in request.form or ("go" not in request.form and is_new)
    suggestions = units.search_wards(text, today) if text.strip() else units.suggested_wards(today)
    is_sound = is_searching or form.validate()
    if form.code.data and not setup.is_setup_token(form.code.data):
        form.code.errors = [_WRONG_CODE]
        is_sound = False
    if is_searching:
        return _ward_page(form, suggestions, searched=text, is_search=True)
    ward = units.ward_of_key(form.ward_key.data or "")
    if ward is None:
        form.ward_key.errors = ["Hãy chọn phường, xã."]
        is_sound = False
    if not is_sound or ward is None:
        return _ward_page(form, suggestions, searched=text), 422
    office = NewOfficeForm(formdata=None, data={**_USUAL_POSTS, **setup.suggested_letterhead(ward)})
    return _office_page(office, ward)


@blueprint.post("/office")
def finish() -> Response | str | tuple[str, int]:
    """Step 2: store everything at once; what was typed stays when something is wrong."""
    form = NewOfficeForm()
    code, key = request.form.get("code", ""), request.form.get("ward_key", "")
    ward = units.ward_of_key(key)
    if ward is None or not setup.is_setup_token(code):
        flash(_WRONG_CODE, "error")
        return redirect(url_for("setup.index"), 303)
    if form.validate_on_submit():
        if form.password.data != form.password_again.data:
            form.password_again.errors = ["Hai lần nhập mật khẩu không giống nhau."]
            return _office_page(form, ward), 422
        try:
            setup.first_setup(form.wanted(key), clock.today())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã thiết lập xong. Mời đồng chí đăng nhập.", "success")
            return redirect(url_for("security.login"), 303)
    return _office_page(form, ward), 422


@blueprint.get("/restore")
def ask_restore() -> str:
    """The other way to begin: with a backup of an office that was elsewhere."""
    return _restore_page(RestoreForm(formdata=None))


@blueprint.post("/restore")
def restore() -> Response | tuple[str, int]:
    """Bring the backup back; all of it, or nothing with the reason."""
    form = RestoreForm()
    form.name.choices = _on_offer()
    if form.validate():
        if not setup.is_setup_token(form.code.data or ""):
            form.code.errors = [_WRONG_CODE]
        elif not (form.file.data or form.name.data):
            form.file.errors = ["Hãy chọn tệp sao lưu."]
        else:
            source = form.file.data.stream if form.file.data else str(form.name.data)
            try:
                made_at = daily_backup.restore_into_new_office(source, form.secret.data or "")
            except (BadBundle, BackupRefused) as refusal:
                form.file.errors = [f"Chưa phục hồi gì. {refusal}"]
            else:
                when = made_at[:16].replace("T", " ")
                flash(f"Đã phục hồi sổ lúc {when}. Xin khởi động lại chương trình rồi đăng nhập như trước.", "success")
                return redirect(url_for("security.login"), 303)
    return _restore_page(form), 422


def _restore_page(form: RestoreForm) -> str:
    form.name.choices = _on_offer()
    return render_template("setup/restore.html", form=form)


def _on_offer() -> list[SelectChoice]:
    return [SelectChoice("", "– tải tệp lên –"), *(SelectChoice(one, one) for one in daily_backup.names_on_offer())]


def _ward_page(form: WardForm, suggestions: list[WardSuggestion], searched: str = "", is_search: bool = False) -> str:
    form.ward_key.choices = [SelectChoice(one.key, _described(one)) for one in suggestions]
    return render_template(
        "setup/ward.html", form=form, suggestions=suggestions, searched=searched.strip(), is_search=is_search
    )


def _described(ward: WardSuggestion) -> str:
    days = f" – {ward.days}" if ward.days else ""
    return f"{ward.title}, {ward.within}{days}" + (f" (mã {ward.code})" if ward.code else "")


def _office_page(form: NewOfficeForm, ward: Unit) -> str:
    code, key = request.form.get("code", ""), request.form.get("ward_key", "")
    ranks = [choice.label for choice in RANK]
    return render_template("setup/office.html", form=form, chosen_ward=ward, code=code, ward_key=key, ranks=ranks)

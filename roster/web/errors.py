"""What an officer sees when something cannot be done: a courteous sentence and the next step, never a stack trace."""

from __future__ import annotations

import errno
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, current_app, g, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from roster.columns.catalogue import ROSTERS
from roster.domain.choices import ROSTER, label_of
from roster.domain.secrets import SENTENCE
from roster.services import faults
from roster.services.limits import REACHED
from roster.services.refusals import NO_TOKEN, THROTTLED
from roster.services.second_step import SecondStepKeyMissing
from roster.store import scope
from roster.store.audit_chain import AuditKeyFault
from roster.store.db import db
from roster.store.engine import is_collision, is_corruption
from roster.store.secret_texts import SecretText
from roster.web import form_owners, kept_forms, shell
from roster.web.access import is_wholly_in
from roster.web.headers import is_static
from roster.web.refused import mark_bypass

_BROKEN = "roster_database_is_broken"

Answer = tuple[str, int, dict[str, str]]


@dataclass(frozen=True)
class ErrorText:
    """Heading, what happened, what to do."""

    title: str
    happened: str
    remedy: str


TEXTS: dict[int, ErrorText] = {
    400: ErrorText(
        "Yêu cầu chưa hợp lệ",
        "Chương trình không đọc được dữ liệu vừa gửi.",
        "Xin quay lại trang trước, tải lại trang rồi làm lại thao tác.",
    ),
    401: ErrorText("Cần đăng nhập", "Trang này chỉ dành cho người đã đăng nhập.", "Xin đăng nhập rồi mở lại trang."),
    403: ErrorText(
        "Không có quyền",
        "Tài khoản của đồng chí chưa được giao việc này.",
        "Nếu cần làm việc này, xin đề nghị người quản trị cấp thêm vai trò.",
    ),
    404: ErrorText(
        "Không tìm thấy",
        "Không có trang hoặc hồ sơ này trong địa bàn mà đồng chí phụ trách.",
        "Xin kiểm tra lại địa chỉ, hoặc trở về trang chủ và tìm theo họ tên.",
    ),
    405: ErrorText(
        "Thao tác không dùng được ở đây",
        "Địa chỉ này không nhận cách gửi vừa rồi.",
        "Xin trở về trang chủ rồi làm lại từ menu.",
    ),
    409: ErrorText(
        "Hồ sơ vừa được sửa ở nơi khác",
        "Trong lúc đồng chí nhập, một người khác, hoặc chính đồng chí ở thẻ khác, đã lưu thay đổi của hồ sơ này; "
        "chưa có gì bị ghi đè.",
        "Xin quay lại, tải lại trang để xem dữ liệu mới rồi nhập lại phần của mình.",
    ),
    413: ErrorText(
        "Tệp hoặc biểu mẫu quá lớn",
        "Chương trình nhận tệp đến 20 MB, biểu mẫu đến 6 MB và 5.000 ô (ít hơn nhiều khi chưa đăng nhập); phần vừa gửi "
        "vượt quá mức này nên không được đọc.",
        "Xin bỏ bớt ảnh và trang không dùng trong tệp, hoặc chia biểu mẫu thành nhiều lần, rồi gửi lại. "
        "Chưa có dữ liệu nào thay đổi.",
    ),
    429: ErrorText(
        "Thử lại quá nhiều lần",
        "Đã có quá nhiều lần thử trong thời gian ngắn, chương trình tạm dừng nhận để bảo vệ tài khoản.",
        "Xin chờ rồi thử lại.",
    ),
    500: ErrorText(
        "Chương trình gặp lỗi",
        "Việc vừa làm chưa hoàn thành; dữ liệu đã lưu trước đó vẫn nguyên vẹn.",
        "Xin thử lại. Nếu vẫn lỗi, báo người quản trị kèm giờ xảy ra lỗi; chi tiết nằm trong nhật ký của máy chủ.",
    ),
    503: ErrorText(
        "Cơ sở dữ liệu đang bận",
        "Chưa ghi được vì cơ sở dữ liệu đang bận hoặc không truy cập được.",
        "Xin chờ một phút rồi thử lại. Nếu vẫn vậy, báo người quản trị kiểm tra dung lượng đĩa và dịch vụ dữ liệu.",
    ),
}
_OPENED_BY_ADDRESS = ErrorText(
    "Trang này mở bằng nút bấm",
    "Trang vừa rồi chỉ đến được từ một nút ở trang khác, không mở thẳng bằng địa chỉ hay dấu trang được.",
    "Xin bấm nút dưới đây rồi làm lại từ đó. Chưa có dữ liệu nào thay đổi.",
)
_EXPIRED_FORM = ErrorText(
    "Trang đã cũ",
    "Trang này được mở từ một lần đăng nhập trước, nên chương trình không nhận để phòng giả mạo.",
    "Xin quay lại, tải lại trang rồi gửi lần nữa.",
)
_SECRET_TEXT = ErrorText(
    "Nội dung không được lưu",
    f"Trong phần vừa gửi có ô {SENTENCE}.",
    "Xin quay lại trang trước, bỏ nội dung ấy rồi gửi lần nữa. Chưa có dữ liệu nào thay đổi.",
)
_NO_AUDIT_KEY = ErrorText(
    "Chưa ghi được nhật ký",
    "Tệp khóa của nhật ký bị thiếu hoặc không đúng nên chương trình không ghi, không cho xem thêm gì.",
    "Xin báo người quản trị: lấy lại tệp khóa từ bản sao lưu (hướng dẫn quản trị, mục “Nhật ký”).",
)
_NO_SECOND_STEP_KEY = ErrorText(
    "Chưa kiểm tra được mã xác nhận",
    "Tệp khóa của xác thực hai bước bị thiếu hoặc không đúng.",
    "Xin dùng một mã khôi phục, hoặc báo người quản trị lấy lại tệp khóa từ bản sao lưu.",
)
_BROKEN_DATABASE = ErrorText(
    "Cơ sở dữ liệu bị hỏng",
    "Tệp dữ liệu của chương trình không còn nguyên vẹn nên chương trình dừng đọc, dừng ghi để không hỏng thêm.",
    "Xin báo ngay người quản trị: dừng chương trình, giữ nguyên tệp, phục hồi từ bản sao lưu mới nhất "
    "(hướng dẫn quản trị, mục 7).",
)
_WRITTEN_MEANWHILE = ErrorText(
    "Mục này vừa được ghi",
    "Đúng lúc đồng chí gửi, một người khác, hoặc chính đồng chí ở thẻ khác, vừa ghi hoặc xóa mục này, "
    "hay chính biểu mẫu này được gửi hai lần. Lần gửi sau không ghi gì.",
    "Xin quay lại, tải lại trang để xem dữ liệu mới; còn thiếu gì thì nhập tiếp.",
)
_FULL_DISK = ErrorText(
    "Ổ đĩa đã đầy",
    "Chưa ghi được vì ổ đĩa của máy chủ đã đầy hoặc bị lỗi; dữ liệu đã lưu trước đó vẫn nguyên vẹn.",
    "Xin báo người quản trị dọn ổ đĩa, rồi làm lại thao tác.",
)
_DISK_ERRORS = {errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}
# Pages that must stand without the database, or that follow a failure inside of the frame itself.
_BARE = frozenset({500, 503})
_NOBODY = {"ward": None, "signed_in_user": None, "current_user": None}


def _page(code: int, text: ErrorText | None = None, headers: dict[str, str] | None = None) -> Answer:
    text = text or TEXTS.get(code) or TEXTS[400 if code < 500 else 500]
    g.names_nobody = True  # whoever was read for the page that failed does not stand on this one (web.reads)
    if code in _BARE:
        # Not by render_template: what Flask and its kin give to every page begins with the user from the database.
        template = current_app.jinja_env.get_template("errors/error.html")
        return template.render(code=code, text=text, shell=shell.BareShell(), **_NOBODY), code, headers or {}
    back = way_back() if text is _OPENED_BY_ADDRESS else None
    return render_template("errors/error.html", code=code, text=text, back=back), code, headers or {}


def _on_http(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    kept = {k: v for k, v in error.get_headers() if k in {"Allow", "Retry-After"}}
    if code == 429:
        mark_bypass(THROTTLED)
    if code == 429 and (seconds := getattr(error, "retry_after", None)) and isinstance(seconds, int):
        minutes = -(-seconds // 60)
        waiting = ErrorText(TEXTS[429].title, TEXTS[429].happened, f"Xin thử lại sau khoảng {minutes} phút.")
        return _page(429, waiting, kept | {"Retry-After": str(seconds)})
    is_opened = code == 405 and request.method in {"GET", "HEAD"} and current_user.is_authenticated
    return _page(code, _OPENED_BY_ADDRESS if is_opened else None, headers=kept)


def way_back() -> tuple[str, str] | None:
    """Label and address of the page from which this address is reached by a button: the roster's list, else the
    nearest page above. None where there is neither."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    with suppress(HTTPException):
        values = dict(adapter.match(request.path, method="POST")[1])
        if values.get("roster") in ROSTERS:
            named = {"ward_id": values["ward_id"], "roster": values["roster"]}
            return f"Mở danh sách {label_of(ROSTER, named['roster'])}", url_for("lists.show", **named)
    above = request.path.rstrip("/")
    while above := above.rpartition("/")[0]:
        for path in (above, f"{above}/"):
            with suppress(HTTPException):
                adapter.match(path, method="GET")
                return "Mở trang của mục này", path
    return None


def init_app(app: Flask) -> None:
    """Answer every refusal and failure with a page of our own.

    Other exceptions reach the handler of HTTPException as 500, after Flask has logged them (without the query).
    """
    shell.init_app(app)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(CSRFError, _on_stale_token)
    app.register_error_handler(faults.NotFound, lambda _error: _page(404))
    app.register_error_handler(scope.NotFound, lambda _error: _page(404))
    app.register_error_handler(faults.NotAllowed, lambda _error: _page(403))
    app.register_error_handler(scope.NotAllowed, lambda _error: _page(403))
    app.register_error_handler(faults.TooMuch, _on_too_much)
    app.register_error_handler(StaleDataError, lambda _error: _page(409))
    app.register_error_handler(SecretText, lambda _error: _page(422, _SECRET_TEXT))
    app.register_error_handler(OperationalError, _on_database)
    app.register_error_handler(DatabaseError, _on_database)
    app.register_error_handler(OSError, _on_disk)
    app.before_request(_stop_where_broken)
    app.register_error_handler(AuditKeyFault, _on_audit_key)
    app.register_error_handler(SecondStepKeyMissing, _on_second_step_key)


def _on_stale_token(_error: CSRFError) -> Answer | tuple[str, int]:
    """A form whose token does not count: where a session of the account itself made it, he is offered it once more."""
    owner = form_owners.sent_owner()
    if not is_wholly_in():
        if form_owners.may_be_kept():
            return form_owners.ask_to_sign_in()
    elif owner and not form_owners.is_of_this_session():
        if not kept_forms.is_own(owner):
            mark_bypass(NO_TOKEN)
            return form_owners.refuse_others(400) if form_owners.may_be_kept() else _page(400, _EXPIRED_FORM)
        can_go_on = form_owners.may_be_kept(without_fields=True)
        return (kept_forms.offer(form_owners.kept()), 409) if can_go_on else _page(400, _EXPIRED_FORM)
    mark_bypass(NO_TOKEN)
    return _page(400, _EXPIRED_FORM)


def _on_too_much(error: faults.TooMuch) -> Answer:
    mark_bypass(REACHED)
    remedy = f"Xin chờ khoảng {-(-error.wait // 60)} phút rồi làm tiếp. Chưa có dữ liệu nào thay đổi."
    return _page(
        429, ErrorText("Đã đến giới hạn trong một giờ", error.sentence, remedy), {"Retry-After": str(error.wait)}
    )


def _on_database(error: DatabaseError) -> Answer:
    # The path has no personal data in it; the query may (a search), so it stays out of the log.
    if isinstance(error.orig, UnicodeDecodeError) or is_corruption(error):
        current_app.logger.critical("database is broken: %s %s", request.method, request.path, exc_info=error)
        current_app.extensions[_BROKEN] = True
        return _page(503, _BROKEN_DATABASE)
    if is_collision(error):
        # Services ask before they write; two requests at the same moment both hear that nothing stands against it.
        current_app.logger.warning("written meanwhile: %s %s", request.method, request.path, exc_info=error)
        db.session.rollback()
        return _page(409, _WRITTEN_MEANWHILE)
    if not isinstance(error, OperationalError):
        raise error
    current_app.logger.error("database: %s %s", request.method, request.path, exc_info=error)
    return _page(503)


def _stop_where_broken() -> Answer | None:
    """Once the file was found broken nothing is read or written any more; the next start looks at it as a whole."""
    is_page = not is_static(request.endpoint)
    return _page(503, _BROKEN_DATABASE) if is_page and current_app.extensions.get(_BROKEN) else None


def _on_disk(error: OSError) -> Answer:
    if error.errno not in _DISK_ERRORS:
        raise error
    current_app.logger.error("disk: %s %s: %s", request.method, request.path, error.strerror)
    return _page(503, _FULL_DISK)


def _on_second_step_key(error: SecondStepKeyMissing) -> Answer:
    current_app.logger.error("second step: %s", error.message)
    return _page(503, _NO_SECOND_STEP_KEY)


def _on_audit_key(error: AuditKeyFault) -> Answer:
    current_app.logger.error("audit chain: %s", error.message)
    return _page(503, _NO_AUDIT_KEY)

"""Requests that are wrong: coded errors at the top level. Refused deeds are data, see `user_errors`."""

from domain.errors import Text


class RequestError(Exception):
    """Something in the request itself is wrong; `code` goes to `extensions.code`, `text` to the person."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text.en)
        self.code = code
        self.text = text


def bad_input(vi: str, en: str) -> RequestError:
    """Refuse an argument."""
    return RequestError("BAD_USER_INPUT", Text(vi, en))


def forbidden(vi: str, en: str) -> RequestError:
    """Refuse a filter or an order by something that the viewer may not see."""
    return RequestError("FORBIDDEN", Text(vi, en))

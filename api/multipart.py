"""Reads forms with files (RFC 7578): every part of a body that is at hand, by its name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message

#: A part's header lines and its content are apart by an empty line.
_EMPTY_LINE = b"\r\n\r\n"
_PARAMETER = re.compile(rb'; *(name|filename)="((?:[^"\\\r\n]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """The content of one field; `file_name` is None where it is no file."""

    content: bytes
    file_name: str | None


def boundary_of(content_type: str) -> bytes | None:
    """Return what stands between the parts, None where a request is no form with files."""
    message = Message()
    message["Content-Type"] = content_type
    found = message.get_boundary() if message.get_content_type() == "multipart/form-data" else None
    return found.encode() if found else None


def read_parts(body: bytes, boundary: bytes) -> Mapping[str, Part]:
    """Return the parts by name. Raises ValueError for what is no such form, or has two parts of one name."""
    separator = b"\r\n--" + boundary
    parts = (b"\r\n" + body).split(separator)
    if len(parts) == 1 or not parts[-1].startswith(b"--"):
        raise ValueError("the form has no end")
    found: dict[str, Part] = {}
    for part in parts[1:-1]:
        head, empty_line, content = part.partition(_EMPTY_LINE)
        said = {name.lower(): _plain(value) for name, value in _PARAMETER.findall(head)}
        name = said.get(b"name")
        if not empty_line or name is None or name in found:
            raise ValueError("a part of the form cannot be read")
        found[name] = Part(content, said.get(b"filename"))
    return found


def _plain(value: bytes) -> str:
    return re.sub(rb"\\(.)", rb"\1", value).replace(b"%22", b'"').decode()

"""Where the key of the ballot box comes from: the settings, or in development a file that nobody else may read."""

import base64
from uuid import UUID

import pytest

from api.ballot_key import KEY_FILE, ballot_box
from api.settings import read_settings
from domain.councils.ballot_box import Place
from domain.councils.counting import Tally

KEY = bytes(range(32))
PLACE = Place(UUID(int=1), UUID(int=2))
TALLY = Tally(2, 1, 0)


def box_of(directory, **environment):
    return ballot_box(read_settings({"THIDUA_DATA": str(directory), **environment}))


def test_a_key_of_the_settings_is_written_in_base64_or_hexadecimal(tmp_path):
    one = box_of(tmp_path, THIDUA_BALLOT_KEY=KEY.hex())
    other = box_of(tmp_path, THIDUA_BALLOT_KEY=base64.b64encode(KEY).decode(), THIDUA_MODE="production")

    assert other.open(one.seal(TALLY, PLACE), PLACE, 3) == TALLY
    assert list(tmp_path.iterdir()) == []


def test_development_makes_a_key_of_its_own_once(tmp_path):
    first, second = box_of(tmp_path), box_of(tmp_path)
    path = tmp_path / "keys" / KEY_FILE

    assert second.open(first.seal(TALLY, PLACE), PLACE, 3) == TALLY
    assert (len(path.read_bytes()), path.stat().st_mode & 0o777) == (32, 0o600)
    # What is no key is told and left as it is: the next start with the right one opens what was sealed.
    key = path.read_bytes()
    path.write_bytes(key[:-1])
    with pytest.raises(ValueError, match=f"{KEY_FILE} does not hold a key of 32 bytes"):
        box_of(tmp_path)
    assert path.read_bytes() == key[:-1]
    path.write_bytes(key)
    assert box_of(tmp_path).open(first.seal(TALLY, PLACE), PLACE, 3) == TALLY
    path.chmod(0o644)
    with pytest.raises(PermissionError, match=KEY_FILE):
        box_of(tmp_path)


def test_production_without_a_key_has_no_ballot_box(tmp_path):
    assert box_of(tmp_path, THIDUA_MODE="production") is None


def test_settings_never_print_the_key(tmp_path):
    settings = read_settings({"THIDUA_DATA": str(tmp_path), "THIDUA_BALLOT_KEY": KEY.hex()})

    assert settings.ballot_key == KEY
    assert "ballot_key" not in repr(settings)
    with pytest.raises(ValueError, match="THIDUA_BALLOT_KEY") as refused:
        read_settings({"THIDUA_BALLOT_KEY": "tooshortbutsecret"})
    assert "tooshort" not in str(refused.value)

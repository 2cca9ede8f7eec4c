from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import (
    BOUNDS,
    BadSetting,
    Settings,
    ensure_directories,
    read_settings,
    write_settings,
)

KEY = "k" * 32
OURS = "https://meetings.example.org"
PRODUCTION = {"HEMICYCLE_SECRET_KEY": KEY, "HEMICYCLE_PUBLIC_URL": OURS}


def message(environment: dict[str, str]) -> str:
    with pytest.raises(BadSetting) as caught:
        read_settings(environment)
    return str(caught.value)


def test_the_defaults_hold_where_nothing_is_set():
    assert read_settings(PRODUCTION) == Settings(secret_key=KEY, public_url=OURS)


def test_names_of_other_programs_are_left_alone():
    assert read_settings({**PRODUCTION, "PATH": "/bin", "HEMI": "x"}) == Settings(
        secret_key=KEY, public_url=OURS
    )


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("database_url", "postgresql+psycopg://localhost/h", "postgresql+psycopg://localhost/h"),
        ("port", "8080", 8080),
        ("solver_time_limit", "2.5", 2.5),
        ("secure_cookies", "no", False),
        ("secure_cookies", "TRUE", True),
        ("secure_cookies", "0", False),
        ("languages", "en", ("en",)),
        ("languages", " en, fr ,,ar", ("en", "fr", "ar")),
    ],
)
def test_a_setting_is_read_as_its_type(name: str, text: str, value: object):
    settings = read_settings({**PRODUCTION, f"HEMICYCLE_{name.upper()}": text})
    assert getattr(settings, name) == value


def test_an_unknown_name_is_refused_and_the_known_ones_are_listed():
    refusal = message({**PRODUCTION, "HEMICYCLE_PROT": "80"})
    assert refusal.startswith("HEMICYCLE_PROT is not a setting of Hemicycle; known: ")
    assert {f"HEMICYCLE_{field.name.upper()}" for field in fields(Settings)} == set(
        refusal.partition("known: ")[2].split(", ")
    )


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("HEMICYCLE_PORT", "http", "a whole number"),
        ("HEMICYCLE_SOLVER_TIME_LIMIT", "long", "a number"),
        ("HEMICYCLE_SECURE_COOKIES", "perhaps", "yes or no"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str, wanted: str):
    assert message({**PRODUCTION, name: value}) == f"{name} is {value!r}; it must be {wanted}"


def test_without_a_long_secret_key_only_the_demonstration_runs():
    wanted = "HEMICYCLE_SECRET_KEY must have at least 32 characters (openssl rand -hex 32)"
    assert message({}) == wanted
    assert message({"HEMICYCLE_SECRET_KEY": "k" * 31}) == wanted
    assert read_settings({"HEMICYCLE_DEMO": "yes"}).secret_key == ""


@pytest.mark.parametrize(
    "url",
    ["", "meetings.example.org", "ftp://a", "https://", "https://a:b", "https://a/?b", "http://["],
)
def test_outside_the_demonstration_the_public_address_is_needed(url: str):
    assert message({**PRODUCTION, "HEMICYCLE_PUBLIC_URL": url}) == (
        "HEMICYCLE_PUBLIC_URL must say how others reach us, as in https://meetings.example.org"
    )


@given(st.from_regex(r"[0-9a-z.:]{1,15}", fullmatch=True))
def test_the_demonstration_is_offered_to_this_machine_only(host: str):
    environment = {"HEMICYCLE_DEMO": "yes", "HEMICYCLE_HOST": host}
    if host in {"127.0.0.1", "localhost", "::1"}:
        assert read_settings(environment).host == host
    else:
        assert message(environment) == (
            "HEMICYCLE_DEMO runs on this machine only; HEMICYCLE_HOST must be 127.0.0.1"
        )


@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_out_of_bounds_is_refused_by_name(name: str):
    least, most = BOUNDS[name]
    for value in (least - 1, most + 1):
        assert message({**PRODUCTION, f"HEMICYCLE_{name.upper()}": str(value)}) == (
            f"HEMICYCLE_{name.upper()} must be from {least} to {most}"
        )
    for value in (least, most):
        given = {**PRODUCTION, f"HEMICYCLE_{name.upper()}": str(value)}
        assert getattr(read_settings(given), name) == value


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_time_that_is_no_number_is_refused(value: str):
    assert message({**PRODUCTION, "HEMICYCLE_SOLVER_TIME_LIMIT": value}) == (
        "HEMICYCLE_SOLVER_TIME_LIMIT must be from 0.1 to 3600"
    )


@pytest.mark.parametrize("name", ["HEMICYCLE_DATABASE_URL", "HEMICYCLE_QUEUE_URL"])
@pytest.mark.parametrize(
    "url",
    [
        "garbage",
        "",
        "mysql://a/b",
        "postgres://a/b",
        "postgresql://user:secret@a:port/b",
        "sqlite://instance/b",
        "sqlite+aiosqlite:///b",
    ],
)
def test_what_is_no_database_of_ours_is_refused_without_its_password(name: str, url: str):
    assert message({**PRODUCTION, name: url}) == (
        f"{name} must be sqlite:///file or postgresql://user@host/name"
    )


def test_failures_are_counted_in_memory_or_in_redis():
    for url in ("memory://", "redis://localhost:6379/0", "rediss://localhost"):
        assert read_settings({**PRODUCTION, "HEMICYCLE_LIMITS_URL": url}).limits_url == url
    assert message({**PRODUCTION, "HEMICYCLE_LIMITS_URL": "postgresql://a/b"}) == (
        "HEMICYCLE_LIMITS_URL must be memory:// or redis://host:6379/0"
    )


@pytest.mark.parametrize("language", ["xx", "english", "../en", "e\0"])
def test_a_language_that_nobody_speaks_is_refused(language: str):
    assert message({**PRODUCTION, "HEMICYCLE_LANGUAGES": f"en,{language}"}) == (
        f"HEMICYCLE_LANGUAGES names {language!r}, which is no language we know"
    )


def test_the_folders_of_sqlite_databases_are_made(tmp_path: Path):
    data, queue = tmp_path / "a" / "data.sqlite3", tmp_path / "b" / "queue.sqlite3"
    settings = Settings(database_url=f"sqlite:///{data}", queue_url=f"sqlite:///{queue}")
    ensure_directories(settings)
    ensure_directories(settings)
    assert (data.parent.is_dir(), queue.parent.is_dir(), data.exists()) == (True, True, False)


def test_no_folder_is_made_for_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    url = "postgresql+psycopg://localhost/hemicycle"
    ensure_directories(Settings(database_url=url, queue_url=url))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "settings",
    [
        Settings(secret_key=KEY, public_url=OURS),
        Settings(demo=True, port=8080, languages=("en", "ar"), solver_time_limit=2.5),
        Settings(secret_key=KEY, public_url=OURS, secure_cookies=False, languages=()),
    ],
)
def test_what_is_written_is_read_as_the_same(settings: Settings):
    assert read_settings(write_settings(settings)) == settings


def test_every_setting_is_explained():
    page = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
    assert [name for name in write_settings(Settings()) if f"`{name}`" not in page] == []

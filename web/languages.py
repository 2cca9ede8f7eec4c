"""In what language a page is given, and which languages are offered."""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from flask import Flask, Response, current_app, request
from flask_babel import Babel, get_locale

OWN = "en"  # the language of our sentences, which needs no catalogue
COOKIE = "language"
TRANSLATIONS = Path(__file__).parent / "translations"


def offered(languages: tuple[str, ...], translations: Path) -> tuple[str, ...]:
    """Those of the languages in which we can speak: English, and each that has a catalogue."""
    return tuple(
        language
        for language in dict.fromkeys((*languages, OWN))
        if language == OWN or (translations / language / "LC_MESSAGES" / "messages.mo").exists()
    )


def current_locale() -> Locale:
    """The locale of this request; English outside one."""
    return get_locale() or Locale(OWN)


def _asked_for() -> str | None:
    asked = request.args.get("lang", "")
    return asked if asked in current_app.config["LANGUAGES"] else None


def _choose() -> str:
    languages = current_app.config["LANGUAGES"]
    kept = request.cookies.get(COOKIE, "")
    if asked := _asked_for():
        return asked
    if kept in languages:
        return kept
    return request.accept_languages.best_match(languages) or OWN


def _language_names() -> list[tuple[str, str]]:
    """Code and own name of each language offered."""
    names = ((code, Locale.parse(code).get_display_name(code)) for code in _languages())
    return [(code, (name or code).capitalize()) for code, name in names]


def _languages() -> tuple[str, ...]:
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return languages


def init_app(app: Flask, languages: tuple[str, ...], translations: Path = TRANSLATIONS) -> None:
    """Choose the language from ?lang=, the cookie, or what the browser asks for, in this order."""
    app.config["LANGUAGES"] = offered(languages, translations)
    Babel(
        app,
        default_locale=OWN,
        default_translation_directories=str(translations),
        locale_selector=_choose,
    )

    @app.context_processor
    def about_language() -> dict[str, object]:
        locale = current_locale()
        return {
            "lang": str(locale).replace("_", "-"),
            "dir": locale.text_direction,
            "language_names": _language_names(),
        }

    @app.after_request
    def keep_choice(response: Response) -> Response:
        if asked := _asked_for():
            response.set_cookie(
                COOKIE,
                asked,
                max_age=31_536_000,
                httponly=True,
                samesite="Lax",
                secure=app.config["SESSION_COOKIE_SECURE"],
            )
        if request.endpoint != "static":
            response.vary.add("Accept-Language")
        return response

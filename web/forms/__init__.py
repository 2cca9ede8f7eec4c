"""Forms for the entries of a problem, by kind."""

from __future__ import annotations

from collections.abc import Mapping

from web.forms.base import EntryForm
from web.forms.business import BusinessForm
from web.forms.means import (
    BodyForm,
    EntitlementForm,
    ExceptionForm,
    InterpretationForm,
    RoomForm,
)
from web.forms.others import DocumentForm, PreferenceForm, RelationForm
from web.forms.times import AtOnceForm, ClosureForm, SessionForm, SlotForm

FORMS: Mapping[str, type[EntryForm]] = {
    form.kind: form
    for form in (
        SessionForm,
        SlotForm,
        AtOnceForm,
        ClosureForm,
        RoomForm,
        InterpretationForm,
        EntitlementForm,
        ExceptionForm,
        BodyForm,
        BusinessForm,
        RelationForm,
        DocumentForm,
        PreferenceForm,
    )
}

__all__ = ["FORMS", "EntryForm"]

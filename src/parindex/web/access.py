"""Which pages need no sign-in; every page that is not named here does."""

from __future__ import annotations

PUBLIC_URL_NAMES = frozenset(
    {
        "account_inactive",
        "display",
        "feedback-answer",
        "feedback-answers",
        "feedback-send",
        "feedback-track",
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_signup",
        "health",
        "invitation-accept",
        "mfa_authenticate",
        "public-dossier",
        "interview",
        "interview-form",
        "interview-pack",
        "interview-sync",
        "interview-visit",
        "public-list",
        "public-plan",
        "register-public",
        "result-before",
        "result-bundle",
        "result-export",
        "result-list",
        "result-ranking",
        "result-unit",
        "survey-form",
        "survey-thanks",
    }
)

# What a person may do before the password that somebody else gave them is changed.
NAMES_BEFORE_PASSWORD_CHANGE = frozenset({"account_change_password", "account_logout"})

# What an administrator may do before the second factor is on, when the office demands it.
NAMES_BEFORE_SECOND_FACTOR = frozenset(
    {"account_logout", "account_change_password", "account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp"}
)

# The API knows its people by tokens and answers 401 itself.
API_PREFIX = "/api/"

# Where anybody may send a few small files: the limit of such a request is `PUBLIC_REQUEST_BYTES`.
PUBLIC_FILE_URL_NAMES = frozenset({"feedback-send"})

# Where a signed-in person sends files; everywhere else a request is no larger than a form.
FILE_URL_NAMES = frozenset(
    {
        "assignment-act",
        "catalogue-upload",
        "document-add",
        "dossier-import",
        "draft-upload",
        "plan-revise",
        "plan-revise-issued",
        "evidence-act",
        "feedback-enter",
        "result-history",
        "sheet-act",
        "register-attach",
        "register-import",
        "survey-deliver",
        "survey-sample",
        "survey-scan",
        "survey-table",
        "sheet-import",
        "campaign-table",
        "unit-import",
    }
)

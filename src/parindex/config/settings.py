"""Django settings: one module for embedded and scaled, driven by `environment`."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from parindex.apps.base.databases import database_settings
from parindex.config.environment import environment

env = environment()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_dir.resolve()
# What people wrote and uploaded is for this account of the machine only.
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = env.resolved_secret_key()
DEBUG = env.debug
ALLOWED_HOSTS = env.allowed_hosts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "parindex.apps.base",
    "parindex.apps.audit",
    "parindex.apps.orgs",
    "parindex.apps.people",
    "parindex.apps.notify",
    "parindex.apps.evidence",
    "parindex.apps.catalogues",
    "parindex.apps.dossiers",
    "parindex.apps.registers",
    "parindex.apps.imports",
    "parindex.apps.planning",
    "parindex.apps.assignments",
    "parindex.apps.workload",
    "parindex.apps.assessment",
    "parindex.apps.reports",
    "parindex.apps.surveys",
    "parindex.apps.feedback",
    "parindex.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "parindex.web.middleware.ReadableRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "parindex.web.middleware.RequestCodeMiddleware",
    "parindex.web.middleware.ActorMiddleware",
    "parindex.web.middleware.AccessMiddleware",
]

ROOT_URLCONF = "parindex.config.urls"
WSGI_APPLICATION = "parindex.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "parindex.web.context.shell",
            ],
            "builtins": ["parindex.web.templatetags.parindex"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database_settings(env.database_url, data_dir=DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["parindex.apps.people.backends.LockingBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Eight characters and four classes: QCVN 12:2026/BCA (shared rules, section 8.2).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "parindex.apps.people.passwords.LengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "parindex.apps.people.passwords.CommonValidator"},
    {
        "NAME": "parindex.apps.people.passwords.SimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "parindex.apps.people.passwords.FourClassesValidator"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "parindex.web.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/dang-nhap/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USERNAME_MIN_LENGTH = 3
# Wrong passwords are counted for each account in the database (people.logins), which every process shares.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip"}
# Behind a proxy every request comes from its address; without one, anybody could write the header.
ALLAUTH_TRUSTED_PROXY_COUNT = env.trusted_proxies
ACCOUNT_FORMS = {
    "login": "parindex.web.forms.account.LoginForm",
    "change_password": "parindex.web.forms.account.ChangePasswordForm",
    "reset_password": "parindex.web.forms.account.ResetPasswordForm",
    "reset_password_from_key": "parindex.web.forms.account.ResetPasswordKeyForm",
    "reauthenticate": "parindex.web.forms.account.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "parindex.web.forms.account.AuthenticateCodeForm",
    "reauthenticate": "parindex.web.forms.account.ReauthenticateCodeForm",
    "activate_totp": "parindex.web.forms.account.ActivateTotpForm",
}
MFA_ADAPTER = "parindex.web.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "parindex"

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["parindex.web.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
# Files are served from the package itself: no collecting step, nothing to forget.
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILES_DIR = DATA_DIR / "files"
DOSSIERS_DIR = DATA_DIR / "dossiers"
# Tables for registers wait here until they are read; none stays longer.
REGISTER_UPLOADS_DIR = DATA_DIR / "register-uploads"
SURVEY_SCAN_DAYS = env.survey_scan_days
MAX_UPLOAD_BYTES = env.max_upload_mb * 1024 * 1024
# Files go to the disk piece by piece; ten of the largest, or a thousand small ones, in one request.
MAX_REQUEST_BYTES = 10 * MAX_UPLOAD_BYTES
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
# Three files of five megabytes and a form, from somebody without an account.
PUBLIC_REQUEST_BYTES = 16 * 1024 * 1024
# A form without its files; also the whole body wherever no files are taken.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.smtp_host
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "outbox"
EMAIL_HOST = env.smtp_host
EMAIL_PORT = env.smtp_port
EMAIL_HOST_USER = env.smtp_user
EMAIL_HOST_PASSWORD = env.smtp_password
EMAIL_USE_TLS = env.smtp_tls
# A server that is silent for so many seconds is tried again later.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.mail_from

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = env.secure_cookies
CSRF_COOKIE_SECURE = env.secure_cookies
CSRF_COOKIE_HTTPONLY = False
# Behind a proxy that ends HTTPS a browser names an origin with https, while the request itself arrives as http.
CSRF_TRUSTED_ORIGINS = [env.public_url.rstrip("/")] if env.public_url else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
PARINDEX_PUBLIC_URL = env.public_url
PARINDEX_ADMIN_TOTP = env.admin_totp
# Handlers of background work by kind, and subscribers of domain events: explicit lists, imported when first needed.
PARINDEX_JOB_HANDLERS: dict[str, str] = {
    "catalogues.read": "parindex.jobs.catalogues.read_proposal",
    "evidence.read": "parindex.jobs.evidence.read_evidence",
    "dossiers.import": "parindex.jobs.dossiers.import_dossiers",
    "dossiers.tidy": "parindex.jobs.dossiers.tidy_uploads",
    "feedback.erase": "parindex.jobs.feedback.erase",
    "feedback.remind": "parindex.jobs.feedback.remind",
    "imports.read": "parindex.jobs.imports.read_draft",
    "assessment.prefill": "parindex.jobs.assessment.prefill",
    "assignments.remind": "parindex.jobs.urging.remind",
    "notify.deliver": "parindex.jobs.notify.deliver",
    "registers.import": "parindex.jobs.registers.import_table",
    "registers.remind": "parindex.jobs.registers.remind",
    "registers.tidy": "parindex.jobs.registers.tidy",
    "surveys.erase": "parindex.jobs.surveys.erase",
    "surveys.keep_result": "parindex.jobs.surveys.keep_result",
    "surveys.keep_waiting": "parindex.jobs.surveys.keep_waiting",
    "surveys.read_scan": "parindex.jobs.surveys.read_scan",
    "planning.cascade": "parindex.jobs.cascades.draft_lower_plans",
}
# Ways by which messages reach people, by name: docs/how-to/don-doc.md says how to add one.
PARINDEX_CHANNELS: dict[str, str] = {
    "page": "parindex.apps.notify.channels.page.PageChannel",
    "email": "parindex.apps.notify.channels.email.EmailChannel",
}
# Where figures of reports come from beside assignments, by name: docs/reference/reports.md says how to add one.
PARINDEX_FIGURE_SOURCES: dict[str, str] = {
    "indicator": "parindex.apps.reports.indicator_figures.Indicators",
    "plan.items": "parindex.apps.reports.plan_figures.PlanItems",
    "score.published": "parindex.apps.assessment.figures.PublishedResult",
    "score.sheet": "parindex.apps.assessment.figures.SignedSheet",
    "survey.last": "parindex.apps.surveys.figures.LastWave",
}
# Rooms that count indicators for criteria, by id: docs/how-to/so-lieu-song.md says how to add one.
PARINDEX_SUPPLIERS: dict[str, str] = {
    "assignments": "parindex.apps.assignments.supplier.Assignments",
    "dossiers": "parindex.apps.dossiers.supplier.Dossiers",
    "feedback": "parindex.apps.feedback.supplier.FeedbackFigures",
    "registers": "parindex.apps.registers.supplier.Registers",
    "reports": "parindex.apps.reports.supplier.Reports",
    "surveys": "parindex.apps.surveys.supplier.Surveys",
    "units": "parindex.apps.orgs.supplier.Units",
}
# Rooms whose things others may link to, the first that knows a code first: `apps.base.subjects`.
PARINDEX_SUBJECTS: tuple[str, ...] = (
    "parindex.apps.registers.subjects.PublishedProcedures",
    "parindex.apps.dossiers.subjects.HandledProcedures",
    "parindex.apps.dossiers.subjects.KnownDossiers",
    "parindex.apps.catalogues.subjects.KnownCriteria",
)
# Periodic work by kind: the local times of day at which it is put into the queue.
PARINDEX_SCHEDULE: dict[str, tuple[str, ...]] = {
    "assignments.remind": ("07:15",),
    "feedback.erase": ("02:30",),
    "feedback.remind": ("07:20",),
    "registers.remind": ("07:25",),
    "dossiers.tidy": ("02:30",),
    "surveys.erase": ("02:40",),
    "surveys.keep_waiting": ("02:50",),
    "registers.tidy": ("02:35",),
}
PARINDEX_SUBSCRIBERS: dict[str, tuple[str, ...]] = {}

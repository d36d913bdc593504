"""Every setting of the site, read from the environment; a bad value stops the start and says what to do.

The table in README.md ("Configuration") describes each variable for the person who deploys the site.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels
from django.core.exceptions import ImproperlyConfigured

from intima import environment as read

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(read.text("INTIMA_VAR", str(BASE_DIR / "var")))

DEBUG = False
DEMO = read.switch("INTIMA_DEMO")

# --- Where the site lives -----------------------------------------------------------------------

_origin = read.origin("ORIGIN", f"http://localhost:{read.number('PORT', 8000)}")
ORIGIN = _origin.geturl()
HTTPS = _origin.scheme == "https"
if DEMO and _origin.hostname not in read.LOOPBACK:
    raise ImproperlyConfigured("INTIMA_DEMO=1 prints its password, so it starts with ORIGIN on localhost or 127.0.0.1.")
# One exact host; the demo answers to both names of this machine, since people type either.
ALLOWED_HOSTS = read.LOOPBACK if DEMO else [_origin.hostname]

# Where the staff admin is; whoever goes through the usual addresses need not find a door there.
ADMIN_PATH = read.path_part("ADMIN_PATH", "admin")

# --- Secrets ------------------------------------------------------------------------------------

_demo_folder = VAR if DEMO else None
SECRET_KEY = read.secret("SECRET_KEY", 48, kept_in=_demo_folder)
MASTER_KEYS = read.keys("MASTER_KEYS", file=read.text("MASTER_KEYS_FILE", ""), kept_in=_demo_folder)

# --- Rooms, from the ground up (architecture: a room imports only what stands above it here) -----

ROOMS = [
    "intima.kit",
    "intima.content",
    "intima.mail",
    "intima.accounts",
    "intima.safety",
    "reflections.spaces",
    "reflections.care",
    "reflections.shares",
    "reflections.releases",
    "reflections.notes",
    "reflections.journal",
    "reflections.checkins",
    "reflections.reminders",
    "exercises.lessons",
    "exercises.practices",
    "exercises.authoring",
    "exercises.pause",
    "exercises.rituals",
    "exercises.breath",
    "exercises.loop",
    "exercises.guide",
    "exercises.homework",
    "exercises.caseload",
    "intima.own",
    "intima.today",
    *(["intima.demo"] if DEMO else []),
]

INSTALLED_APPS = [
    *ROOMS,
    "intima.kit.staff.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "template_partials",
    "lucide",
]

MIDDLEWARE = [
    # What every answer carries comes first, so that a redirect, an error or a static file carries it too.
    "intima.kit.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intima.kit.middleware.Probes",
    "django.middleware.locale.LocaleMiddleware",
    "intima.kit.middleware.SoundRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "intima.kit.middleware.NoPage",
    "intima.kit.middleware.Keyring",
    "intima.accounts.middleware.PersonsOwn",
]

ROOT_URLCONF = "intima.urls"
WSGI_APPLICATION = "intima.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "intima.kit.pages.site",
                "intima.today.desk.desk",
            ],
        },
    }
]

FORM_RENDERER = "intima.kit.forms.Renderer"

# --- Database, cache, sessions ------------------------------------------------------------------

DATABASES = {"default": read.database("DATABASE_URL", f"sqlite:///{VAR / 'intima.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # opening the file costs more than most of what is asked of it
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 2, "max_size": 8, "timeout": 10}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = read.url("REDIS_URL", "redis", "rediss")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "intima.kit.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds without a visit; each visit begins them anew
SHORT_AGE = (
    3600  # the same for therapists, and on a device that somebody else uses too, where the browser ends it as well
)
SESSION_TOUCH_EVERY = 5 * 60  # seconds; a visit is written down at most this often
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MESSAGE_TAGS = {message_levels.SUCCESS: "ok", message_levels.ERROR: "danger"}

# --- The web ------------------------------------------------------------------------------------

_cookie = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie}session"
CSRF_COOKIE_NAME = f"{_cookie}csrf"
LANGUAGE_COOKIE_NAME = f"{_cookie}language"
KNOWN_COOKIE_NAME = f"{_cookie}known"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "intima.kit.errors.csrf"
CSRF_TRUSTED_ORIGINS = [ORIGIN]

SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Of this host alone: a practice's other sites on the same domain are not ours to bind for a year.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes; kit.middleware answers 413 above it

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "intima.accounts.passwords.MaximumLength"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today:today"
ACCOUNT_ADAPTER = "intima.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {
    name: f"intima.accounts.forms.{form}"
    for name, form in [
        ("signup", "SignUp"),
        ("confirm_login_code", "SignInCode"),
        ("confirm_email_verification_code", "AddressCode"),
        ("confirm_password_reset_code", "ResetCode"),
        ("reset_password", "AskForReset"),
        ("reset_password_from_key", "ResetPassword"),
        ("set_password", "SetPassword"),
        ("change_password", "ChangePassword"),
        ("add_email", "ChangeAddress"),
    ]
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False  # our own view does it, with the second factor in mind
# A code is good for a quarter of an hour and five tries; a letter can be slow.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _origin.scheme
# By the visitor's network address, never by account: nobody can lock another person out by trying.
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    ["login", "login_failed", "request_login_code", "signup", "confirm_email", "reset_password"], "20/m/ip"
)
# An invitation's code is tried by somebody signed in; their own few tries end before those of their address do.
# The key is the network address, whoever is known there.
ACCOUNT_RATE_LIMITS["space_code"] = ACCOUNT_RATE_LIMITS["care_code"] = "5/h/user,50/h/key"
# Somebody's whole file costs more than any page.
ACCOUNT_RATE_LIMITS["export"] = "5/h/user"
MFA_ADAPTER = "intima.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # environment.origin allows plain http on this machine alone
MFA_RECOVERY_CODE_DIGITS = 12  # ten of them cannot be guessed, so no count of tries has to lock anybody out
# A code of an app has six digits: few tries a person from browsers that are not known, as few from those that are.
ACCOUNT_RATE_LIMITS["app_code"] = "5/h/key,20/d/key"
ACCOUNT_RATE_LIMITS["recovery_code"] = ACCOUNT_RATE_LIMITS["passkey"] = "20/m/ip"
# Letters that are asked for, by the address that they go to: from one network or known browser, from all strangers.
ACCOUNT_RATE_LIMITS |= {"letter": "12/h/key", "strangers_letter": "40/h/key"}
# How many proxies of ours stand before the site, each adding to X-Forwarded-For; 0 believes the connection alone.
ALLAUTH_TRUSTED_PROXY_COUNT = read.number("TRUSTED_PROXIES", 0)
PROOF_LASTS = 30 * 60  # seconds in which somebody who showed who they are may change how they sign in
JOURNAL_STAYS_OPEN = 5 * 60  # seconds without using it, for those who lock it

# --- Words and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "intima" / "locale"]
TIME_ZONE = "UTC"

# --- Mail ---------------------------------------------------------------------------------------

SITE_NAME = read.text("SITE_NAME", "Intima")
EMAIL_BACKEND = "intima.mail.backend.Outbox"
# smtp://user:password@host:port (plain or STARTTLS as smtp+tls://, TLS as smtp+ssl://); empty: files in VAR/mailbox.
EMAIL_URL = read.url("EMAIL_URL", "smtp", "smtp+tls", "smtp+ssl")
MAILBOX = VAR / "mailbox"
DEFAULT_FROM_EMAIL = read.sender("ACCOUNT_SENDER", f"{SITE_NAME} <account@{_origin.hostname}>")
REMINDER_SENDER = read.sender("REMINDER_SENDER", f"{SITE_NAME} <hello@{_origin.hostname}>")
LIST_ID = read.text("LIST_ID", f"{SITE_NAME} <notes.{_origin.hostname}>")
# Whose events of letters that came back are listened to at /mail/events/, and the secret that they are sent with.
ANYMAIL_ESP = read.one_of("ANYMAIL_ESP", "none", "brevo", "mailjet", "mailtrap", "postmark", "sendgrid", "sparkpost")
ANYMAIL = {"WEBHOOK_SECRET": read.text("ANYMAIL_WEBHOOK_SECRET", "")}

# --- Safety -------------------------------------------------------------------------------------

EXIT_URL = read.url("EXIT_URL", "https", "http")  # empty: our own neutral page
# What a phone shows once the site is installed on it.
APP_NAME = read.text("APP_NAME", SITE_NAME)
APP_ICON = read.one_of("APP_ICON", "lamp", "plain")

# --- Reading elsewhere --------------------------------------------------------------------------

RESOURCES = read.links("RESOURCES")  # what the practice links on 'Go deeper'

# --- Celery -------------------------------------------------------------------------------------

CELERY_TASK_IGNORE_RESULT = True
# One process a worker: killing it leaves no orphan. More work is shared by starting more workers.
CELERY_WORKER_POOL = "solo"
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_TASK_ACKS_LATE = True
    CELERY_TASK_REJECT_ON_WORKER_LOST = True
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 120,
        "unacked_restore_throttle": 1,
    }
else:
    _queue = VAR / "queue"
    for _folder in ("messages", "control"):
        (_queue / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "intima.queue_folder:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
        "polling_interval": 0.2,
    }

# --- Logs: what happened, never what was written ------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "intima.kit.logs.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Their own ways out would write, or mail, what the line above leaves out.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "_granian": {"handlers": [], "propagate": True, "level": "WARNING"},
        "intima": {"level": "INFO"},
        "reflections": {"level": "INFO"},
        "exercises": {"level": "INFO"},
    },
}

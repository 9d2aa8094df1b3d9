"""The channels over which alerts are told: Airflow notifiers for mail (SMTP) and a webhook. What they say is made elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from airflow.sdk import BaseNotifier

from pipeline.settings import Settings

if TYPE_CHECKING:
    from airflow.sdk.definitions.context import Context

    from pipeline.track.alert_message import AlertMessage

WEBHOOK_SECONDS = 30


class WebhookNotifier(BaseNotifier):
    """Posts a JSON document to an address; anything but 2xx is an error."""

    template_fields = ()

    def __init__(self, url: str, document: dict[str, Any], **options: Any) -> None:
        super().__init__(**options)
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"WIREWATCH_ALERT_WEBHOOK must begin with http:// or https://, not {url[:20]!r}")
        self.url, self.document = url, document

    def notify(self, context: Context) -> None:
        """Post the document."""
        request = Request(  # noqa: S310 the scheme was checked
            self.url, json.dumps(self.document).encode(), {"Content-Type": "application/json"}, method="POST"
        )
        with urlopen(request, timeout=WEBHOOK_SECONDS):  # noqa: S310
            pass


def alert_channels(settings: Settings) -> dict[str, Callable[[AlertMessage], None]]:
    """The channels that the settings name; the mail server is Airflow's connection smtp_default."""
    channels: dict[str, Callable[[AlertMessage], None]] = {}
    if recipients := [part.strip() for part in settings.alert_mail_to.split(",") if part.strip()]:

        def mail(message: AlertMessage) -> None:
            from airflow.providers.smtp.notifications.smtp import SmtpNotifier

            SmtpNotifier(
                to=recipients,
                from_email=settings.alert_mail_from or None,
                subject=message.subject,
                html_content=message.html(),
            ).notify({})

        channels["mail"] = mail
    if settings.alert_webhook:
        channels["webhook"] = lambda message: WebhookNotifier(settings.alert_webhook, message.json()).notify({})
    return channels

"""What a person sees at the end of a run: the balance of items, a trend, the ledger, one claim with its sentence."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipeline.operate.chart import trend_chart
from pipeline.settings import Settings
from pipeline.track.brief import quantity
from pipeline.warehouse.connect import connect, run_sql_file
from pipeline.warehouse.conninfo import conninfo

TOPIC = "dprk_arms_transfers"
TREND_DAYS = 30
_LEDGER_ROWS = 12
_ALERT_ROWS = 3
_STATUS_STYLES = {"confirmed": "green", "disputed": "yellow", "alleged": "cyan", "denied": "red", "retracted": "dim"}

QUERIES = (
    (
        "how loud a topic was, gap days as NULL",
        "SELECT day_date, article_count, total_count, owner_count, gap_reason FROM mart.topic_day "
        "JOIN mart.dim_topic USING (topic_id) WHERE topic_key = 'dprk_arms_transfers' ORDER BY day_date DESC LIMIT 14",
    ),
    (
        "who did what to whom, week by week",
        "SELECT week_date, source_country_code, target_country_code, event_count, mean_intensity FROM mart.dyad_week "
        "ORDER BY week_date DESC, event_count DESC LIMIT 15",
    ),
    (
        "every claim with its sentence and the hash of the page it stands on",
        "SELECT claimant_text, stance_type, weapon_text, sentence_text, url, page_sha256 FROM mart.claim_evidence "
        "ORDER BY effective_date DESC LIMIT 5",
    ),
)


def show_results(settings: Settings, console: Console) -> None:
    """Print what the warehouse holds: the balance of items, the topic's trend and alerts, the ledger, one claim."""
    with connect(conninfo(settings, "analyst"), application_name="wirewatch show") as connection:

        def ask(name: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
            return run_sql_file(connection, f"queries/{name}.sql", parameters).fetchall()

        _show_balance(console, ask("poll_balance"), ask("step_balance"))
        _show_trend(console, ask("topic_trend", {"topic_key": TOPIC, "day_count": TREND_DAYS}))
        _show_alerts(console, ask("alerts", {"topic_key": TOPIC}))
        transfers = ask("transfer_ledger", {"supplier_code": None, "recipient_code": None})
        _show_ledger(console, transfers)
        if transfers:
            claims = ask("claim_of_transfer", {"transfer_key": transfers[0]["transfer_key"]})
            if claims:
                show_claim(console, claims[0])


def show_next_steps(console: Console) -> None:
    """Print three queries to try, and how to open the UI and a prompt."""
    console.print("\n[bold]Try[/bold]")
    for purpose, query in QUERIES:
        console.print(f"  [dim]-- {purpose}[/dim]")
        console.print(f'  wirewatch psql --demo -c "{escape(query)}"', soft_wrap=True)
    console.print("\n[bold]Next[/bold]")
    console.print("  make up DEMO=1          the Airflow UI with these runs, on 127.0.0.1")
    console.print("  make up                 the real catalog, collected hourly and ingested daily")
    console.print("  wirewatch psql --demo   a SQL prompt on what you see here (.venv/bin/wirewatch from a clone)")


def show_claim(console: Console, claim: dict[str, Any]) -> None:
    """Print one claim: who says it, the sentence with the claim's words highlighted, and where it stands."""
    sentence = Text(claim["sentence_text"])
    sentence.stylize("black on yellow", claim["claim_start_char"], claim["claim_end_char"])
    console.print("\n[bold]One claim and its sentence[/bold]")
    hedge = f", hedged by “{claim['hedge_text']}”" if claim["hedge_text"] else ""
    console.print(
        f"  {escape(claim['claimant_text'])} {claim['stance_type']} ({claim['modality_type']}{hedge}), "
        f"confidence {claim['confidence']:.2f}"
    )
    console.print(Text("  “") + sentence + Text("”"))
    console.print(f"  {claim['source_name']}, {claim['effective_date']}, {claim['url']}", soft_wrap=True)
    console.print(f"  [dim]page sha256 {claim['page_sha256']}[/dim]", soft_wrap=True)


def _show_balance(console: Console, polls: list[dict[str, Any]], steps: list[dict[str, Any]]) -> None:
    console.print("\n[bold]What was collected, kept and dropped, and why[/bold]")
    table = Table(box=None, pad_edge=False)
    for heading in ("step", "items", "status", "of these"):
        table.add_column(heading, justify="right" if heading in ("items", "of these") else "left")
    table.add_column("reason")
    _add_step(table, "poll", [(row["status_code"], row["outcome_code"], int(row["poll_count"])) for row in polls])
    for step_code in dict.fromkeys(row["step_code"] for row in steps):
        _add_step(
            table,
            step_code,
            [
                (row["status_code"], row["reason"], int(row["item_count"]))
                for row in steps
                if row["step_code"] == step_code
            ],
        )
    console.print(table)


def _add_step(table: Table, step_code: str, rows: list[tuple[str, str, int]]) -> None:
    total = sum(count for *_, count in rows)
    for number, (status, reason, count) in enumerate(rows):
        first = number == 0
        table.add_row(step_code if first else "", str(total) if first else "", status, str(count), reason)


def _show_trend(console: Console, days: list[dict[str, Any]]) -> None:
    console.print(f"\n[bold]Articles a day on {TOPIC}[/bold], the last {TREND_DAYS} days (░ not collected)")
    for line in trend_chart([(row["day_date"], row["article_count"]) for row in days]):
        console.print(f"  {line}", highlight=False)
    collected = [row for row in days if row["article_count"] is not None]
    matching = sum(row["article_count"] for row in collected)
    total = sum(row["total_count"] for row in collected)
    gaps = len(days) - len(collected)
    console.print(
        f"  {matching} hits in {total} articles, {sum(row['story_count'] for row in collected)} stories; "
        f"{gaps} gap day{'' if gaps == 1 else 's'}"
    )


def _show_alerts(console: Console, alerts: list[dict[str, Any]]) -> None:
    for alert in alerts[:_ALERT_ROWS]:
        state = f"closed on {alert['closed_date']}" if alert["closed_date"] else alert["state_type"]
        console.print(
            f"  [bold]Alert[/bold] of {alert['opened_date']}: {alert['fired_article_count']} articles where "
            f"{alert['fired_expected_count']:.1f} were expected, {alert['fired_owner_count']} owner groups; {state}"
        )


def _show_ledger(console: Console, transfers: list[dict[str, Any]]) -> None:
    console.print("\n[bold]The transfer ledger[/bold]: claims of one delivery joined, status from who says it")
    table = Table(box=None, pad_edge=False)
    for heading in ("from", "to", "weapon", "status", "stage", "claims", "origins"):
        table.add_column(heading, justify="right" if heading in ("claims", "origins") else "left")
    for row in transfers[:_LEDGER_ROWS]:
        style = _STATUS_STYLES.get(row["status_type"], "")
        number = "number_ordered" if row["stage_type"] == "ordered" else "number_delivered"
        status = row["status_type"] + (" (a party denies)" if row["has_party_denial"] else "")
        table.add_row(
            row["supplier_code"] or "?",
            row["recipient_code"] or "?",
            escape(row["weapon"]),
            Text(status, style),
            f"{row['stage_type'] or ''} {quantity(row[f'{number}_min'], row[f'{number}_max'])}".strip(),
            str(row["claim_count"]),
            str(row["origin_count"]),
        )
    console.print(table)
    if len(transfers) > _LEDGER_ROWS:
        console.print(f"  … and {len(transfers) - _LEDGER_ROWS} more rows in mart.transfer_ledger")


def show(settings: Settings) -> int:
    """`wirewatch show`: print what the warehouse holds; returns the exit status."""
    show_results(settings, Console())
    return 0

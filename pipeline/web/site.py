"""What every page needs: the warehouse, the templates with their filters, and parameters of the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

import pipeline
from pipeline.catalog.country_names import country_name
from pipeline.web import charts, marks, values
from pipeline.web.access import Host, Visitor, form_token, is_token_valid
from pipeline.web.claims import claim_context, event_sentence
from pipeline.web.database import Row, Warehouse


class Site:
    """Shared by all routes of one app."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.warehouse = Warehouse(host.warehouse)
        self._environment = Environment(
            loader=PackageLoader("pipeline.web"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            country=country_name,
            countries=values.country_names,
            number=values.number,
            percent=values.percent,
            day=values.day,
            moment=values.moment,
            plain=values.plain,
            snippet=marks.marked_snippet,
        )
        self._environment.globals.update(
            claim_context=claim_context,
            coverage_cells=charts.coverage_cells,
            event_sentence=event_sentence,
            quantity=values.quantity,
            day_words=charts.day_words,
            version=pipeline.__version__,
        )

    def rows(self, name: str, **parameters: object) -> list[Row]:
        """All rows of a file of sql/web."""
        return self.warehouse.rows(name, **parameters)

    def row(self, name: str, **parameters: object) -> Row:
        """The one row of a file of sql/web; the page is not found where there is none."""
        row = self.warehouse.row(name, **parameters)
        if row is None:
            raise HTTPException(404, "There is no such thing in the warehouse.")
        return row

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A page out of its template; `root` is the path under which the app is mounted."""
        visitor = self.visitor(request)
        text = self._environment.get_template(template).render(
            root=root(request),
            visitor=visitor,
            here=request.url.path,
            form_token=lambda purpose: form_token(self.host.secret(), visitor, purpose),
            **context,
        )
        return HTMLResponse(text, status)

    def visitor(self, request: Request) -> Visitor:
        """Who asks; the guard has let them in."""
        visitor: Visitor = request.state.visitor
        return visitor

    def check_token(self, request: Request, purpose: str, form: Mapping[str, str]) -> None:
        """Refuse a form that did not come from a page of ours, served to this visitor for this purpose."""
        if not is_token_valid(self.host.secret(), self.visitor(request), purpose, form.get("token", "")):
            raise HTTPException(403, "The form is too old or came from elsewhere. Load the page again.")


def root(request: Request) -> str:
    """The path under which the app is mounted, Airflow's base path included: /airflow/wirewatch."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def address(request: Request, path: str, **parameters: object) -> str:
    """The address of a page of ours, with the parameters that have a value."""
    query = urlencode({name: value for name, value in parameters.items() if value not in (None, "")})
    return f"{root(request)}{path}" + (f"?{query}" if query else "")


def day_of(text: str) -> date:
    """A date of the address; not found where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HTTPException(404, f"{text} is no date; write it as 2026-03-10.") from error


def words_of(text: str | None, longest: int = 200) -> str | None:
    """A parameter of the address without spaces around it; None where it is empty. PostgreSQL takes no NUL."""
    return (text or "").replace("\x00", "").strip()[:longest] or None

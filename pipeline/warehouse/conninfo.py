"""Connection strings in each form that somebody needs: libpq, URL, SQLAlchemy, Airflow's connection.

Everything passes through libpq's own parser and quoting (`psycopg.conninfo`), never through string surgery, so that a
socket's folder and a password that holds `@:/%` survive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.warehouse.embedded import ensure_server
from pipeline.warehouse.roles import ROLE_NAMES, ROLE_SETTINGS, Database, Role

_URL_FIELDS = ("user", "password", "host", "port", "dbname")


def conninfo(settings: Settings, role: Role = "owner", database: Database = "warehouse") -> str:
    """The libpq connection string for a role; starts the embedded server unless WIREWATCH_WAREHOUSE_URL names another.

    On a server of WIREWATCH_WAREHOUSE_URL, owner and writer are the URL's user. Web and analyst are that user too, but
    with `role` set to theirs from the first statement on, since no password of theirs is known here. The database
    airflow is always embedded: the URL speaks of the warehouse alone.

    Raises ConfigurationError if the URL cannot be read.
    """
    if settings.warehouse_url is None or database != "warehouse":
        return ensure_server(settings).conninfo(role, database)
    base = parse_conninfo(settings.warehouse_url, source="WIREWATCH_WAREHOUSE_URL")
    if role in ("owner", "writer"):
        return make_conninfo(**base)
    if role in ("web", "analyst"):
        session = {"role": ROLE_NAMES[role], **ROLE_SETTINGS[role]}
        options = " ".join(f"-c {name}={value}" for name, value in session.items())
        return make_conninfo(**{**base, "options": f"{base.get('options') or ''} {options}".strip()})
    raise ConfigurationError(f"The role {role} exists on the embedded server only; unset WIREWATCH_WAREHOUSE_URL.")


def parse_conninfo(text: str, source: str = "connection string") -> dict[str, str]:
    """The libpq keywords of a URL or a keyword=value string; a driver in the scheme (postgresql+psycopg) is dropped."""
    scheme, separator, rest = text.strip().partition("://")
    plain = f"{scheme.partition('+')[0]}://{rest}" if separator else text.strip()
    try:
        return {name: str(value) for name, value in conninfo_to_dict(plain).items() if value is not None}
    except psycopg.ProgrammingError as error:
        reason = re.sub(r'".*"', "a part of it", str(error).strip(), flags=re.DOTALL)  # may quote the password
        raise ConfigurationError(
            f"{source} is no PostgreSQL connection string ({reason}); "
            "write postgresql://user:password@host:5432/database, with @ : / % in a password percent-encoded."
        ) from error


def libpq_url(conninfo: str) -> str:
    """The same connection as a postgresql:// URL, which libpq and most of its users understand."""
    return _url(conninfo, "postgresql")


def sqlalchemy_url(settings: Settings) -> str:
    """SQLAlchemy's URL of Airflow's metadata database on the embedded server, with the driver psycopg 3."""
    return sqlalchemy_url_of(conninfo(settings, "airflow", "airflow"))


def sqlalchemy_url_of(conninfo: str) -> str:
    """SQLAlchemy's URL for the driver psycopg 3; a socket's folder stands in the query, as both parsers want it."""
    return _url(conninfo, "postgresql+psycopg")


def conninfo_from_connection_fields(
    host: str | None,
    port: int | None,
    login: str | None,
    password: str | None,
    schema: str | None,
    extra: Mapping[str, object] | None = None,
) -> str:
    """The connection string of an Airflow connection, from its fields and extras.

    The host may be a server's name or a socket's folder, in the field or in the extra `host`, which wins. Extras that
    are keywords of libpq (sslmode, options, ...) are taken over, others belong to Airflow's hooks and are left out.
    """
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    fields = {"host": host, "port": port, "user": login, "password": password, "dbname": schema, **(extra or {})}
    given = {name: str(value) for name, value in fields.items() if name in known and value not in (None, "")}
    return make_conninfo("", **given)


def airflow_connection_json(conninfo: str) -> str:
    """The JSON form of an Airflow connection, for the variable AIRFLOW_CONN_WAREHOUSE; the inverse of the above."""
    fields = parse_conninfo(conninfo)
    in_fields = [name for name in _URL_FIELDS if name != "port" or fields.get("port", "").isdigit()]
    connection: dict[str, object] = {
        "conn_type": "postgres",
        "host": fields.get("host"),
        "port": int(fields["port"]) if "port" in fields and "port" in in_fields else None,
        "login": fields.get("user"),
        "password": fields.get("password"),
        "schema": fields.get("dbname"),
        "extra": {name: value for name, value in fields.items() if name not in in_fields},
    }
    return json.dumps({name: value for name, value in connection.items() if value not in (None, {})})


def _url(conninfo: str, scheme: str) -> str:
    fields = parse_conninfo(conninfo)
    extras = {name: value for name, value in fields.items() if name not in _URL_FIELDS}
    host, port = fields.get("host", ""), fields.get("port", "")
    if "," in host or "," in port or host.startswith("/"):  # a list of hosts, or a socket
        extras = {name: value for name, value in (("host", host), ("port", port)) if value} | extras
        address = ""
    else:
        address = (f"[{host}]" if ":" in host else quote(host, safe="")) + (f":{port}" if port else "")
    user = quote(fields.get("user", ""), safe="")
    if "password" in fields:
        user += ":" + quote(fields["password"], safe="")
    login = f"{user}@" if user else ""
    query = f"?{urlencode(extras, quote_via=quote, safe='/')}" if extras else ""
    return f"{scheme}://{login}{address}/{quote(fields.get('dbname', ''), safe='')}{query}"

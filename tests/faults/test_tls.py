"""Secure connections that cannot be trusted."""

from __future__ import annotations

import datetime
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipeline.collect.outcomes import Outcome
from pipeline.collect.state import FeedState
from tests.faults.documents import feed_of
from tests.faults.server import FaultServer, answer

pytestmark = pytest.mark.asyncio(loop_scope="session")


def context(folder, days: int) -> ssl.SSLContext:
    """A server context with a certificate that its own key signed, valid until so many days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=400))
        .not_valid_after(today + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(pem)
    return made


async def poll_tls(tls, poll, **state):
    async with FaultServer(tls=tls) as server:
        server.on("/feed", answer(200, feed_of(1)))
        return await poll(server, FeedState(url=server.url(), **state)), len(server.asked)


@pytest.mark.parametrize("days", [-3])
async def test_tls_expired_fails_closed(tmp_path, poll, days):
    result, asked = await poll_tls(context(tmp_path, days), poll)
    assert result.outcome is Outcome.TLS_FAILURE
    assert asked == 0


async def test_tls_self_signed_fails_closed_unless_the_feed_is_exempt_by_name(tmp_path, poll):
    result, asked = await poll_tls(context(tmp_path, 30), poll)
    assert (result.outcome, asked) == (Outcome.TLS_FAILURE, 0)
    assert "certificate" in result.reason
    exempt, _ = await poll_tls(context(tmp_path, 30), poll, verifies_tls=False)
    assert exempt.outcome is Outcome.OK


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_tls_old_protocol_is_a_tls_failure(tmp_path, poll):
    old = context(tmp_path, 30)
    old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1
    old.set_ciphers("ALL:@SECLEVEL=0")
    result, _ = await poll_tls(old, poll, verifies_tls=False)
    assert result.outcome is Outcome.TLS_FAILURE

"""A test authority and the PKCS#12 files of its people; made once a session, for keys take their time."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image

from agreements.documents.pdf_signing import open_certificate, sign

PASSWORD = "geheim"


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"), x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _issued(subject, key, issuer, issuer_key, *, authority: bool, until: datetime) -> x509.Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    person = {"digital_signature": not authority, "content_commitment": not authority}
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=30))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(**person, **usage, key_cert_sign=authority, crl_sign=authority), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


@cache
def _authority(name: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key, until = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC) + timedelta(days=3650)
    return key, _issued(name, key, name, key, authority=True, until=until)


def root(authority: str = "Prüfstelle") -> bytes:
    """The certificate of the authority as PEM."""
    return _authority(authority)[1].public_bytes(serialization.Encoding.PEM)


@cache
def p12(person: str = "Dr. Anna Beispiel", *, authority: str = "Prüfstelle", expired: bool = False) -> bytes:
    """Key and certificate of a person in one file, opened by PASSWORD."""
    key = ec.generate_private_key(ec.SECP256R1())
    until = datetime.now(UTC) + timedelta(days=-1 if expired else 365)
    issuer_key, issuer = _authority(authority)
    certificate = _issued(person, key, authority, issuer_key, authority=False, until=until)
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    return pkcs12.serialize_key_and_certificates(person.encode(), key, certificate, [issuer], encryption)


def signed_elsewhere(content: bytes, place: int = 1, **more) -> bytes:
    """As a signature card would do it."""
    now = datetime.now(UTC)
    return sign(
        content, open_certificate(p12(**more), PASSWORD, now=now), field=f"Unterschrift_{place}", reason="", now=now
    )


def page_changed(content: bytes) -> bytes:
    """One more revision that draws over a page."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    first = writer.root["/Pages"]["/Kids"][0]
    drawn = writer.add_object(generic.StreamObject(stream_data=b"q 0 0 50 50 re f Q"))
    first[generic.NameObject("/Contents")] = generic.ArrayObject([first.raw_get("/Contents"), drawn])
    writer.update_container(first)
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def flipped(content: bytes) -> bytes:
    """One bit of it is another."""
    return content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]


def scan() -> bytes:
    """A picture that can be read."""
    drawn = io.BytesIO()
    Image.new("L", (20, 30)).save(drawn, "PNG")
    return drawn.getvalue()

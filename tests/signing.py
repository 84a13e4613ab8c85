"""A test authority and the PKCS#12 files of its people; made once a session, for keys take their time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

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

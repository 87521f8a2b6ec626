import base64
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from starlette.requests import Request

from api import tokens as remembering
from api.auth import bearer_token
from api.http import Unauthenticated
from api.issuer import DevelopmentIssuer, LocalKeys, thumbprint
from api.tokens import PUBLIC_TEXT, InvalidToken, TokenVerifier, VerificationKey

ISSUER, AUDIENCE = "https://issuer.test", "thidua"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
PRIVATE = Ed25519PrivateKey.generate()
KEY = VerificationKey("k1", "EdDSA", PRIVATE.public_key())
ABSENT = object()


def make_token(claims=None, headers=None, key=PRIVATE, algorithm="EdDSA"):
    good = {"iss": ISSUER, "aud": AUDIENCE, "sub": "p-1", "iat": SECONDS, "exp": SECONDS + 600, "jti": "t-1"}
    merged = {name: value for name, value in {**good, **(claims or {})}.items() if value is not ABSENT}
    all_headers = {"typ": "at+jwt", "kid": "k1", **(headers or {})}
    chosen = {name: value for name, value in all_headers.items() if value is not ABSENT}
    # PyJWT's encoder insists on some types; the lower layer lets a test sign any claims and headers.
    return sign(chosen, merged, key, algorithm)


def sign(headers, claims, key, algorithm):
    signing_input = f"{segment({'alg': algorithm, **headers})}.{segment(claims)}"
    signer = jwt.get_algorithm_by_name(algorithm)
    signature = signer.sign(signing_input.encode(), signer.prepare_key(key))
    return f"{signing_input}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def make_verifier(*keys):
    return TokenVerifier(LocalKeys(*(keys or (KEY,))), ISSUER, AUDIENCE)


async def reason_of(token, verifier=None):
    with pytest.raises(InvalidToken) as caught:
        await (verifier or make_verifier()).verify(token, NOW)
    assert str(caught.value) == PUBLIC_TEXT.en
    return caught.value.reason


async def test_good_token():
    claims = await make_verifier().verify(make_token(), NOW)

    assert claims.subject == "p-1"
    assert claims.issued_at == NOW
    assert claims.expires_at == NOW + timedelta(seconds=600)
    assert claims.token_id == "t-1"


@pytest.mark.parametrize(
    "claims",
    [
        {"jti": ABSENT},
        {"aud": [AUDIENCE]},
        {"nbf": SECONDS + 60},
        {"iat": SECONDS + 60},
        {"iat": SECONDS - 86_399, "exp": SECONDS + 1},
    ],
)
async def test_token_at_the_edge_of_the_rules(claims):
    assert (await make_verifier().verify(make_token(claims), NOW)).subject == "p-1"


async def test_long_form_of_the_type():
    token = make_token(headers={"typ": "application/AT+JWT"})

    assert (await make_verifier().verify(token, NOW)).subject == "p-1"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": ABSENT}, "wrong or missing iss"),
        ({"iss": "https://other.test"}, "wrong or missing iss"),
        ({"iss": ISSUER + "/"}, "wrong or missing iss"),
        ({"iss": ISSUER[:-1]}, "wrong or missing iss"),
        ({"iss": [ISSUER]}, "wrong or missing iss"),
        ({"aud": ABSENT}, "wrong or missing aud"),
        ({"aud": "thidua-other"}, "wrong or missing aud"),
        ({"aud": [AUDIENCE, "other"]}, "wrong or missing aud"),
        ({"aud": []}, "wrong or missing aud"),
        ({"sub": ABSENT}, "wrong or missing sub"),
        ({"sub": ""}, "wrong or missing sub"),
        ({"sub": 7}, "wrong or missing sub"),
        ({"sub": "a\0b"}, "wrong or missing sub"),
        ({"sub": "\ud800"}, "wrong or missing sub"),
        ({"sub": "x" * 256}, "wrong or missing sub"),
        ({"jti": 7}, "wrong jti"),
        ({"exp": ABSENT}, "wrong or missing exp"),
        ({"exp": True}, "wrong or missing exp"),
        ({"exp": str(SECONDS + 600)}, "wrong or missing exp"),
        ({"exp": 10**30}, "exp is no moment"),
        ({"iat": ABSENT}, "wrong or missing iat"),
        ({"nbf": None}, "wrong or missing nbf"),
        ({"exp": SECONDS, "iat": SECONDS - 10}, "expired"),
        ({"exp": SECONDS - 30, "iat": SECONDS - 60}, "expired"),
        ({"nbf": SECONDS + 61}, "not valid yet"),
        ({"iat": SECONDS + 61}, "not valid yet"),
        ({"exp": SECONDS + 86_401}, "lifetime out of bounds"),
        ({"exp": SECONDS + 10 * 365 * 86_400}, "lifetime out of bounds"),
        ({"iat": SECONDS + 30, "exp": SECONDS + 20}, "lifetime out of bounds"),
    ],
)
async def test_wrong_claim(claims, reason):
    assert await reason_of(make_token(claims)) == reason


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"typ": ABSENT}, "typ is not at+jwt"),
        ({"typ": "JWT"}, "typ is not at+jwt"),
        ({"typ": "logout+jwt"}, "typ is not at+jwt"),
        ({"typ": ["at+jwt"]}, "typ is not at+jwt"),
        ({"jwk": {"kty": "OKP"}}, "refused header jwk"),
        ({"jku": "https://evil.test"}, "refused header jku"),
        ({"x5u": "https://evil.test"}, "refused header x5u"),
        ({"x5c": []}, "refused header x5c"),
        ({"crit": ["exp"]}, "malformed: InvalidTokenError"),
        ({"crit": ["b64"], "b64": True}, "refused header crit"),
        ({"kid": ABSENT}, "unknown key"),
        ({"kid": "k2"}, "unknown key"),
        ({"kid": "../../etc/passwd\0"}, "kid is not a short string"),
        ({"kid": "k" * 129}, "kid is not a short string"),
        ({"kid": ""}, "kid is not a short string"),
        ({"kid": 1}, "malformed: InvalidTokenError"),
    ],
)
async def test_wrong_header(headers, reason):
    assert await reason_of(make_token(headers=headers)) == reason


async def test_id_token_is_no_access_token():
    assert await reason_of(make_token({"nonce": "n"}, {"typ": "JWT"})) == "typ is not at+jwt"


async def test_signature_of_another_key():
    token = make_token(key=Ed25519PrivateKey.generate())

    assert await reason_of(token) == "signature or payload: InvalidSignatureError"


async def test_changed_payload():
    header, _, signature = make_token().split(".")
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "admin", "iat": SECONDS, "exp": SECONDS + 600}

    reason = await reason_of(f"{header}.{segment(claims)}.{signature}")

    assert reason == "signature or payload: InvalidSignatureError"


async def test_algorithm_none():
    header = segment({"alg": "none", "typ": "at+jwt", "kid": "k1"})

    reason = await reason_of(f"{header}.{make_token().split('.')[1]}.")

    assert reason == "signature or payload: InvalidAlgorithmError"


async def test_public_key_as_hmac_secret():
    raw = PRIVATE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    reason = await reason_of(make_token(key=raw, algorithm="HS256"))

    assert reason == "signature or payload: InvalidAlgorithmError"


async def test_algorithm_is_fixed_by_the_key():
    private = rsa.generate_private_key(65537, 2048)
    verifier = make_verifier(VerificationKey("k1", "PS256", private.public_key()))

    good = await verifier.verify(make_token(key=private, algorithm="PS256"), NOW)
    reason = await reason_of(make_token(key=private, algorithm="RS256"), verifier)

    assert good.subject == "p-1"
    assert reason == "signature or payload: InvalidAlgorithmError"


async def test_short_rsa_key():
    private = rsa.generate_private_key(65537, 1024)  # noqa: S505 -- what is refused here
    verifier = make_verifier(VerificationKey("k1", "RS256", private.public_key()))
    token = make_token(key=rsa.generate_private_key(65537, 2048), algorithm="RS256")

    assert await reason_of(token, verifier) == "RSA key shorter than 2048 bits"


@pytest.mark.parametrize(
    ("algorithm", "curve", "reason"),
    [
        ("RS256", ec.SECP256R1(), "the key does not match its algorithm"),
        ("HS256", ec.SECP256R1(), "the key does not match its algorithm"),
        ("ES256", ec.SECP384R1(), "ES256 needs the curve P-256"),
    ],
)
async def test_key_of_another_algorithm(algorithm, curve, reason):
    key = VerificationKey("k1", algorithm, ec.generate_private_key(curve).public_key())

    assert await reason_of(make_token(), make_verifier(key)) == reason


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("", "malformed: DecodeError"),
        ("a.b", "malformed: DecodeError"),
        ("a.b.c.d.e", "malformed: DecodeError"),
        ("ă.b.c", "malformed: DecodeError"),
        (f"{segment('x')}.b.c", "malformed: DecodeError"),
        ("x" * 8193, "token longer than 8 kB"),
    ],
)
async def test_malformed_token(token, reason):
    assert await reason_of(token) == reason


async def test_deeply_nested_header():
    header = base64.urlsafe_b64encode(b"[" * 5900).rstrip(b"=").decode()

    assert await reason_of(f"{header}.b.c") in {"malformed: RecursionError", "malformed: DecodeError"}


async def test_payload_that_is_no_object():
    token = sign({"typ": "at+jwt", "kid": "k1"}, [1], PRIVATE, "EdDSA")

    assert await reason_of(token) == "signature or payload: DecodeError"


async def test_a_token_that_was_good_expires_at_its_second():
    verifier, token = make_verifier(), make_token()
    await verifier.verify(token, NOW)
    await verifier.verify(token, NOW + timedelta(seconds=600, microseconds=-1))

    with pytest.raises(InvalidToken) as caught:
        await verifier.verify(token, NOW + timedelta(seconds=600))

    assert caught.value.reason == "expired"


async def test_a_token_that_was_good_goes_with_its_key_and_comes_with_it():
    keys = LocalKeys(KEY)
    verifier, token = TokenVerifier(keys, ISSUER, AUDIENCE), make_token()
    good = await verifier.verify(token, NOW)

    del keys.keys["k1"]
    withdrawn = await reason_of(token, verifier)
    keys.keys["k1"] = VerificationKey("k1", "EdDSA", Ed25519PrivateKey.generate().public_key())
    replaced = await reason_of(token, verifier)
    keys.keys["k1"] = VerificationKey("k1", "EdDSA", PRIVATE.public_key())

    assert withdrawn == "unknown key"
    assert replaced == "signature or payload: InvalidSignatureError"
    assert await verifier.verify(token, NOW) == good


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"signature": "A" * 86}, "signature or payload: InvalidSignatureError"),
        ({"signature": ""}, "signature or payload: InvalidSignatureError"),
        ({"claims": make_token({"sub": "p-2"}).split(".")[1]}, "signature or payload: InvalidSignatureError"),
        ({"more": "AAAA"}, "signature or payload: InvalidSignatureError"),
        ({"more": ".AAAA"}, "malformed: DecodeError"),
    ],
)
async def test_a_token_that_begins_like_a_good_one_is_refused(changed, reason):
    verifier, token = make_verifier(), make_token()
    await verifier.verify(token, NOW)
    parts = {**dict(zip(("head", "claims", "signature"), token.split("."), strict=True)), "more": "", **changed}

    forged = "{head}.{claims}.{signature}{more}".format(**parts)

    assert await reason_of(forged, verifier) == reason
    assert (await verifier.verify(token, NOW)).subject == "p-1"


async def test_tokens_that_differ_are_not_taken_for_each_other():
    verifier = make_verifier()
    tokens = {subject: make_token({"sub": subject}) for subject in ("p-1", "p-2")}

    found = [(await verifier.verify(tokens[subject], NOW)).subject for subject in ("p-1", "p-2", "p-1", "p-2")]

    assert found == ["p-1", "p-2", "p-1", "p-2"]


async def test_a_signature_is_checked_once_for_the_tokens_used_last(monkeypatch):
    monkeypatch.setattr(remembering, "REMEMBERED", 2)
    verifier, checked, decode = make_verifier(), [], jwt.decode
    a, b, c = (make_token({"sub": subject}) for subject in "abc")

    def counted(token, *args, **options):
        checked.append("abc"[(a, b, c).index(token)])
        return decode(token, *args, **options)

    monkeypatch.setattr(jwt, "decode", counted)
    for token in (a, b, a, c, a, c, b):
        await verifier.verify(token, NOW)

    assert checked == ["a", "b", "c", "b"]


async def test_issuer_and_verifier_agree(tmp_path):
    issuer = DevelopmentIssuer(tmp_path / "keys", ISSUER, AUDIENCE, clock=lambda: NOW)

    claims = await TokenVerifier(issuer.keys, ISSUER, AUDIENCE).verify(issuer.issue("p-1", timedelta(hours=1)), NOW)

    assert (claims.subject, claims.expires_at - claims.issued_at) == ("p-1", timedelta(hours=1))


def test_issuer_keeps_its_key(tmp_path):
    first = DevelopmentIssuer(tmp_path, ISSUER, AUDIENCE)
    second = DevelopmentIssuer(tmp_path, ISSUER, AUDIENCE)

    assert second.kid == first.kid
    assert [path.name for path in tmp_path.iterdir()] == ["signing-key.pem"]
    assert stat.S_IMODE((tmp_path / "signing-key.pem").stat().st_mode) == 0o600


def test_issuer_refuses_a_key_that_others_may_read(tmp_path):
    DevelopmentIssuer(tmp_path, ISSUER, AUDIENCE)
    (tmp_path / "signing-key.pem").chmod(0o644)

    with pytest.raises(PermissionError, match="may be read by others"):
        DevelopmentIssuer(tmp_path, ISSUER, AUDIENCE)


def test_issuer_refuses_a_key_of_another_kind(tmp_path):
    private = ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "signing-key.pem"
    path.touch(mode=0o600)
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    with pytest.raises(TypeError, match="holds no Ed25519 key"):
        DevelopmentIssuer(tmp_path, ISSUER, AUDIENCE)


def test_issuers_that_start_together_share_one_key(tmp_path):
    gate = Barrier(8)

    def start(_):
        gate.wait()
        return DevelopmentIssuer(tmp_path, ISSUER, AUDIENCE).kid

    with ThreadPoolExecutor(8) as pool:
        kids = set(pool.map(start, range(8)))

    assert len(kids) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["signing-key.pem"]


def test_thumbprint_of_the_rfc_8037_example():
    x = base64.urlsafe_b64decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")

    assert thumbprint(Ed25519PublicKey.from_public_bytes(x)) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def request_with(*authorization):
    headers = [(b"authorization", value.encode()) for value in authorization]
    return Request({"type": "http", "method": "GET", "headers": headers, "query_string": b"access_token=x"})


def test_bearer_token_comes_from_the_header_only():
    assert bearer_token(request_with("Bearer abc.def-_~+/=")) == "abc.def-_~+/="
    assert bearer_token(request_with("bearer abc")) == "abc"
    assert bearer_token(request_with()) is None


@pytest.mark.parametrize(
    "values", [[""], ["Bearer"], ["Bearer "], ["Basic abc"], ["Bearer a b"], ["Bearer a,b"], ["Bearer a"] * 2]
)
def test_malformed_authorization(values):
    with pytest.raises(Unauthenticated):
        bearer_token(request_with(*values))

//! The only place that looks inside library errors and status codes: what went wrong, in our words.

use super::certificate_chain::{Gap, MissingIntermediate};
use super::dns::NameError;
use crate::model::attempt::{FetchError, Refusal, TlsFault};
use crate::model::time::Timestamp;
use rustls::{AlertDescription, CertificateError, PeerIncompatible};
use std::error::Error;
use std::io::ErrorKind::{ConnectionReset, NetworkDown, NetworkUnreachable, UnexpectedEof};

/// What a request came to when there is no answer to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Our own rules.
    Refused(Refusal),
    /// The network or the server.
    Failed(FetchError),
    /// The same, and nobody can have heard us: a name that does not resolve, or no way out of this machine.
    CutOff(FetchError),
}

/// What a request tells of our own network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reachability {
    /// Somebody answered.
    Life,
    /// Nobody can have heard us.
    CutOff,
    /// Nothing.
    Neither,
}

impl Failure {
    /// What this tells of our own network.
    pub fn sign(self) -> Reachability {
        match self {
            Self::CutOff(_) => Reachability::CutOff,
            Self::Failed(FetchError::Tls(_) | FetchError::Throttled { .. } | FetchError::Protocol) => {
                Reachability::Life
            }
            Self::Refused(Refusal::TooLarge) => Reachability::Life,
            Self::Failed(_) | Self::Refused(_) => Reachability::Neither,
        }
    }
}

impl From<NameError> for Failure {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Unknown => Self::CutOff(FetchError::Dns),
            NameError::Private => Self::Refused(Refusal::PrivateAddress),
        }
    }
}

/// What an error of the client means.
pub fn failure(error: &reqwest::Error) -> Failure {
    if let Some(name) = cause::<NameError>(error) {
        return (*name).into();
    }
    // Before the time-out test, since a handshake can end in either and the certificate is the better answer.
    if let Some(error) = cause::<rustls::Error>(error) {
        return Failure::Failed(FetchError::Tls(tls_fault(error)));
    }
    if let Some(fault) = causes(error).find_map(|cause| openssl_fault(&cause.to_string())) {
        return Failure::Failed(FetchError::Tls(fault));
    }
    if error.is_timeout() {
        Failure::Failed(FetchError::Timeout)
    } else if error.is_dns() {
        Failure::CutOff(FetchError::Dns)
    } else if error.is_connect() {
        // The innermost knows; the others wrap it as something else.
        let innermost = causes(error).filter_map(|cause| cause.downcast_ref::<std::io::Error>()).last();
        match innermost.map(std::io::Error::kind) {
            Some(NetworkDown | NetworkUnreachable) => Failure::CutOff(FetchError::Connect),
            // Old servers hang up on a greeting that they do not understand.
            Some(ConnectionReset | UnexpectedEof) if error.url().is_some_and(|url| url.scheme() == "https") => {
                Failure::Failed(FetchError::Tls(TlsFault::Handshake))
            }
            _ => Failure::Failed(FetchError::Connect),
        }
    } else {
        Failure::Failed(FetchError::Protocol)
    }
}

/// The certificate that the server should have sent along, when a request failed for the lack of it.
pub(super) fn missing(error: &reqwest::Error) -> Option<MissingIntermediate> {
    gap(cause::<rustls::Error>(error)?)?.missing.clone()
}

fn gap(error: &rustls::Error) -> Option<&Gap> {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::Other(error)) => error.0.downcast_ref(),
        _ => None,
    }
}

/// What was wrong with a handshake or a certificate.
fn tls_fault(error: &rustls::Error) -> TlsFault {
    if let Some(gap) = gap(error) {
        return gap.fault;
    }
    let error = match error {
        rustls::Error::InvalidCertificate(error) => error,
        rustls::Error::AlertReceived(AlertDescription::ProtocolVersion)
        | rustls::Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13 | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => return TlsFault::ProtocolVersion,
        // Servers say no more than this to a client with whom they share no cipher.
        rustls::Error::AlertReceived(AlertDescription::HandshakeFailure | AlertDescription::InsufficientSecurity)
        | rustls::Error::PeerIncompatible(
            PeerIncompatible::NoCipherSuitesInCommon | PeerIncompatible::NoKxGroupsInCommon,
        ) => return TlsFault::KeyExchange,
        rustls::Error::PeerIncompatible(PeerIncompatible::NoSignatureSchemesInCommon) => {
            return TlsFault::WeakSignature;
        }
        _ => return TlsFault::Handshake,
    };
    match error {
        CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => TlsFault::WeakSignature,
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => TlsFault::Expired,
        CertificateError::UnknownIssuer => TlsFault::UnknownIssuer,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => TlsFault::WrongName,
        _ => TlsFault::BadCertificate,
    }
}

/// What OpenSSL says was wrong, where it is asked: its errors are known by their words, and the reason why a
/// certificate does not hold (X509_verify_cert_error_string(3)) stands in brackets at their end.
fn openssl_fault(words: &str) -> Option<TlsFault> {
    if !words.contains(":SSL routines:") {
        return None;
    }
    let Some((_, reason)) = words.split_once("certificate verify failed") else { return Some(TlsFault::Handshake) };
    let says = |part: &str| reason.contains(part);
    Some(if says("has expired") || says("not yet valid") {
        TlsFault::Expired
    } else if says("mismatch") {
        TlsFault::WrongName
    } else if says("(self-signed certificate)") || says("(self signed certificate)") {
        TlsFault::SelfSigned
    } else if says("unable to get") || says("unable to verify the first") || says("certificate in certificate chain") {
        TlsFault::UnknownIssuer
    } else {
        TlsFault::BadCertificate
    })
}

/// The first error of a type in the chain of causes.
fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// An error and its causes, those that are wrapped in an I/O error as well.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |current: &&'a (dyn Error + 'static)| {
        let current = *current;
        let inner = current.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        match inner {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => current.source(),
        }
    })
}

/// Whether a status asks us to come back later: 429 and 503 (RFC 6585, RFC 9110 section 15.6.4).
pub fn throttled(status: u16, retry_after: Option<&str>, now: Timestamp) -> Option<FetchError> {
    matches!(status, 429 | 503)
        .then(|| FetchError::Throttled { retry_after_ms: retry_after.and_then(|value| retry_after_ms(value, now)) })
}

/// `Retry-After` in milliseconds from now: seconds or an HTTP date (RFC 9110 section 10.2.3).
pub fn retry_after_ms(value: &str, now: Timestamp) -> Option<u32> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds: u32 = value.parse().unwrap_or(u32::MAX);
        return Some(seconds.saturating_mul(1000));
    }
    let wait = http_date(value)?.0.saturating_sub(now.0).max(0);
    Some(u32::try_from(wait).unwrap_or(u32::MAX))
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// An HTTP date in any of its three forms (RFC 9110 section 5.6.7).
fn http_date(text: &str) -> Option<Timestamp> {
    let rest = text.split_once(", ").map_or(text, |(_, rest)| rest);
    let parts: Vec<&str> = rest.split([' ', '-']).filter(|part| !part.is_empty()).collect();
    let (day, month, year, time) = match parts.as_slice() {
        [day, month, year, time, "GMT" | "UTC"] => (day, month, year, time),
        [_, month, day, time, year] => (day, month, year, time),
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| name == month)? + 1;
    let day: i64 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let year: i64 = year.parse().ok().filter(|year| (0..=9999).contains(year))?;
    let year = match year {
        0..=69 => year + 2000,
        70..=99 => year + 1900,
        _ => year,
    };
    let clock: Vec<i64> = time.split(':').filter_map(|part| part.parse().ok()).collect();
    let [hour, minute, second] = clock[..] else {
        return None;
    };
    let valid = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    valid.then(|| {
        let second_of_day = hour * 3600 + minute * 60 + second;
        Timestamp::from_civil(year, i64::try_from(month).unwrap_or(1), day, second_of_day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Timestamp;

    #[test]
    fn retry_after_is_read_in_all_forms() {
        let now = Timestamp(784_111_777_000 - 30_000);
        let cases = [
            ("120", Some(120_000)),
            (" 0 ", Some(0)),
            ("99999999999999", Some(u32::MAX)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(30_000)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(30_000)),
            ("Sun Nov  6 08:49:37 1994", Some(30_000)),
            ("Sun, 06 Nov 1993 08:49:37 GMT", Some(0)),
            ("Sun, 06 Foo 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 08:99:37 GMT", None),
            ("soon", None),
            ("-5", None),
            ("", None),
        ];
        for (value, expected) in cases {
            assert_eq!(retry_after_ms(value, now), expected, "{value}");
        }
    }

    #[test]
    fn openssl_is_understood() {
        let verify = |reason: &str| {
            format!(
                "error:0A000086:SSL routines:tls_post_process_server_certificate:certificate verify failed:../ssl/statem/statem_clnt.c:1889: ({reason})"
            )
        };
        let cases = [
            (verify("certificate has expired"), Some(TlsFault::Expired)),
            (verify("certificate is not yet valid"), Some(TlsFault::Expired)),
            (verify("hostname mismatch"), Some(TlsFault::WrongName)),
            (verify("IP address mismatch"), Some(TlsFault::WrongName)),
            (verify("self-signed certificate"), Some(TlsFault::SelfSigned)),
            (verify("self-signed certificate in certificate chain"), Some(TlsFault::UnknownIssuer)),
            (verify("unable to get local issuer certificate"), Some(TlsFault::UnknownIssuer)),
            (verify("invalid CA certificate"), Some(TlsFault::BadCertificate)),
            (
                "error:0A000102:SSL routines:ssl_choose_client_version:unsupported protocol".to_owned(),
                Some(TlsFault::Handshake),
            ),
            ("connection reset by peer".to_owned(), None),
        ];
        for (words, expected) in cases {
            assert_eq!(openssl_fault(&words), expected, "{words}");
        }
    }

    #[test]
    fn statuses_that_ask_to_wait() {
        let now = Timestamp(0);
        for (status, throttles) in [(200, false), (429, true), (500, false), (503, true)] {
            assert_eq!(throttled(status, Some("1"), now).is_some(), throttles, "{status}");
        }
    }
}

//! The few fields of a certificate (RFC 5280) that say who signed it and where the signer's own certificate lies. It
//! judges nothing: whether a certificate holds is for the verifier to say.

use url::Url;

const SEQUENCE: u8 = 0x30;
const OBJECT_ID: u8 = 0x06;
const OCTETS: u8 = 0x04;
const VERSION: u8 = 0xA0;
const EXTENSIONS: u8 = 0xA3;
const ADDRESS: u8 = 0x86;
/// Authority information access, 1.3.6.1.5.5.7.1.1 (RFC 5280 section 4.2.2.1).
const AUTHORITY_ACCESS: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 1, 1];
/// Where the issuer's certificate lies, 1.3.6.1.5.5.7.48.2.
const ISSUERS: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 48, 2];

/// Who a certificate is, and who signed it; names as they are encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Certificate {
    pub(super) subject: Vec<u8>,
    pub(super) issuer: Vec<u8>,
    /// Where the certificate of the issuer lies: the first address without encryption, which needs no other certificate.
    pub(super) issuer_at: Option<Url>,
}

impl Certificate {
    /// Reads a certificate in DER; nothing when it is none.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let (certificate, _) = expect(der, SEQUENCE)?;
        let (mut rest, _) = expect(certificate, SEQUENCE)?;
        if rest.first() == Some(&VERSION) {
            rest = element(rest)?.2;
        }
        // Number and algorithm stand before the issuer, the days between the two names, the key behind them.
        rest = element(element(rest)?.2)?.2;
        let (issuer, after) = expect(rest, SEQUENCE)?;
        let (subject, after) = expect(element(after)?.2, SEQUENCE)?;
        let mut rest = element(after)?.2;
        let mut issuer_at = None;
        while let Some((tag, content, after)) = element(rest) {
            if tag == EXTENSIONS {
                issuer_at = authority_access(expect(content, SEQUENCE)?.0).and_then(issuer_address);
            }
            rest = after;
        }
        Some(Self { subject: subject.to_vec(), issuer: issuer.to_vec(), issuer_at })
    }
}

/// The content of the extension that says where the issuer is found.
fn authority_access(extensions: &[u8]) -> Option<&[u8]> {
    let mut found = parts(extensions).filter(|(tag, _)| *tag == SEQUENCE).filter_map(|(_, extension)| {
        let (id, _) = expect(extension, OBJECT_ID)?;
        let value = parts(extension).find(|(tag, _)| *tag == OCTETS)?.1;
        (id == AUTHORITY_ACCESS).then_some(value)
    });
    found.next()
}

fn issuer_address(value: &[u8]) -> Option<Url> {
    let mut addresses = parts(expect(value, SEQUENCE)?.0).filter_map(|(_, access)| {
        let (id, rest) = expect(access, OBJECT_ID)?;
        let (address, _) = expect(rest, ADDRESS)?;
        let url = Url::parse(std::str::from_utf8(address).ok()?).ok()?;
        (id == ISSUERS && url.scheme() == "http").then_some(url)
    });
    addresses.next()
}

/// The elements of a sequence, as far as they can be read.
fn parts(mut rest: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let (tag, content, after) = element(rest)?;
        rest = after;
        Some((tag, content))
    })
}

/// The content of an element of a kind, and what follows it.
fn expect(bytes: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = element(bytes)?;
    (tag == kind).then_some((content, rest))
}

/// Tag and content of the first element, and what follows it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let [tag, length, rest @ ..] = bytes else { return None };
    let (length, rest) = match length {
        0..=0x7F => (usize::from(*length), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7F))?;
            (digits.iter().fold(0, |number, digit| number << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, CustomExtension, DnType, KeyPair};

    fn made(address: &str) -> Vec<u8> {
        let mut params = CertificateParams::new(vec!["a.test".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, "a");
        let length = |content: &[u8]| u8::try_from(content.len()).unwrap();
        let access =
            [&[OBJECT_ID, 8][..], ISSUERS, &[ADDRESS, length(address.as_bytes())], address.as_bytes()].concat();
        let access = [&[SEQUENCE, length(&access)], &access[..]].concat();
        let value = [&[SEQUENCE, length(&access)], &access[..]].concat();
        let extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], value);
        params.custom_extensions.push(extension);
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec()
    }

    #[test]
    fn the_issuer_is_read() {
        for (address, expected) in [("http://ca.test/a.cer", true), ("ldap://ca.test/a", false), ("x", false)] {
            let found = Certificate::read(&made(address)).unwrap();
            assert_eq!(found.subject, found.issuer);
            let url = found.issuer_at.map(String::from);
            assert_eq!(url, expected.then(|| address.to_owned()));
        }
    }

    #[test]
    fn any_bytes_are_survived() {
        let good = made("http://ca.test/a.cer");
        for cut in 0..good.len() {
            let _ = Certificate::read(&good[..cut]);
            let mut bad = good.clone();
            bad[cut] = !bad[cut];
            let _ = Certificate::read(&bad);
        }
        assert_eq!(Certificate::read(&[SEQUENCE, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]), None);
        assert_eq!(Certificate::read(b"<html>"), None);
    }
}

//! Chains of certificates that servers send without their middle. The links that are missing are asked for where the
//! certificates say they lie, and are believed no more than those a server sends: the whole chain must hold, up to a
//! root of this machine.

use super::certificate::Certificate;
use crate::model::attempt::TlsFault;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use url::Url;

/// Largest certificate that is fetched, in bytes.
pub(super) const CERTIFICATE_BYTES: u64 = 64 * 1024;
/// Links that are put into one chain.
const LINKS: usize = 3;
/// Links that are kept in all; certificate authorities are few.
const KEPT: usize = 1000;

/// Why a chain ends before a root, and what is missing: what the handshake fails with.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    /// What is wrong with it.
    pub(super) fault: TlsFault,
    /// The certificate that is missing, as far as the chain says where it lies.
    pub(super) missing: Option<MissingIntermediate>,
}

/// A certificate that is missing.
#[derive(Debug, Clone)]
pub(super) struct MissingIntermediate {
    /// Whom it is made out to, as it is encoded.
    pub(super) name: Vec<u8>,
    /// Where it lies.
    pub(super) at: Url,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the chain of certificates ends before a root")
    }
}

impl std::error::Error for Gap {}

/// Links that were fetched, by the name they are made out to.
#[derive(Debug, Clone, Default)]
pub(super) struct IntermediateCache(Arc<Mutex<HashMap<Vec<u8>, CertificateDer<'static>>>>);

impl IntermediateCache {
    /// Keeps a link, if it is the one that is missing; DER or PEM.
    pub(super) fn keep(&self, name: &[u8], body: &[u8]) {
        let der = match CertificateDer::from_pem_slice(body) {
            Ok(der) => der,
            Err(_) => CertificateDer::from(body.to_vec()),
        };
        let mut found = self.found();
        if found.len() < KEPT && Certificate::read(&der).is_some_and(|read| read.subject == name) {
            found.insert(name.to_vec(), der);
        }
    }

    /// The links that a chain lacks, as far as they are known, and what is missing then.
    fn complete(&self, leaf: &[u8], sent: &[CertificateDer<'_>]) -> (Vec<CertificateDer<'static>>, Gap) {
        let found = self.found();
        let sent: Vec<Certificate> = sent.iter().filter_map(|der| Certificate::read(der)).collect();
        let mut added = Vec::new();
        let unknown = Gap { fault: TlsFault::UnknownIssuer, missing: None };
        let Some(mut last) = Certificate::read(leaf) else { return (added, unknown) };
        if last.subject == last.issuer {
            return (added, Gap { fault: TlsFault::SelfSigned, missing: None });
        }
        // A server may send the same link again and again.
        for _ in 0..=sent.len() + LINKS {
            let next = sent.iter().find(|link| link.subject == last.issuer && link.subject != link.issuer);
            match (next, found.get(&last.issuer)) {
                (Some(link), _) => last = link.clone(),
                (None, Some(link)) if added.len() < LINKS => {
                    let Some(read) = Certificate::read(link) else { break };
                    added.push(link.clone());
                    last = read;
                }
                _ => break,
            }
        }
        let gap = match last.issuer_at {
            Some(at) if added.len() < LINKS && !found.contains_key(&last.issuer) => {
                let missing = MissingIntermediate { name: last.issuer, at };
                Gap { fault: TlsFault::MissingIntermediate, missing: Some(missing) }
            }
            _ => unknown,
        };
        (added, gap)
    }

    fn found(&self) -> MutexGuard<'_, HashMap<Vec<u8>, CertificateDer<'static>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_self_signed(leaf: &[u8]) -> bool {
    Certificate::read(leaf).is_some_and(|leaf| leaf.subject == leaf.issuer)
}

/// A verifier that fills gaps in chains from [`IntermediateCache`] before it gives up.
#[derive(Debug)]
pub(super) struct ChainVerifier {
    pub(super) inner: Arc<dyn ServerCertVerifier>,
    pub(super) links: IntermediateCache,
}

impl ServerCertVerifier for ChainVerifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        sent: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let first = self.inner.verify_server_cert(leaf, sent, server, ocsp, now);
        match &first {
            Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {}
            // Who signs for himself often calls himself an authority too, which is another complaint.
            Err(Error::InvalidCertificate(CertificateError::Other(_))) if is_self_signed(leaf) => {}
            _ => return first,
        }
        let (added, gap) = self.links.complete(leaf, sent);
        if !added.is_empty() {
            let chain: Vec<CertificateDer<'_>> = sent.iter().cloned().chain(added).collect();
            let second = self.inner.verify_server_cert(leaf, &chain, server, ocsp, now);
            if !matches!(second, Err(Error::InvalidCertificate(CertificateError::UnknownIssuer))) {
                return second;
            }
        }
        Err(Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(gap)))))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, leaf, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, leaf, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

//! In place of `legacy` in a program that was built without the feature `legacy-tls`: nobody is asked in the way of
//! former days.

use super::classify::Failure;
use super::limits::Limits;
use super::send::Request;
use crate::model::attempt::{FetchError, TlsFault};
use crate::model::http::Exchange;
use std::io;
use std::net::SocketAddr;
use url::Url;

/// No second way.
#[derive(Debug, Default)]
pub(super) struct Legacy(());

impl Legacy {
    pub(super) fn fault(&self, _: &Url) -> Option<TlsFault> {
        None
    }

    pub(super) fn may_help(&self, _: TlsFault) -> bool {
        false
    }

    pub(super) async fn send(
        &self,
        _: &Request,
        _: &[SocketAddr],
        _: &Limits,
        fault: TlsFault,
    ) -> Result<Exchange, Failure> {
        Err(Failure::Failed(FetchError::Tls(fault)))
    }
}

/// Says that this program cannot.
///
/// # Errors
/// Always.
pub fn serve(_: &str) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "built without the feature legacy-tls"))
}

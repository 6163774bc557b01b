//! TLS by rustls with its `ring` provider, and what is checked of a server.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Reason;
use crate::target::{Pem, Tls, TlsOptions, Verify};

/// Makes what turns a connection into a secured one. With TLS off it is never used.
pub(super) fn connector(tls: &Tls) -> Result<MakeRustlsConnect, Reason> {
    let provider = Arc::new(ring::default_provider());
    let (options, used) = match tls {
        Tls::Off => (TlsOptions::with(Verify::Nothing), false),
        Tls::Required(options) | Tls::IfOffered(options) => (options.clone(), true),
    };
    let own = certificates(&options.ca)?;
    let verifier = Checks {
        verify: options.verify,
        inner: match options.verify {
            Verify::Full | Verify::Issuer if used => Some(authorities(&own, &provider)?),
            Verify::Full | Verify::Issuer | Verify::Nothing => None,
        },
        own,
        provider: provider.clone(),
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Reason::TlsSetup(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let config = match (&options.cert, &options.key) {
        (Some(cert), Some(key)) => {
            let chain = certificates(std::slice::from_ref(cert))?;
            builder
                .with_client_auth_cert(chain, private_key(key)?)
                .map_err(|error| Reason::TlsSetup(format!("the client certificate: {error}")))?
        }
        (None, None) => builder.with_no_client_auth(),
        (Some(_), None) => return Err(Reason::HalfClientCertificate("sslcert", "sslkey")),
        (None, Some(_)) => return Err(Reason::HalfClientCertificate("sslkey", "sslcert")),
    };
    Ok(MakeRustlsConnect::new(config))
}

fn authorities(
    own: &[CertificateDer<'static>],
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, Reason> {
    let mut roots = RootCertStore::empty();
    if own.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    } else {
        roots.add_parsable_certificates(own.iter().cloned());
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| Reason::TlsSetup(error.to_string()))
}

fn certificates(pems: &[Pem]) -> Result<Vec<CertificateDer<'static>>, Reason> {
    let mut all = Vec::new();
    for pem in pems {
        let before = all.len();
        for certificate in CertificateDer::pem_slice_iter(&read(pem)?) {
            all.push(certificate.map_err(|_| Reason::NoPem(describe(pem), "certificate"))?);
        }
        if all.len() == before {
            return Err(Reason::NoPem(describe(pem), "certificate"));
        }
    }
    Ok(all)
}

fn private_key(pem: &Pem) -> Result<PrivateKeyDer<'static>, Reason> {
    PrivateKeyDer::from_pem_slice(&read(pem)?)
        .map_err(|_| Reason::NoPem(describe(pem), "private key"))
}

fn read(pem: &Pem) -> Result<Vec<u8>, Reason> {
    match pem {
        Pem::Text(text) => Ok(text.clone().into_bytes()),
        Pem::File(path) => std::fs::read(path)
            .map_err(|error| Reason::Unreadable(path.display().to_string(), error.to_string())),
    }
}

fn describe(pem: &Pem) -> String {
    match pem {
        Pem::File(path) => path.display().to_string(),
        Pem::Text(_) => "the `ssl` option".to_owned(),
    }
}

/// Checks of a server certificate as far as the target asks for them.
#[derive(Debug)]
struct Checks {
    verify: Verify,
    inner: Option<Arc<WebPkiServerVerifier>>,
    own: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Checks {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(inner) = &self.inner else { return Ok(ServerCertVerified::assertion()) };
        // A server's own certificate named as its authority: OpenSSL, and so
        // Node, takes it; webpki refuses an authority as a server.
        if self.own.iter().any(|own| own.as_ref() == end_entity.as_ref()) {
            return match self.verify {
                Verify::Full => {
                    let certificate = ParsedCertificate::try_from(end_entity)?;
                    rustls::client::verify_server_name(&certificate, server_name)
                        .map(|()| ServerCertVerified::assertion())
                }
                Verify::Issuer | Verify::Nothing => Ok(ServerCertVerified::assertion()),
            };
        }
        let verified =
            inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match (verified, self.verify) {
            (
                Err(Error::InvalidCertificate(
                    CertificateError::NotValidForName
                    | CertificateError::NotValidForNameContext { .. },
                )),
                Verify::Issuer,
            ) => Ok(ServerCertVerified::assertion()),
            (verified, Verify::Full | Verify::Issuer | Verify::Nothing) => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

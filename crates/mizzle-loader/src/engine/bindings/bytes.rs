//! Bytes: text encodings, digests, randomness.

use hmac::{Hmac, KeyInit, Mac};
use rquickjs::function::{Func, Opt};
use rquickjs::{Ctx, Exception, Object, TypedArray};
use sha2::Digest;

pub(super) fn install<'js>(_ctx: &Ctx<'js>, native: &Object<'js>) -> rquickjs::Result<()> {
    native.set("encodeUtf8", Func::from(encode_utf8))?;
    native.set("decodeUtf8", Func::from(decode_utf8))?;
    native.set("randomBytes", Func::from(random_bytes))?;
    native.set("digest", Func::from(digest))
}

/// The text must be well formed; our scripts see to that.
fn encode_utf8(ctx: Ctx<'_>, text: String) -> rquickjs::Result<TypedArray<'_, u8>> {
    TypedArray::new(ctx, text.into_bytes())
}

/// `None` where `fatal` is set and the bytes are not UTF-8.
fn decode_utf8(bytes: TypedArray<'_, u8>, fatal: bool) -> Option<String> {
    match String::from_utf8(copy(&bytes)) {
        Ok(text) => Some(text),
        Err(_) if fatal => None,
        Err(error) => Some(String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// The bytes of an array; none if its buffer was given away.
fn copy(array: &TypedArray<'_, u8>) -> Vec<u8> {
    // SAFETY: the slice is copied before any JavaScript can run again.
    unsafe { array.as_bytes() }.map(<[u8]>::to_vec).unwrap_or_default()
}

/// At most one MiB at a time; nobody who reads a schema needs more.
fn random_bytes(ctx: Ctx<'_>, count: usize) -> rquickjs::Result<TypedArray<'_, u8>> {
    if count > 1 << 20 {
        return Err(Exception::throw_range(&ctx, "too many random bytes at once"));
    }
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes)
        .map_err(|error| Exception::throw_message(&ctx, &format!("no random bytes: {error}")))?;
    TypedArray::new(ctx, bytes)
}

/// A digest, or a keyed one; undefined for an algorithm that is not known.
fn digest<'js>(
    ctx: Ctx<'js>,
    algorithm: String,
    data: TypedArray<'js, u8>,
    key: Opt<Option<TypedArray<'js, u8>>>,
) -> rquickjs::Result<Option<TypedArray<'js, u8>>> {
    let key = key.0.flatten().map(|key| copy(&key));
    hash(&algorithm, &copy(&data), key.as_deref())
        .map(|digest| TypedArray::new(ctx, digest))
        .transpose()
}

fn hash(algorithm: &str, data: &[u8], key: Option<&[u8]>) -> Option<Vec<u8>> {
    macro_rules! hash {
        ($hash:ty) => {
            match key {
                None => Some(<$hash>::digest(data).to_vec()),
                Some(key) => {
                    let mut mac = <Hmac<$hash> as KeyInit>::new_from_slice(key).ok()?;
                    mac.update(data);
                    Some(mac.finalize().into_bytes().to_vec())
                }
            }
        };
    }
    match algorithm {
        "sha1" => hash!(sha1::Sha1),
        "sha224" => hash!(sha2::Sha224),
        "sha256" => hash!(sha2::Sha256),
        "sha384" => hash!(sha2::Sha384),
        "sha512" => hash!(sha2::Sha512),
        "sha512-256" => hash!(sha2::Sha512_256),
        "md5" => hash!(md5::Md5),
        _ => None,
    }
}

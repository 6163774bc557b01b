//! Takes in the page that `cargo xtask build` left under `target`. Looks at files only; where
//! there is none, the crate has none and says so when it is asked for.
#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]

use sha2::{Digest, Sha256};
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// By the end of the name. Vite writes no others.
const CONTENT_TYPES: [(&str, &str); 8] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("json", "application/json"),
    ("txt", "text/plain; charset=utf-8"),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-env-changed=MIZZLE_STUDIO_DIST");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let folder = folder(&out);
    // A folder that is not there would make cargo run this again at every build.
    fs::create_dir_all(&folder)?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    files.sort();
    fs::write(out.join("assets.rs"), assets(&folder, &files)?)?;
    Ok(())
}

/// The text of `EMBEDDED` and of `content_type`.
fn assets(folder: &Path, files: &[PathBuf]) -> Result<String, Box<dyn Error>> {
    let mut text = String::from("const EMBEDDED: &[Embedded] = &[");
    for file in files {
        let path = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        let end = file.extension().unwrap_or_default().to_string_lossy();
        let kind = CONTENT_TYPES.iter().find(|(known, _)| *known == end);
        let (_, kind) = kind.ok_or_else(|| format!("{path}: no content type is known"))?;
        let mut etag = String::new();
        for byte in Sha256::digest(fs::read(file)?) {
            write!(etag, "{byte:02x}")?;
        }
        let etag = format!("\"{etag}\"");
        write!(
            text,
            "Embedded {{ path: {path:?}, content_type: {kind:?}, etag: {etag:?}, \
             bytes: include_bytes!({file:?}) }},"
        )?;
    }
    text +=
        "];\n#[cfg(debug_assertions)]\nfn content_type(end: &str) -> &'static str { match end {";
    for (end, kind) in CONTENT_TYPES {
        write!(text, "{end:?} => {kind:?},")?;
    }
    Ok(text + "_ => \"application/octet-stream\" } }\n")
}

/// `MIZZLE_STUDIO_DIST`, or `studio` under cargo's target folder.
fn folder(out: &Path) -> PathBuf {
    if let Some(named) = env::var_os("MIZZLE_STUDIO_DIST") {
        return PathBuf::from(named);
    }
    let target = out.ancestors().find(|ancestor| ancestor.join("CACHEDIR.TAG").is_file());
    target.or(out.parent()).unwrap_or(out).join("studio")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

//! Takes in the bundles of drizzle-orm that `cargo xtask build` left under `target`.
//! Looks at files only; where there are none, the crate has none.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let folder = folder(&out);
    // A folder that is not there would make cargo run this again at every build.
    fs::create_dir_all(&folder)?;
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=MIZZLE_EMBEDDED_DIR");
    let mut bundles: Vec<(String, PathBuf)> = fs::read_dir(&folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
        .collect();
    bundles.sort();
    let entries: String = bundles
        .iter()
        .map(|(version, path)| format!("({version:?}, include_str!({path:?})),"))
        .collect();
    fs::write(out.join("bundles.rs"), format!("const BUNDLES: &[(&str, &str)] = &[{entries}];"))
}

/// `MIZZLE_EMBEDDED_DIR`, or `embedded/orm` under cargo's target folder.
fn folder(out: &Path) -> PathBuf {
    if let Some(named) = env::var_os("MIZZLE_EMBEDDED_DIR") {
        return PathBuf::from(named);
    }
    let target = out.ancestors().find(|ancestor| ancestor.join("CACHEDIR.TAG").is_file());
    target.or(out.parent()).unwrap_or(out).join("embedded/orm")
}

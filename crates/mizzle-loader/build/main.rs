//! Takes in the copies of drizzle-orm that `cargo xtask build` left under `target`, and
//! compiles for the engine what is known now: our own scripts, those copies, and the
//! files of the same releases as npm installs them. Looks at files only; where there
//! are no copies, the crate has none.
#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]

mod bytecode;

use bytecode::{Compiler, Table};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// A copy as `xtask/npm/orm/bundle.mjs` writes it.
#[derive(Deserialize)]
struct Copy {
    version: String,
    /// Bundled modules by specifier.
    modules: BTreeMap<String, String>,
    /// The files that a Postgres schema loads, as the package has them.
    #[serde(default)]
    files: BTreeMap<String, String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=js");
    println!("cargo::rerun-if-env-changed=MIZZLE_EMBEDDED_DIR");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let folder = folder(&out);
    // A folder that is not there would make cargo run this again at every build.
    fs::create_dir_all(&folder)?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut copies = Vec::new();
    for file in listed(&folder, "json")? {
        copies.push(serde_json::from_str::<Copy>(&fs::read_to_string(file)?)?);
    }
    copies.sort_by(|a, b| a.version.cmp(&b.version));
    fs::write(out.join("bundles.rs"), bundles(&copies, &out)?)?;

    let mut table = Table::new(&out)?;
    let compiler = Compiler::new()?;
    for folder in ["runtime", "node", "web", "kit"] {
        for file in listed(&Path::new("js").join(folder), "js")? {
            let name = format!("{folder}/{}", stem(&file));
            table.script(&name, &compiler.script(&name, &fs::read_to_string(&file)?)?)?;
        }
    }
    let ours = listed(Path::new("js"), "js")?.into_iter().map(fs::read_to_string);
    let ours = ours.collect::<io::Result<Vec<_>>>()?;
    let theirs = copies.iter().flat_map(|copy| copy.modules.values().chain(copy.files.values()));
    for source in ours.iter().chain(theirs) {
        table.module(source, || compiler.module("a module", source))?;
    }
    fs::write(out.join("bytecode.rs"), table.finish())?;
    Ok(())
}

/// The text of `BUNDLES: &[(&str, &[(&str, &str)])]`: version, and specifier and source
/// of each module.
fn bundles(copies: &[Copy], out: &Path) -> io::Result<String> {
    let mut text = String::from("const BUNDLES: &[(&str, &[(&str, &str)])] = &[");
    for (at, copy) in copies.iter().enumerate() {
        let folder = out.join(format!("bundle-{at}"));
        fs::create_dir_all(&folder)?;
        text += &format!("({:?}, &[", copy.version);
        for (number, (name, source)) in copy.modules.iter().enumerate() {
            let file = folder.join(format!("{number}.js"));
            fs::write(&file, source)?;
            text += &format!("({name:?}, include_str!({file:?})),");
        }
        text += "]),";
    }
    Ok(text + "];")
}

/// `MIZZLE_EMBEDDED_DIR`, or `embedded/orm` under cargo's target folder.
fn folder(out: &Path) -> PathBuf {
    if let Some(named) = env::var_os("MIZZLE_EMBEDDED_DIR") {
        return PathBuf::from(named);
    }
    let target = out.ancestors().find(|ancestor| ancestor.join("CACHEDIR.TAG").is_file());
    target.or(out.parent()).unwrap_or(out).join("embedded/orm")
}

/// The files of a folder with this extension, sorted.
fn listed(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|it| it == extension));
    files.sort();
    Ok(files)
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

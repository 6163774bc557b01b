//! The page of the studio. `mizzle-studio`'s build script takes in what lies under
//! `target/studio`, and does without where nothing does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{At, Result};
use crate::npm;
use crate::paths;
use crate::process;

/// All files of the page together, in bytes.
const WHOLE: u64 = 1_200_000;

/// What a browser loads before it shows rows, in bytes: what the page names, and the data view.
const FIRST_VIEW: u64 = 450_000;

/// Chunks that the first view adds to what the page names.
const OF_FIRST_VIEW: [&str; 2] = ["DataView.js", "DataView.css"];

/// Builds the page into `target/studio`, if anything that makes it has changed.
pub(crate) fn build() -> Result<PathBuf> {
    let (ui, out) = (source(), paths::target().join("studio"));
    let fresh = paths::target().join("studio.fresh");
    let wanted = content(&ui)?;
    if out.join("index.html").is_file() && fs::read(&fresh).is_ok_and(|built| built == wanted) {
        return Ok(out);
    }
    npm::install_in(&ui)?;
    let mut npm = npm::npm(&ui);
    process::run(npm.args(["run", "--silent", "build"]).env("MIZZLE_STUDIO_OUT", &out))?;
    check_size(&out)?;
    fs::write(&fresh, wanted).at("write", &fresh)?;
    Ok(out)
}

/// Runs the page's own tests. They need no browser.
pub(crate) fn test() -> Result<()> {
    let ui = source();
    npm::install_in(&ui)?;
    process::run(Command::new("npx").args(["--no-install", "vitest", "run"]).current_dir(&ui))
}

fn source() -> PathBuf {
    paths::root().join("crates/mizzle-studio/ui")
}

/// Refuses a page that has grown out of its promise.
fn check_size(out: &Path) -> Result<()> {
    let mut whole = 0;
    let mut first = 0;
    let index = out.join("index.html");
    let page = fs::read_to_string(&index).at("read", &index)?;
    for file in files(out)? {
        let bytes = fs::metadata(&file).at("read", &file)?.len();
        let name = file.strip_prefix(out).unwrap_or(&file).to_string_lossy().into_owned();
        whole += bytes;
        let is_named = page.contains(&format!("\"/{name}\"")) || name == "index.html";
        if is_named || OF_FIRST_VIEW.contains(&name.as_str()) {
            first += bytes;
        }
    }
    eprintln!("the page: {} KB, first view {} KB", whole / 1_000, first / 1_000);
    for (what, bytes, limit) in [("the page", whole, WHOLE), ("its first view", first, FIRST_VIEW)]
    {
        if bytes > limit {
            return Err(format!("{what} has {bytes} bytes, and may have {limit}").into());
        }
    }
    Ok(())
}

/// Everything that makes the page: names and texts of its sources.
fn content(ui: &Path) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    for file in files(ui)? {
        content.extend(file.to_string_lossy().as_bytes());
        content.extend(fs::read(&file).at("read", &file)?);
    }
    Ok(content)
}

/// The files of a folder, sorted, without installed packages.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).at("list", folder)? {
        let path = entry.at("list", folder)?.path();
        if path.ends_with("node_modules") {
            continue;
        }
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

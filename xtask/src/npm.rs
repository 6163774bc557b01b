//! npm packages by lockfile. Each folder with a `package.json` under
//! `xtask/npm` is one set of packages, installed once into `target/npm` under
//! the same name. Lockfiles name no registry, so that each machine uses its own,
//! and no install script runs, so that what is tested is what was packed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{At, Result};
use crate::paths;
use crate::process;

/// The names of all sets, as paths below `xtask/npm`.
pub(crate) fn names() -> Result<Vec<String>> {
    let mut names = Vec::new();
    collect(&paths::npm_manifests(), "", &mut names)?;
    names.sort();
    Ok(names)
}

/// The names of the sets in one folder of them, as in `kits/0.31`.
pub(crate) fn names_in(folder: &str) -> Result<Vec<String>> {
    let prefix = format!("{folder}/");
    Ok(names()?.into_iter().filter(|it| it.starts_with(&prefix)).collect())
}

/// Installs a set unless it is there, and returns its folder.
pub(crate) fn install(name: &str) -> Result<PathBuf> {
    let from = paths::npm_manifests().join(name);
    let to = paths::target().join("npm").join(name);
    let lock = from.join("package-lock.json");
    let wanted = fs::read(&lock).at("read", &lock)?;
    // Written last, so an interrupted install is done again.
    let stamp = to.join("node_modules/.mizzle-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(to);
    }
    fs::create_dir_all(&to).at("create", &to)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(from.join(file), to.join(file)).at("copy", &from.join(file))?;
    }
    ci(&to)?;
    fs::write(&stamp, wanted).at("write", &stamp)?;
    Ok(to)
}

/// Installs the packages of a folder of ours in it, where its sources look for them, unless
/// they are there.
pub(crate) fn install_in(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).at("read", &lock)?;
    let stamp = folder.join("node_modules/.mizzle-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    ci(folder)?;
    fs::write(&stamp, wanted).at("write", &stamp)?;
    Ok(())
}

fn ci(folder: &Path) -> Result<()> {
    let mut npm = npm(folder);
    process::run(npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))?;
    // npm makes no such folder for a set whose packages are all for other systems.
    let packages = folder.join("node_modules");
    fs::create_dir_all(&packages).at("create", &packages)
}

/// Installs every set of a folder, and returns the folder that holds them.
pub(crate) fn install_all(folder: &str, names: &[String]) -> Result<PathBuf> {
    for name in names {
        install(name)?;
    }
    Ok(paths::target().join("npm").join(folder))
}

/// Writes the lockfile of a set anew from its `package.json`.
pub(crate) fn lock(name: &str) -> Result<()> {
    let folder = paths::npm_manifests().join(name);
    let lock = folder.join("package-lock.json");
    if lock.exists() {
        fs::remove_file(&lock).at("remove", &lock)?;
    }
    let mut npm = npm(&folder);
    npm.args(["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::run(npm.arg("--omit-lockfile-registry-resolved"))
}

/// npm in a folder.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
}

fn collect(folder: &Path, name: &str, names: &mut Vec<String>) -> Result<()> {
    if folder.join("package.json").exists() {
        names.push(name.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(folder).at("list", folder)? {
        let entry = entry.at("list", folder)?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && file != "node_modules" {
            let below = if name.is_empty() { file } else { format!("{name}/{file}") };
            collect(&entry.path(), &below, names)?;
        }
    }
    Ok(())
}

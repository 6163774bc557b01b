//! The password file of libpq, which node-postgres reads as well: `PGPASSFILE`,
//! else `~/.pgpass`. <https://www.postgresql.org/docs/current/libpq-pgpass.html>

use std::path::PathBuf;

use crate::target::{Host, Password, Target};

/// The password of the first line that fits the target.
pub(super) fn find(target: &Target) -> Option<Password> {
    let text = std::fs::read_to_string(path()?).ok()?;
    find_in(&text, target)
}

fn path() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("PGPASSFILE") {
        return Some(PathBuf::from(path));
    }
    let home = std::env::home_dir()?;
    let name = if cfg!(windows) { "AppData/Roaming/postgresql/pgpass.conf" } else { ".pgpass" };
    Some(home.join(name))
}

fn find_in(text: &str, target: &Target) -> Option<Password> {
    let host = match &target.host {
        Host::Tcp(host) => host.clone(),
        Host::Socket(_) => "localhost".to_owned(),
    };
    let wanted = [host, target.port.to_string(), target.database.clone(), target.user.clone()];
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let fields = fields(line);
        let (password, place) = fields.split_last()?;
        let fits = place.len() == wanted.len()
            && place.iter().zip(&wanted).all(|(field, own)| field == "*" || field == own);
        fits.then(|| Password::new(password.as_str()))
    })
}

/// Fields are parted by `:`; a backslash takes the next character as it is.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            // The password is the rest of the line, further colons are its own.
            ':' if fields.len() < 5 => fields.push(String::new()),
            character => {
                let taken = if character == '\\' { characters.next() } else { Some(character) };
                if let (Some(field), Some(taken)) = (fields.last_mut(), taken) {
                    field.push(taken);
                }
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits_has_the_password() {
        let target = Target::parse("postgres://me@db.example:5433/shop", &|_| None).unwrap();
        let text = "# a comment\nother:*:*:*:no\ndb.example:5433:shop:you:no\n\
                    db.example:*:*:me:a\\:b\\\\c:d\n*:*:*:*:late\n";
        assert_eq!(find_in(text, &target).unwrap().reveal(), "a:b\\c:d");
        assert!(find_in("db.example:1:*:*:no", &target).is_none());
    }
}

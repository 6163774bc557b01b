//! Who is let in, and with which settings: what a start-up packet asks for.

use std::io;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

use super::backend::Settings;
use super::wire::{self, Frame};

/// How a client has to prove itself.
#[derive(Debug, Clone)]
pub(crate) enum Door {
    /// A socket that only its owner can open.
    Private,
    /// A network port: this password.
    Password(String),
}

/// Checks what a client says about itself. The inner error is for the client.
pub(crate) async fn admit<S>(
    door: &Door,
    parameters: &[(String, String)],
    stream: &mut S,
) -> io::Result<Result<(), Frame>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let find = |wanted: &str| {
        parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    };
    if let Door::Password(password) = door {
        // Clear text, over the loopback interface only.
        stream.write_all(&Frame::new(b'R', &3u32.to_be_bytes()).bytes).await?;
        let answer = wire::read_frame(stream).await?;
        let given = answer.as_ref().and_then(|frame| frame.body().strip_suffix(b"\0"));
        if given != Some(password.as_bytes()) {
            let hint = "`mizzle dev url` prints the URL with the password.";
            let message = "password authentication failed";
            return Ok(Err(wire::error("FATAL", "28P01", message, Some(hint))));
        }
    }
    let database = find("database").or_else(|| find("user")).unwrap_or_default();
    if database != "postgres" {
        let message = format!("database \"{database}\" does not exist");
        let hint = "The embedded Postgres has the database \"postgres\" only.";
        return Ok(Err(wire::error("FATAL", "3D000", &message, Some(hint))));
    }
    let encoding = find("client_encoding").unwrap_or("UTF8");
    if !["UTF8", "UTF-8", "UNICODE"].contains(&encoding.to_ascii_uppercase().as_str()) {
        let message = format!("the embedded Postgres has no conversion from \"{encoding}\"");
        return Ok(Err(wire::error("FATAL", "22023", &message, None)));
    }
    Ok(Ok(()))
}

/// The settings among the parameters of a start-up packet.
pub(crate) fn initial_settings(parameters: Vec<(String, String)>) -> Settings {
    let mut settings = Settings::new();
    for (name, value) in parameters {
        match name.as_str() {
            "database" | "replication" | "client_encoding" => {}
            "user" if value == "postgres" => {}
            "user" => settings.push(("session_authorization".to_owned(), value)),
            "options" => settings.extend(settings_of_options(&value)),
            _ if name.starts_with("_pq_.") => {}
            _ => settings.push((name, value)),
        }
    }
    settings
}

/// The settings in `-c name=value --other-name=value`; a backslash keeps a
/// blank inside a value.
fn settings_of_options(options: &str) -> Settings {
    let mut words = vec![String::new()];
    let mut characters = options.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => words.last_mut().into_iter().for_each(|word| word.extend(characters.next())),
            ' ' | '\t' | '\n' => words.push(String::new()),
            _ => words.last_mut().into_iter().for_each(|word| word.push(character)),
        }
    }
    words
        .iter()
        .filter_map(|word| {
            let word = word.strip_prefix("-c").or_else(|| word.strip_prefix("--")).unwrap_or(word);
            let (name, value) = word.split_once('=')?;
            Some((name.replace('-', "_"), value.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_settings() {
        let options = settings_of_options(r"-c search_path=a,\ b --lock-timeout=5s -cjit=off");
        let expected = [("search_path", "a, b"), ("lock_timeout", "5s"), ("jit", "off")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(options, expected);
    }
}

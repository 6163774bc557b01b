//! `mizzle studio` as a process: what it says, where it listens, how it ends. What it answers
//! is tested in `mizzle-studio`, the page in its browser lane.

use crate::Project;
use insta::assert_snapshot;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::Stdio;

/// Nobody listens there, which the studio only finds out when it is asked for rows.
const URL: [&str; 4] =
    ["--dialect", "postgresql", "--url", "postgres://anna:hunter2@127.0.0.1:9/shop"];

fn studio<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["studio", "--no-open"], &URL[..], more].concat()
}

#[test]
fn without_a_database_nothing_is_served() {
    assert_snapshot!(Project::empty().mizzle(&["studio", "--dialect", "postgresql"]), @"
    --- stderr
    error: no database is named on the command line, and with `--dialect` no config is read

    hint: give `--url`, or leave `--dialect` to the config
    --- exit 1
    ");
}

#[test]
fn a_taken_port_is_named_with_one_that_is_free() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = Project::empty().mizzle(&studio(&["--port", &port]));
    assert!(said.contains(&format!("error: port {port} is taken")), "{said}");
    assert!(said.contains("hint: choose another one: `mizzle studio --port "), "{said}");
    assert!(said.ends_with("--- exit 1"), "{said}");
}

#[test]
fn a_host_of_somebody_else_is_refused() {
    let said = Project::empty().mizzle(&studio(&["--host", "192.0.2.1", "--port", "0"]));
    assert!(
        said.contains("error: cannot listen on 192.0.2.1:0") && said.ends_with("exit 1"),
        "{said}"
    );
}

#[test]
fn programs_get_one_line() {
    let project = Project::empty();
    let mut command = project.command(&studio(&["--port", "0", "--read-only", "--output", "json"]));
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let mut said: serde_json::Value = serde_json::from_str(&line).unwrap();
    let url = said["urls"][0].take();
    assert!(url.as_str().unwrap().starts_with("http://localhost:"), "{line}");
    assert_snapshot!(said, @r#"{"status":"ok","dialect":"postgresql","urls":[null],"target":"postgresql://anna@127.0.0.1:9/shop","read_only":true}"#);
}

#[cfg(unix)]
mod on_a_terminal {
    use super::*;
    use crate::terminal::Terminal;

    #[test]
    fn it_says_where_it_is_and_ends_with_ctrl_c() {
        let project = Project::empty();
        let mut terminal = Terminal::start(&project, &studio(&["--port", "0"]));
        terminal.wait_for("Ctrl-C ends it").interrupt();
        assert!(!terminal.raw().contains("hunter2"), "{}", terminal.raw());
        let (shown, code) = terminal.finish();
        assert_eq!(code, Some(0), "{shown}");
        assert!(shown.contains("http://localhost:"), "{shown}");
        assert!(shown.contains("Studio of postgresql://anna@127.0.0.1:9/shop\n"), "{shown}");
    }

    #[test]
    fn the_next_free_port_is_offered() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port().to_string();
        let project = Project::empty();
        let mut terminal = Terminal::start(&project, &studio(&["--port", &port]));
        terminal.wait_for(&format!("Port {port} is taken. Use ")).type_keys("y");
        terminal.wait_for("Ctrl-C ends it").interrupt();
        let (shown, code) = terminal.finish();
        assert_eq!(code, Some(0), "{shown}");

        let mut terminal = Terminal::start(&project, &studio(&["--port", &port]));
        terminal.wait_for("is taken. Use ").type_keys("n");
        let (shown, code) = terminal.finish();
        assert_eq!(code, Some(1), "{shown}");
    }

    #[test]
    fn a_link_holds_once_where_a_token_is_asked_for() {
        let project = Project::empty();
        let mut terminal = Terminal::start(&project, &studio(&["--port", "0", "--token"]));
        terminal.wait_for("/#token=").wait_for("Ctrl-C ends it").interrupt();
        assert_eq!(terminal.finish().1, Some(0));
    }

    #[test]
    fn what_others_can_reach_is_said() {
        let project = Project::empty();
        let arguments = studio(&["--port", "0", "--host", "0.0.0.0"]);
        let mut terminal = Terminal::start(&project, &arguments);
        terminal.wait_for("others on this network can reach the studio");
        terminal.wait_for("Ctrl-C ends it").interrupt();
        let (shown, code) = terminal.finish();
        assert_eq!(code, Some(0));
        assert!(shown.contains("/#token="), "{shown}");
    }
}

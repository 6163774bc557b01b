//! mizzle on the command line: arguments in, exit code out. What a command does is
//! `mizzle-app`'s; this binary reads flags, asks people, prints, and chooses the exit
//! code.

mod args;
mod commands;
mod error;
mod interrupt;
mod memory;
mod prompt;
mod report;
mod settings;

use args::{Args, Command, DiffFormat, ErdFormat, Global, LoaderKind, OutputFormat};
use clap::Parser;
use clap::error::ErrorKind;
use std::process::ExitCode;

fn main() -> ExitCode {
    memory::share_one_heap();
    let mut args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return refuse(&error),
    };
    let is_json = matches!(&args.command, Command::Diff(diff) if diff.format == DiffFormat::Json)
        || matches!(&args.command, Command::Erd(erd) if erd.format == ErdFormat::Json);
    if is_json {
        args.global.output = OutputFormat::Json;
    }
    let mut report = report::choose(&args.global);
    match commands::run(args, &mut *report) {
        Ok(code) => code,
        Err(error) => {
            report.error(&error);
            error.exit_code()
        }
    }
}

/// Help and version are printed; a wrong command line is reported like any error, in
/// the format that it asks for.
fn refuse(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::FAILURE;
    }
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let json = words.iter().any(|word| word == "--output=json")
        || words.windows(2).any(|pair| pair[0] == "--output" && pair[1] == "json");
    let global = Global {
        config: None,
        output: if json { OutputFormat::Json } else { OutputFormat::Text },
        quiet: false,
        loader: LoaderKind::Embedded,
    };
    let error = error::from_clap(error);
    report::choose(&global).error(&error);
    error.exit_code()
}

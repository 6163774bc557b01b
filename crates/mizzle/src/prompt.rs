//! Questions to a person at a terminal, and what takes their place where there is
//! none. An answer is a hint: what was typed here can be given by `--hints` next time.

use crate::args::{Global, OutputFormat};
use crate::error::CommandError;
use crate::interrupt;
use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, Select};
use mizzle_app::Explanation;
use mizzle_core::diff::Question;
use mizzle_core::hints::Hint;
use std::io::IsTerminal;

/// Is there somebody to ask?
pub(crate) fn is_interactive(global: &Global) -> bool {
    global.output == OutputFormat::Text
        && std::io::stdin().is_terminal()
        && std::io::stderr().is_terminal()
}

/// Asks a rename question. The likeliest answer comes first and is what Enter takes.
pub(crate) fn ask_rename(question: &Question) -> Result<Hint, CommandError> {
    interrupt::handle()?;
    let mut choices = question.choices();
    let labels: Vec<&str> = choices.iter().map(|(_, label)| label.as_str()).collect();
    let chosen = Select::with_theme(&ColorfulTheme::default())
        .with_prompt(format!("Is the {} {} new?", question.kind.noun(), question.subject()))
        .items(&labels)
        .default(0)
        .interact_opt()
        .map_err(|_| aborted())?
        .ok_or_else(aborted)?;
    Ok(choices.swap_remove(chosen).0)
}

/// Asks for the name of the database whose content goes.
pub(crate) fn ask_database_name(question: &str) -> Result<String, CommandError> {
    interrupt::handle()?;
    Input::<String>::with_theme(&ColorfulTheme::default())
        .with_prompt(question)
        .allow_empty(true)
        .interact_text()
        .map_err(|_| aborted())
}

/// Asks whether something may go for good. Enter says no.
pub(crate) fn ask_loss(question: &str) -> Result<bool, CommandError> {
    interrupt::handle()?;
    Confirm::with_theme(&ColorfulTheme::default())
        .with_prompt(question)
        .default(false)
        .interact_opt()
        .map_err(|_| aborted())?
        .ok_or_else(aborted)
}

/// Asks whether another port will do; Enter says yes.
pub(crate) fn ask_port(taken: u16, free: u16) -> Result<bool, CommandError> {
    interrupt::handle()?;
    Confirm::with_theme(&ColorfulTheme::default())
        .with_prompt(format!("Port {taken} is taken. Use {free}?"))
        .default(true)
        .interact_opt()
        .map_err(|_| aborted())?
        .ok_or_else(aborted)
}

/// Asks whether to go on; Enter says no.
pub(crate) fn ask_yes(question: &str) -> Result<bool, CommandError> {
    interrupt::handle()?;
    Confirm::with_theme(&ColorfulTheme::default())
        .with_prompt(question)
        .default(false)
        .interact()
        .map_err(|_| aborted())
}

fn aborted() -> CommandError {
    Explanation::new("aborted", "no answer was given, nothing was done").into()
}

//! The second half of the demonstration: what goes wrong with databases and folders, and
//! the ways back.

use super::shell::Shell;
use super::story::Schema;
use crate::error::Result;

/// Somebody changes the database by hand.
pub(super) fn change_by_hand(shell: &Shell) -> Result<()> {
    shell.chapter("A change by hand, found and taken back");
    shell.query(
        "alter table users alter column new_field set default 'oops'; \
         create index forgotten on posts (title); select 'done' as by_hand",
        &["done"],
    )?;
    let drift = shell.try_mizzle(&["drift"])?;
    drift.ends(3)?;
    drift.holds(&["users.new_field", "forgotten"])?;
    shell.say("The same as SQL alone, to be run or put into a migration:");
    let restore = shell.try_mizzle(&["drift", "--sql"])?;
    restore.ends(3)?;
    restore.holds(&["DROP DEFAULT", "DROP INDEX"])?;
    let statements: Vec<&str> =
        restore.lines().filter(|line| line.ends_with(';') && !line.starts_with("--")).collect();
    shell.mizzle(&["dev", "sql", &statements.join(" ")])?;
    shell.mizzle(&["drift"])?;
    Ok(())
}

/// Somebody changes a file that was applied.
pub(super) fn edit_what_is_applied(shell: &Shell) -> Result<()> {
    shell.chapter("An edit of an applied migration, refused");
    let file = "drizzle/0001_add_users_new_field.sql";
    let text = shell.read(file)?;
    shell.write(file, &text.replace(" text;", " varchar(10);"))?;
    let refused = shell.try_mizzle(&["migrate"])?;
    refused.ends(1)?;
    refused.holds(&[file, "was edited"])?;
    shell.say("So it is put back.");
    shell.write(file, &text)
}

/// A column goes, and comes back with what was in it.
pub(super) fn go_back(shell: &Shell) -> Result<()> {
    shell.chapter("A column that goes, and comes back with its values");
    shell.query("update users set new_field = 'precious' where id = 1 returning id", &["1"])?;
    shell.edit(Schema::WithoutNewField)?;
    shell.mizzle(&["generate", "--keep-data"])?.holds(&["lossless by archive"])?;
    shell.migrations(6)?;
    shell.newest(&["DROP COLUMN \"new_field\"", "mizzle_archive"], &[])?;
    shell.mizzle(&["migrate"])?;
    shell.query("select * from users order by id", &["ada@example.com"])?;
    shell.mizzle(&["rollback"])?;
    shell.query("select id, new_field from users order by id", &["precious"])?;
    shell.say("The change is taken out of the schema file, and so its migration goes.");
    shell.edit(Schema::RequiredDescription)?;
    shell.mizzle(&["generate", "--redo"])?.holds(&["Removed drizzle/0005"])?;
    shell.migrations(5)
}

//! The manual: a page for the program and one for each command, in the format of `man`.

use super::Cli;
use crate::commands::man::Page;
use clap::CommandFactory;
use std::fmt::Write as _;
use std::io::Write as _;

/// Every page, that of the program first.
pub(super) fn pages() -> anyhow::Result<Vec<Page>> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    add(&program, "bangchim", &mut pages)?;
    Ok(pages)
}

/// Adds the page of a command, and those of its own commands.
fn add(command: &clap::Command, name: &str, pages: &mut Vec<Page>) -> anyhow::Result<()> {
    let man = clap_mangen::Man::new(command.clone().display_name(name.to_owned()));
    let mut page = Vec::new();
    // No date: the same program prints the same pages. The first lines make ' print as it is typed.
    write!(
        page,
        ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n.TH {name} 1 \"\" \"bangchim {}\" \"bangchim\"\n",
        env!("CARGO_PKG_VERSION")
    )?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    if let Some(examples) = command.get_after_help() {
        page.extend(preformatted(&examples.to_string()).into_bytes());
    }
    write!(
        page,
        ".SH \"EXIT STATUS\"\n.TP\n0\ndone\n.TP\n1\ndone, and something fell below a floor that was set\n.TP\n2\ncould not run; one line on standard error says what, where and what to do\n"
    )?;
    pages.push((format!("{name}.1"), page));
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        add(command, &format!("{name}-{}", command.get_name()), pages)?;
    }
    Ok(())
}

/// Examples as they are typed, line by line.
fn preformatted(text: &str) -> String {
    let mut out = String::from(".SH EXAMPLES\n.nf\n");
    for line in text.lines().skip_while(|line| line.starts_with("Example")) {
        let line = line.trim_start().replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\*(Aq");
        let _ = writeln!(out, "\\&{line}");
    }
    out.push_str(".fi\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_page() {
        let pages = pages().expect("pages");
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[0], "bangchim.1");
        assert!(names.contains(&"bangchim-query.1") && names.contains(&"bangchim-seeds-check.1"), "{names:?}");
        assert!(!names.contains(&"bangchim-worker.1") && !names.contains(&"bangchim-help.1"), "{names:?}");
        for (name, page) in &pages {
            let page = std::str::from_utf8(page).expect("UTF-8");
            assert!(page.contains(".SH NAME") && page.contains(".SH EXAMPLES"), "{name}");
            // A line that begins with a dot is an order to the typesetter.
            let orders = page.lines().filter(|line| line.starts_with('.') || line.starts_with('\''));
            let known = [".ie", ".el", ".TH", ".SH", ".TP", ".nf", ".fi", ".br", ".sp", ".RS", ".RE", ".IP"];
            for line in orders {
                assert!(known.iter().any(|order| line.starts_with(order)), "{name}: {line}");
            }
        }
    }
}

//! Flags turned into the plain settings of the commands.

use super::arguments::{
    AnswerFormat, AuditArgs, ChangesFormat, Colour, CrawlArgs, ExportArgs, ExtractArgs, FindingsFormat, ParquetOrJsonl,
    QueryArgs, TablesFormat, TextCsvJson, TextOrJson,
};
use crate::commands::crawl;
use crate::commands::show::Style;
use crate::commands::{self, Verbosity, audit, diff, export, extract, query, stats};
use anyhow::bail;
use std::io::IsTerminal;

pub(super) fn crawl_settings(args: CrawlArgs, verbosity: Verbosity) -> crawl::Settings {
    let mut settings = crawl::Settings::new(args.seeds, args.data);
    settings.only = args.only;
    settings.kind = args.kind;
    settings.sido = args.sido;
    settings.limit = args.limit;
    settings.delay = args.delay;
    settings.contact = args.contact;
    settings.plan = args.plan;
    settings.shard = args.shard;
    settings.window = args.window;
    settings.since = args.since.map(|since| match since.as_str() {
        "last" => crawl::Since::Last,
        _ => crawl::Since::Crawl(since),
    });
    settings.parallel = args.parallel.max(1);
    settings.verbosity = verbosity;
    settings
}

pub(super) fn extract_settings(args: ExtractArgs, verbosity: Verbosity) -> extract::Settings {
    let format = args.format.map(|format| match format {
        ParquetOrJsonl::Parquet => extract::Format::Parquet,
        ParquetOrJsonl::Jsonl => extract::Format::Jsonl,
    });
    let ExtractArgs { paths, data, out, crawl, corrections, as_of, .. } = args;
    extract::Settings { paths, data, out, format, crawl, corrections, as_of, verbosity }
}

pub(super) fn audit_settings(args: AuditArgs, verbosity: Verbosity) -> audit::Settings {
    let format = match args.format {
        FindingsFormat::Text => audit::Format::Text,
        FindingsFormat::Csv => audit::Format::Csv,
        FindingsFormat::Json => audit::Format::Json,
        FindingsFormat::Xlsx => audit::Format::Xlsx,
        FindingsFormat::Html => audit::Format::Html,
    };
    audit::Settings {
        // Who names a file asks about that file, former version or not.
        archived: args.archived || !args.paths.is_empty(),
        paths: args.paths,
        data: args.data,
        as_of: args.as_of,
        format,
        rules: args.rules,
        severities: args.severities,
        sido: args.sido,
        kind: args.kind,
        fail_on: args.fail_on,
        packet: args.packet,
        verbosity,
    }
}

pub(super) fn export_settings(args: ExportArgs, verbosity: Verbosity) -> export::Settings {
    let format = match args.format {
        TablesFormat::Csv => export::Format::Csv,
        TablesFormat::Xlsx => export::Format::Xlsx,
        TablesFormat::Parquet => export::Format::Parquet,
    };
    let audience = if args.public { export::Audience::Public } else { export::Audience::Keepers };
    export::Settings { data: args.data, out: args.out, format, audience, since: args.since, verbosity }
}

pub(super) fn query_settings(args: QueryArgs, verbosity: Verbosity) -> anyhow::Result<query::Settings> {
    let format = match args.format {
        AnswerFormat::Table => query::Format::Table,
        AnswerFormat::Csv => query::Format::Csv,
        AnswerFormat::Json => query::Format::Json,
        AnswerFormat::Parquet => query::Format::Parquet,
    };
    let wanted = match (args.named, args.explain) {
        (Some(name), _) if args.sql_only => query::Wanted::SqlOf(name),
        (Some(name), _) => query::Wanted::Named(name),
        (None, Some(table)) => query::Wanted::Explain(table),
        (None, None) if args.list => query::Wanted::List,
        (None, None) => match args.sql {
            Some(sql) => query::Wanted::Sql(sql),
            None => bail!("say what to ask, for instance `bangchim query --list` or `bangchim query \"SELECT …\"`"),
        },
    };
    let limit = (args.limit > 0).then_some(args.limit);
    Ok(query::Settings { data: args.data, wanted, format, limit, wide: args.wide, verbosity })
}

/// How standard output may be written to.
pub(super) fn terminal(colour: Colour) -> Style {
    let is_terminal = std::io::stdout().is_terminal();
    // no-color.org: any value but an empty one.
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = match colour {
        Colour::Auto => is_terminal && !unwanted,
        Colour::Always => true,
        Colour::Never => false,
    };
    let columns = terminal_size::terminal_size().filter(|_| is_terminal).map(|(width, _)| usize::from(width.0));
    Style { colour, width: columns.unwrap_or(110).clamp(60, 160) }
}

pub(super) fn text_or_json(format: TextOrJson) -> commands::Format {
    match format {
        TextOrJson::Text => commands::Format::Text,
        TextOrJson::Json => commands::Format::Json,
    }
}

pub(super) fn of_changes(format: ChangesFormat) -> diff::Format {
    match format {
        ChangesFormat::Text => diff::Format::Text,
        ChangesFormat::Json => diff::Format::Json,
        ChangesFormat::Atom => diff::Format::Atom,
    }
}

pub(super) fn of_statistics(format: TextCsvJson) -> stats::Format {
    match format {
        TextCsvJson::Text => stats::Format::Text,
        TextCsvJson::Csv => stats::Format::Csv,
        TextCsvJson::Json => stats::Format::Json,
    }
}

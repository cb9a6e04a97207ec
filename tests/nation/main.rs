//! `cargo run --example nation`: serves a made-up nation on loopback until standard input closes.

#[allow(dead_code, reason = "the program and the tests use different parts")]
#[path = "mod.rs"]
mod nation;

use clap::{Parser, ValueEnum};
use nation::{Faults, Nation};
use std::fs::File;
use std::io::{LineWriter, Write};
use std::path::PathBuf;
use std::time::Duration;

/// Serves a made-up nation on addresses of its own below 127.0.0.0/8, until standard input closes.
#[derive(Debug, Parser)]
#[command(
    name = "nation",
    after_help = "Example:\n  nation --hosts 60 --seeds-out seeds.csv --log arrivals.jsonl --truth truth.jsonl &\n  \
        bangchim crawl --seeds seeds.csv --data data/nation --delay 1s"
)]
struct Args {
    /// How many hosts.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    hosts: u32,
    /// What decides everything: the same seed gives the same nation.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The port on which all hosts listen; 0 takes any free one.
    #[arg(long, default_value_t = 18_090)]
    port: u16,
    /// Write a seeds file by which the nation can be crawled.
    #[arg(long, value_name = "FILE")]
    seeds_out: Option<PathBuf>,
    /// Write every arrival, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// How much goes wrong.
    #[arg(long, value_enum, default_value_t = Level::Some)]
    faults: Level,
    /// Write what a perfect crawl would find, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// How often policies and home pages have been revised.
    #[arg(long, default_value_t = 0)]
    revision: u32,
    /// Milliseconds that every answer takes.
    #[arg(long, default_value_t = 0)]
    latency: u64,
    /// Milliseconds that the crawl was to leave between two requests to a host, by which it is judged in the end.
    #[arg(long, default_value_t = 1000)]
    delay: u64,
    /// Write the root certificate of the nation, in PEM.
    #[arg(long, value_name = "FILE")]
    root_out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    None,
    Some,
    Many,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let args = Args::parse();
    let faults = match args.faults {
        Level::None => Faults::None,
        Level::Some => Faults::Some,
        Level::Many => Faults::Many,
    };
    let plan = Nation {
        hosts: args.hosts,
        seed: args.seed,
        faults,
        port: args.port,
        revision: args.revision,
        second_ms: 1000,
    };
    let log = args.log.as_ref().map(File::create).transpose()?;
    let sink = log.map(|log| Box::new(LineWriter::new(log)) as Box<dyn Write + Send>);
    let served = nation::start(plan, Duration::from_millis(args.latency), sink).await?;
    if let Some(file) = args.truth {
        let mut out = std::io::BufWriter::new(File::create(file)?);
        for truth in served.nation.sites().map(|site| site.truth()) {
            let line = serde_json::json!({
                "institution_id": truth.institution_id,
                "policy_url": truth.policy_url,
                "allowed": truth.allowed,
                "reason": truth.reason,
            });
            writeln!(out, "{line}")?;
        }
        out.flush()?;
    }
    if let Some(file) = args.root_out {
        std::fs::write(file, &served.root)?;
    }
    // Last, so that whoever waits for it finds everything else in place.
    if let Some(file) = args.seeds_out {
        let partial = file.with_extension("partial");
        std::fs::write(&partial, served.nation.seeds())?;
        std::fs::rename(partial, file)?;
    }
    println!("{} hosts on port {}; close standard input to stop", args.hosts, served.nation.port);
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink())).await??;
    let judgement = nation::judge(&served, Duration::from_millis(args.delay));
    println!(
        "{} requests at {} hosts in {:.1} s; the longest pauses of one host are {:.1} s together; {} complaints",
        judgement.requests,
        judgement.hosts,
        judgement.took.as_secs_f64(),
        judgement.bound.as_secs_f64(),
        judgement.complaints.len()
    );
    judgement.complaints.iter().take(20).for_each(|complaint| println!("{complaint}"));
    Ok(())
}

//! What a crawl does when its own machine lacks something: it must not be taken out on the hosts.

use crate::manners::plan;
use crate::nation::{self, Faults};
use bangchim::archive;
use bangchim::attempt::Outcome;
use std::process::Command;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn few_open_files_are_no_failure_of_hosts() {
    // Answers take a while, so that many requests are in the air at the same time.
    let served = nation::start(plan(60, 20, Faults::None), Duration::from_millis(150), None).await.expect("a port");
    // What the shell allows a program to begin with, and what it may ask for.
    for limits in ["ulimit -S -n 40", "ulimit -S -n 40; ulimit -H -n 60"] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("seeds.csv"), served.nation.seeds()).expect("written");
        let mut command = Command::new("sh");
        command.current_dir(folder.path()).arg("-c").arg(format!("{limits}; exec \"$0\" \"$@\""));
        command.arg(env!("CARGO_BIN_EXE_bangchim"));
        command.args(["crawl", "--seeds", "seeds.csv", "--delay", "20ms", "--parallel", "64"]);
        let done = tokio::task::spawn_blocking(move || command.output().expect("it runs")).await.expect("joined");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{limits}: {said}");
        assert_eq!(said.contains("14 hosts at a time, not 64"), limits.contains("-H"), "{said}");
        let archive = folder.path().join("data/archive");
        let crawl = archive::crawls(&archive).expect("a ledger").pop().expect("a crawl");
        let attempts = archive::attempts(&archive, &crawl.id).expect("tries");
        let failed: Vec<_> = attempts.iter().filter(|one| matches!(one.outcome, Outcome::Failed(_))).collect();
        assert!(failed.is_empty(), "{limits}: {} of {}: {failed:#?}", failed.len(), attempts.len());
    }
}
